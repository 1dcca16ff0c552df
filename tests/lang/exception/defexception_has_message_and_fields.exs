defmodule E do
  defexception [:code, message: "default"]
end
IO.inspect(try do raise E, code: 1 rescue e in E -> {e.code, Exception.message(e)} end)
IO.inspect(try do raise E, "text" rescue e -> Exception.message(e) end)
# expect: {1, "default"}
# expect: "text"
