defmodule U do
  defdelegate upcase(s), to: String
  defdelegate up(s), to: String, as: :upcase
end
IO.inspect({U.upcase("a"), U.up("b")})
# expect: {"A", "B"}
