# Logger prints levels, metadata, reports; levels and process switches hold it back.
require Logger
Logger.configure_backend(:console, format: "[$level] $metadata$message\n", metadata: [:a, :b])
Logger.error("text")
Logger.info("with metadata", a: 1, b: "two", c: 3)
Logger.warning(["io", ?d, "ata"])
Logger.debug(fn -> "lazy" end)
Logger.notice([a: 1, b: "x"])
Logger.metadata(a: :process)
Logger.info("process metadata")
Process.sleep(30)
IO.inspect(Logger.metadata())
Logger.reset_metadata()
Logger.configure(level: :error)
Logger.info("not shown")
Logger.critical("shown")
Process.sleep(30)
IO.inspect(Logger.level())
Logger.configure(level: :debug)
Logger.disable(self())
Logger.error("not shown either")
Logger.enable(self())
:logger.error("erlang ~p ~s", [{:a, "b"}, "text"])
:error_logger.info_report(a: 1)
Process.sleep(30)
IO.inspect(Logger.compare_levels(:error, :info))
Logger.flush()
Process.sleep(50)

# expect: [error] text
# expect: [info] a=1 b=two with metadata
# expect: [warning] iodata
# expect: [debug] lazy
# expect: [notice] [a: 1, b: "x"]
# expect: [info] a=process process metadata
# expect: [a: :process]
# expect: [critical] shown
# expect: :error
# expect: [error] erlang {:a, "b"} text
# expect: [notice]     :a: 1
# expect: :gt
