# SPDX-License-Identifier: GPL-3.0-or-later
# What the functions of this part of the library give; recorded from the reference.
show = fn value -> IO.puts(inspect(value, limit: :infinity, printable_limit: :infinity)) end
failure = fn fun ->
  try do
    {:no_failure, fun.()}
  rescue
    e -> {e.__struct__, Exception.message(e)}
  end
end

show.(Integer.parse("12abc"))  # expect: {12, "abc"}
show.(Integer.parse("+12"))  # expect: {12, ""}
show.(Integer.parse("-0x1"))  # expect: {0, "x1"}
show.(Integer.parse(""))  # expect: :error
show.(Integer.parse("-"))  # expect: :error
show.(Integer.parse("fF", 16))  # expect: {255, ""}
show.(failure.(fn -> Integer.parse("1", 37) end))  # expect: {ArgumentError, "invalid base 37"}
show.(failure.(fn -> Integer.parse(1) end))  # expect: {FunctionClauseError, "no function clause matching in Integer.parse/2"}
show.(Integer.parse("1_0"))  # expect: {1, "_0"}
show.(Integer.digits(123))  # expect: [1, 2, 3]
show.(Integer.digits(-123, 16))  # expect: [-7, -11]
show.(Integer.digits(0))  # expect: [0]
show.(failure.(fn -> Integer.digits(1,1) end))  # expect: {FunctionClauseError, "no function clause matching in Integer.digits/2"}
show.(Integer.undigits([1,2,3]))  # expect: 123
show.(Integer.undigits([-1,2]))  # expect: -8
show.(failure.(fn -> Integer.undigits([1,20],10) end))  # expect: {ArgumentError, "invalid digit 20 in base 10"}
show.(Integer.floor_div(-5,2))  # expect: -3
show.(failure.(fn -> Integer.floor_div(1,0) end))  # expect: {ArithmeticError, "bad argument in arithmetic expression"}
show.(Integer.mod(-5,2))  # expect: 1
show.(Integer.mod(5,-3))  # expect: -1
show.(Integer.pow(2,100))  # expect: 1267650600228229401496703205376
show.(failure.(fn -> Integer.pow(2,-1) end))  # expect: {ArithmeticError, "bad argument in arithmetic expression"}
show.(Integer.pow(0,0))  # expect: 1
show.(Integer.gcd(0,0))  # expect: 0
show.(Integer.gcd(-12,18))  # expect: 6
show.(Integer.extended_gcd(240,46))  # expect: {2, -9, 47}
show.(Integer.extended_gcd(-3,6))  # expect: {3, -1, 0}
show.(Integer.extended_gcd(0,5))  # expect: {5, 0, 1}
show.(Integer.to_string(255,16))  # expect: "FF"
show.(Integer.to_string(-255,2))  # expect: "-11111111"
show.(Integer.to_charlist(255,36))  # expect: '73'
