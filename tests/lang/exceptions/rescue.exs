# rescue: by module, by list, any, what machine errors become; order; what is not caught goes on.
id = fn x -> x end
class = fn f -> try do f.() rescue e in [ArgumentError, ArithmeticError] -> {:ari, e.__struct__}; e in KeyError -> {:key, e.key}; e in ErlangError -> {:erl, Map.get(e, :original, e.__struct__)}; e -> {:any, e.__struct__} end end
IO.inspect(class.(fn -> 1 + id.(:a) end)) # expect: {:ari, ArithmeticError}
IO.inspect(class.(fn -> hd(id.([])) end)) # expect: {:ari, ArgumentError}
IO.inspect(class.(fn -> Map.fetch!(%{}, :k) end)) # expect: {:key, :k}
IO.inspect(class.(fn -> id.(%{a: 1}).zz end)) # expect: {:key, :zz}
IO.inspect(class.(fn -> %{id.(%{a: 1}) | q: 1} end)) # expect: {:key, :q}
IO.inspect(class.(fn -> :erlang.error({:my, :reason}) end)) # expect: {:erl, {:my, :reason}}
IO.inspect(class.(fn -> raise "x" end)) # expect: {:any, RuntimeError}
IO.inspect(class.(fn -> {1, _} = id.({2, 3}) end)) # expect: {:erl, MatchError}
IO.inspect(class.(fn -> id.(3).(1) end)) # expect: {:erl, BadFunctionError}
IO.inspect(class.(fn -> id.(id).(1, 2) end)) # expect: {:erl, BadArityError}
IO.inspect(class.(fn -> apply(NoSuch, :fun, []) end)) # expect: {:erl, UndefinedFunctionError}
IO.inspect(class.(fn -> %{id.(1) | a: 1} end)) # expect: {:erl, BadMapError}
IO.inspect(class.(fn -> struct!(Range, nope: 1) end)) # expect: {:key, :nope}
IO.inspect(try do (try do raise KeyError, key: 1, term: %{} rescue ArgumentError -> :wrong end) rescue e -> {:outer, e.__struct__} end) # expect: {:outer, KeyError}
IO.inspect(try do throw(:t) rescue _ -> :rescued catch x -> {:caught, x} end) # expect: {:caught, :t}
defmodule MyError do
  defexception [:code, message: "mine"]
end
IO.inspect(try do raise MyError, code: 7 rescue e in MyError -> {e.code, Exception.message(e)} end) # expect: {7, "mine"}
IO.inspect(try do raise MyError rescue e in [RuntimeError, MyError] -> e end) # expect: %MyError{code: nil, message: "mine"}
IO.inspect(try do (try do raise "a" rescue e -> reraise e, __STACKTRACE__ end) rescue e -> e.message end) # expect: "a"
