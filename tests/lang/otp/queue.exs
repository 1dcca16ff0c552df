# :queue, with the shape of its terms.
q = :queue.from_list([1,2,3]); q = :queue.in(4, q); IO.inspect :queue.out(q); IO.inspect :queue.to_list(:queue.reverse(q)); IO.inspect :queue.len(q); IO.inspect :queue.peek(q); IO.inspect :queue.from_list([1,2,3,4,5]); IO.inspect :queue.in(1, :queue.new()); IO.inspect Enum.reduce(1..5, :queue.new, &:queue.in/2)

# expect: {{:value, 1}, {[4], [2, 3]}}
# expect: [4, 3, 2, 1]
# expect: 4
# expect: {:value, 1}
# expect: {[5, 4, 3], [1, 2]}
# expect: {[1], []}
# expect: {[5, 4, 3, 2], [1]}
