# :proplists.
IO.inspect :proplists.get_value(:a,[:b,{:a,1},:a]); IO.inspect :proplists.get_all_values(:a,[:a,{:a,2}]); IO.inspect :proplists.split([:a,{:b,1},:c],[:a,:b]); IO.inspect :proplists.expand([{:x,[:y,:z]}],[:a,:x]); IO.inspect :proplists.to_map([:a,{:b,1},{:b,2}]); IO.inspect :proplists.compact([{:a,true},{:b,false}]); IO.inspect :proplists.lookup_all(:a,[:a,{:a,1,2}])

# expect: 1
# expect: [true, 2]
# expect: {[[:a], [b: 1]], [:c]}
# expect: [:a, :y, :z]
# expect: %{a: true, b: 1}
# expect: [:a, {:b, false}]
# expect: [{:a, true}, {:a, 1, 2}]
