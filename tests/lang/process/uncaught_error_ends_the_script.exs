# A linked process's error ends the script.
Logger.configure(level: :none)
spawn_link(fn -> raise "inside" end)
Process.sleep(1000)
# expect error: (RuntimeError) inside
