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

show.(Float.parse("1.5abc"))  # expect: {1.5, "abc"}
show.(Float.parse("1"))  # expect: {1.0, ""}
show.(Float.parse("1e5"))  # expect: {100000.0, ""}
show.(Float.parse("1.5e"))  # expect: {1.5, "e"}
show.(Float.parse("1.5e-3x"))  # expect: {0.0015, "x"}
show.(Float.parse("-.5"))  # expect: :error
show.(Float.parse(""))  # expect: :error
show.(Float.parse("1."))  # expect: {1.0, "."}
show.(Float.parse("+1.0"))  # expect: {1.0, ""}
show.(Float.parse("1.7976931348623159e+309"))  # expect: :error
show.(Float.parse("12_3.5"))  # expect: {12.0, "_3.5"}
show.(Float.parse("a"))  # expect: :error
show.(failure.(fn -> Float.parse(1) end))  # expect: {FunctionClauseError, "no function clause matching in Float.parse_unsigned/1"}
show.(Float.parse("1.0e400"))  # expect: :error
show.(Float.parse("--1"))  # expect: :error
show.(Float.parse("-1.5E+3"))  # expect: {-1500.0, ""}
show.(Float.parse("00.5"))  # expect: {0.5, ""}
show.(Float.round(1.2345, 2))  # expect: 1.23
show.(Float.round(1.005, 2))  # expect: 1.0
show.(Float.round(-1.5))  # expect: -2.0
show.(Float.round(2.5))  # expect: 3.0
show.(Float.round(0.5))  # expect: 1.0
show.(Float.round(-0.4))  # expect: 0.0
show.(Float.round(1.0e300, 2))  # expect: 1.0e300
show.(Float.round(5.5675, 3))  # expect: 5.567
show.(Float.round(-5.5674, 3))  # expect: -5.567
show.(failure.(fn -> Float.round(1.5, 16) end))  # expect: {ArgumentError, "precision 16 is out of valid range of 0..15"}
show.(Float.round(0.1+0.2, 15))  # expect: 0.3
show.(failure.(fn -> Float.round(1, 2) end))  # expect: {FunctionClauseError, "no function clause matching in Float.round/2"}
show.(Float.floor(34.251, 1))  # expect: 34.2
show.(Float.floor(-34.251, 1))  # expect: -34.3
show.(Float.floor(34.25))  # expect: 34.0
show.(Float.ceil(34.251, 2))  # expect: 34.26
show.(Float.ceil(-34.251, 1))  # expect: -34.2
show.(Float.ceil(-0.3))  # expect: -0.0
show.(Float.ceil(0.3, 0))  # expect: 1.0
show.(Float.floor(-0.3))  # expect: -1.0
show.(Float.round(12341.234567, 4))  # expect: 12341.2346
show.(Float.round(1.0e-10, 5))  # expect: 0.0
show.(Float.ceil(1.0e-10, 5))  # expect: 1.0e-5
show.(Float.floor(-1.0e-10, 5))  # expect: -1.0e-5
show.(Float.round(0.0, 3))  # expect: 0.0
show.(Float.round(-0.0))  # expect: 0.0
show.(Float.round(1.23456789e-5, 10))  # expect: 1.23457e-5
show.(Float.round(1.0e22, 1))  # expect: 1.0e22
show.(Float.ratio(0.75))  # expect: {3, 4}
show.(Float.ratio(-3.5))  # expect: {-7, 2}
show.(Float.ratio(0.0))  # expect: {0, 1}
show.(Float.ratio(1.0e20))  # expect: {100000000000000000000, 1}
show.(Float.ratio(0.1))  # expect: {3602879701896397, 36028797018963968}
show.(Float.pow(2.0, 3))  # expect: 8.0
show.(Float.max_finite())  # expect: 1.7976931348623157e308
show.(Float.min_finite())  # expect: -1.7976931348623157e308
show.(failure.(fn -> Float.to_string(1) end))  # expect: {FunctionClauseError, "no function clause matching in Float.to_string/1"}
show.(Float.to_charlist(1.5))  # expect: '1.5'
show.(Float.ratio(5.0e-324))  # expect: {1, 202402253307310618352495346718917307049556649764142118356901358027430339567995346891960383701437124495187077864316811911389808737385793476867013399940738509921517424276566361364466907742093216341239767678472745068562007483424692698618103355649159556340810056512358769552333414615230502532186327508646006263307707741093494784}
show.(failure.(fn -> Float.round(1.5, -1) end))  # expect: {ArgumentError, "precision -1 is out of valid range of 0..15"}
