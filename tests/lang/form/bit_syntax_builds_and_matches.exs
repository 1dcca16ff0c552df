<<a::4, b::size(a), _::1, rest::binary>> = <<3::4, 5::3, 1::1, "xy">>
IO.inspect({a, b, rest})
IO.inspect(<<1::16-little, -1::8, 2.5::float-32>>)
<<"pre", tail::binary>> = "prefix"
IO.inspect(tail)
"ab" <> more = "abc"
IO.inspect(more)
<<n, body::binary-size(n), _::bits>> = <<2, "hello">>
IO.inspect(body)
# expect: {3, 5, "xy"}
# expect: <<1, 0, 255, 64, 32, 0, 0>>
# expect: "fix"
# expect: "c"
# expect: "he"
