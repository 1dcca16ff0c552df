# The process dictionary belongs to one process, and takes any keys.
for i <- 1..100, do: Process.put({:key, i}, i * i)
IO.inspect(Process.get({:key, 7}))
IO.inspect(length(Process.get_keys()) >= 100)
for i <- 1..100, rem(i, 2) == 0, do: Process.delete({:key, i})
IO.inspect(Enum.sum(for i <- 1..100, do: Process.get({:key, i}, 0)))
IO.inspect(Process.get({:key, 8}))
IO.inspect(Process.put(1, :integer))
IO.inspect(Process.put(1.0, :float))
IO.inspect({Process.get(1), Process.get(1.0)})
IO.inspect(Task.await(Task.async(fn -> Process.get(1) end)))
IO.inspect(Process.get_keys(:integer))
IO.inspect(Process.put("text", [1]))
IO.inspect(Process.put("text", [2]))
IO.inspect(Process.delete("text"))

# expect: 49
# expect: true
# expect: 166650
# expect: nil
# expect: nil
# expect: nil
# expect: {:integer, :float}
# expect: nil
# expect: [1]
# expect: nil
# expect: [1]
# expect: [2]
