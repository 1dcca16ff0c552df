# Output goes to the group leader, which children inherit.
{:ok, device} = StringIO.open("")
old = Process.group_leader()
Process.group_leader(self(), device)
IO.puts("captured")
task = Task.async(fn -> IO.write("child too") end)
Task.await(task)
Process.group_leader(self(), old)
{_, text} = StringIO.contents(device)
IO.inspect(text)
IO.puts("back")

# expect: "captured\nchild too"
# expect: back
