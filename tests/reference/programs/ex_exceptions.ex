# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExExceptions do
  defmodule E do
    defexception [:code, message: "boom"]
  end
  def main do
    [t(fn -> raise "msg" end), t(fn -> raise E, code: 5 end), t(fn -> raise ArgumentError end), t(fn -> throw(:x) end), t(fn -> exit(:bye) end), t(fn -> 1 + id(:a) end), t(fn -> id(nil).foo end), t(fn -> %{} = id(1) end), t(fn -> id(%{}).key end), t(fn -> Map.fetch!(%{}, :a) end), t(fn -> String.to_integer("x") end), t(fn -> hd([]) end), t(fn -> id(5).(1) end), t(fn -> fc(id(3)) end), t(fn -> NoMod.f(1) end), af()]
  end
  defp t(f) do
    try do
      f.()
    rescue
      e in [E] -> {:e, e.code, Exception.message(e)}
      e -> {e.__struct__, Exception.message(e)}
    catch
      k, v -> {k, v}
    end
  end
  defp fc(1), do: 1
  defp id(x), do: x
  defp af do
    try do
      try do
        raise "a"
      after
        Process.put(:after_ran, true)
      end
    rescue
      RuntimeError -> Process.get(:after_ran)
    end
  end
end
