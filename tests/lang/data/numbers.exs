# Integers of any size, floats, their operators and their text.
IO.inspect(2 ** 100) # expect: 1267650600228229401496703205376
IO.inspect(-7 |> div(2)) # expect: -3
IO.inspect(rem(-7, 2)) # expect: -1
IO.inspect(Integer.mod(-7, 2)) # expect: 1
IO.inspect(Integer.floor_div(-7, 2)) # expect: -4
IO.inspect(7 / 2) # expect: 3.5
IO.inspect(10 ** -2) # expect: 0.01
IO.inspect(1.0e10 + 1) # expect: 10000000001.0
IO.inspect(0.1 + 0.2) # expect: 0.30000000000000004
IO.inspect(1_000_000 * 1_000_000 * 1_000_000 * 1_000_000) # expect: 1000000000000000000000000
IO.inspect(0xFF + 0b1010 + 0o17 + ?a) # expect: 377
IO.inspect(1 == 1.0) # expect: true
IO.inspect(1 === 1.0) # expect: false
IO.inspect(1 < 1.5 and 2.0 >= 2) # expect: true
IO.inspect(round(2.5)) # expect: 3
IO.inspect(trunc(-2.9)) # expect: -2
IO.inspect(Float.round(3.14159, 2)) # expect: 3.14
IO.inspect(Float.floor(-3.5)) # expect: -4.0
IO.inspect(Float.ceil(3.2, 0)) # expect: 4.0
IO.inspect(Integer.digits(12345)) # expect: [1, 2, 3, 4, 5]
IO.inspect(Integer.undigits([1, 2, 3])) # expect: 123
IO.inspect(Integer.to_string(255, 16)) # expect: "FF"
IO.inspect(Integer.parse("42abc")) # expect: {42, "abc"}
IO.inspect(Float.parse("1.5e3xyz")) # expect: {1500.0, "xyz"}
IO.inspect(String.to_integer("-12")) # expect: -12
IO.inspect(Integer.gcd(12, 18)) # expect: 6
IO.inspect(Integer.pow(3, 50)) # expect: 717897987691852588770249
IO.inspect(abs(-2 ** 70)) # expect: 1180591620717411303424
IO.inspect(max(1, 2.0)) # expect: 2.0
IO.inspect(1.0e-5) # expect: 1.0e-5
IO.inspect(123456789.123456789) # expect: 123456789.12345679
IO.inspect(1.7976931348623157e308) # expect: 1.7976931348623157e308
IO.inspect(-0.0) # expect: -0.0
IO.inspect(Enum.sum(1..100)) # expect: 5050
IO.inspect(Enum.product(1..25)) # expect: 15511210043330985984000000
IO.inspect(:math.sqrt(2)) # expect: 1.4142135623730951
IO.inspect(Bitwise.band(0b1100, 0b1010)) # expect: 8
IO.inspect(Bitwise.bsl(1, 70)) # expect: 1180591620717411303424
IO.inspect(Bitwise.bsr(-1, 70)) # expect: -1
IO.inspect(Bitwise.bxor(-1, 2 ** 65)) # expect: -36893488147419103233
IO.inspect(:erlang.float_to_binary(3.14159, decimals: 3)) # expect: "3.142"
IO.inspect(try do: 1 / 0, rescue: (e -> e)) # expect: %ArithmeticError{message: "bad argument in arithmetic expression"}
IO.inspect(try do: 1 + :a, rescue: (e -> Exception.message(e))) # expect: "bad argument in arithmetic expression"
