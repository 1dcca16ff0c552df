# An exception made by :erlang.raise/3 stays an exit, or a throw, when an `after` lets it pass.
for kind <- [:exit, :throw, :error] do
  caught =
    try do
      try do
        :erlang.raise(kind, :reason, [])
      after
        Process.put(:passed, kind)
      end
    catch
      k, r -> {k, r, Process.get(:passed)}
    end

  IO.inspect(caught)
end

# expect: {:exit, :reason, :exit}
# expect: {:throw, :reason, :throw}
# expect: {:error, :reason, :error}
