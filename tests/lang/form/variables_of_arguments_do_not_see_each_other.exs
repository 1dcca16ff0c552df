x = 1
IO.inspect({x = x + 1, x + 10})
IO.inspect(x)
# expect: {2, 11}
# expect: 2
