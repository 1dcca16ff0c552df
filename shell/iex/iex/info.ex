# SPDX-License-Identifier: GPL-3.0-or-later
defprotocol IEx.Info do
  @moduledoc """
  What the helper `i` tells of a value: a list of `{section, text}`.
  """

  @fallback_to_any true

  @doc "Returns the sections for `term`, in the order in which they are printed."
  @spec info(term) :: [{String.t(), String.t()}]
  def info(term)
end

defmodule IEx.Info.Printer do
  @moduledoc false

  @doc "Prints the sections of a value, its protocols last."
  def print(term) do
    sections = [{"Term", inspect(term, IEx.inspect_opts())} | IEx.Info.info(term)]
    for {title, text} <- sections ++ [{"Implemented protocols", protocols(term)}], do: print_section(title, text)
  end

  defp print_section(title, text) do
    IO.puts(IEx.color(:eval_result, title))
    for line <- String.split(String.trim_trailing(text), "\n"), do: IO.puts(IEx.color(:eval_info, "  " <> line))
  end

  defp protocols(term) do
    known = [Collectable, Enumerable, IEx.Info, Inspect, List.Chars, String.Chars]
    Enum.map_join(for(protocol <- known, implemented?(protocol, term), do: protocol), ", ", &inspect/1)
  end

  defp implemented?(protocol, term), do: Code.ensure_loaded?(protocol) and protocol.impl_for(term) not in [nil, Module.concat(protocol, Any)]
end

defimpl IEx.Info, for: Atom do
  def info(atom) do
    if Code.ensure_loaded?(atom), do: loaded_module(atom), else: atom_info(atom)
  end

  defp atom_info(atom) do
    [{"Data type", "Atom"}] ++
      if(inspect(atom) =~ ~r/^[A-Z]/,
        do: [{"Raw representation", ":" <> inspect(Atom.to_string(atom))}],
        else: []
      ) ++ [{"Reference modules", "Atom"}]
  end

  defp loaded_module(module) do
    [{"Data type", "Atom"}] ++
      path_of(module) ++
      source_of(module) ++
      [
        {"Version", inspect(module.module_info(:attributes)[:vsn])},
        {"Compile time", "no value found"},
        {"Description", "Call #{inspect(module)}.module_info() to access metadata."},
        {"Raw representation", ":" <> inspect(Atom.to_string(module))},
        {"Reference modules", "Module, Atom"}
      ]
  end

  defp path_of(module) do
    case :code.which(module) do
      path when is_list(path) and path != [] -> [{"Module bytecode", List.to_string(path)}]
      _ -> [{"Module bytecode", "[]"}]
    end
  end

  defp source_of(module) do
    case module.module_info(:compile)[:source] do
      nil -> []
      source -> [{"Source", Path.relative_to_cwd(List.to_string(source))}]
    end
  end
end

defimpl IEx.Info, for: List do
  def info([]), do: [{"Data type", "List"}, {"Reference modules", "List"}]

  def info(list) do
    cond do
      not proper?(list) -> [{"Data type", "List"}, {"Description", "This is an improper list, whose last tail is not []."}, {"Reference modules", "List"}]
      List.ascii_printable?(list) -> printable(list)
      Keyword.keyword?(list) -> keyword()
      true -> [{"Data type", "List"}, {"Reference modules", "List"}]
    end
  end

  defp proper?([_ | rest]), do: proper?(rest)
  defp proper?(rest), do: rest == []

  defp printable(list) do
    [
      {"Data type", "List"},
      {"Description",
       "This is a list of integers that is printed as a sequence of characters\ndelimited by single quotes because all the integers in it represent printable\nASCII characters. Conventionally, a list of Unicode code points is known as a\ncharlist and a list of ASCII characters is a subset of it."},
      {"Raw representation", inspect(list, charlists: :as_lists)},
      {"Reference modules", "List"}
    ]
  end

  defp keyword do
    [
      {"Data type", "List"},
      {"Description",
       "This is what is referred to as a \"keyword list\". A keyword list is a list\nof two-element tuples where the first element of each tuple is an atom."},
      {"Reference modules", "Keyword, List"}
    ]
  end
end

defimpl IEx.Info, for: BitString do
  def info(binary) when is_binary(binary) do
    if String.valid?(binary), do: string(binary), else: bytes(binary)
  end

  def info(bits), do: [{"Data type", "BitString"}, {"Bits size", Integer.to_string(bit_size(bits))}]

  defp string(binary) do
    printable =
      if String.printable?(binary),
        do: "This is a string: a UTF-8 encoded binary. It's printed surrounded by\n\"double quotes\" because all UTF-8 encoded code points in it are printable.",
        else: "This is a string: a UTF-8 encoded binary. It's printed with the `<<>>`\nsyntax (as opposed to double quotes) because it contains non-printable\nUTF-8 encoded code points."

    [
      {"Data type", "BitString"},
      {"Byte size", Integer.to_string(byte_size(binary))},
      {"Description", printable},
      {"Raw representation", inspect(binary, binaries: :as_binaries)},
      {"Reference modules", "String, :binary"}
    ]
  end

  defp bytes(binary) do
    [
      {"Data type", "BitString"},
      {"Byte size", Integer.to_string(byte_size(binary))},
      {"Description", "This is a binary: a collection of bytes. It's printed with the `<<>>`\nsyntax (as opposed to double quotes) because it is not a UTF-8 encoded\nbinary."},
      {"Reference modules", ":binary"}
    ]
  end
end

defimpl IEx.Info, for: PID do
  def info(pid) do
    [{"Data type", "PID"}, {"Alive", inspect(node(pid) == node() and Process.alive?(pid))}] ++
      name(pid) ++
      [
        {"Description",
         "Use Process.info/1 to get more info about this process"},
        {"Reference modules", "Process, Node"}
      ]
  end

  defp name(pid) do
    case node(pid) == node() && Process.info(pid, :registered_name) do
      {:registered_name, name} when is_atom(name) and name != [] -> [{"Name", inspect(name)}]
      {:registered_name, []} -> [{"Name", "not registered"}]
      _ -> []
    end
  end
end

defimpl IEx.Info, for: Map do
  def info(_map), do: [{"Data type", "Map"}, {"Reference modules", "Map"}]
end

defimpl IEx.Info, for: Integer do
  def info(_integer), do: [{"Data type", "Integer"}, {"Reference modules", "Integer"}]
end

defimpl IEx.Info, for: Float do
  def info(_float), do: [{"Data type", "Float"}, {"Reference modules", "Float"}]
end

defimpl IEx.Info, for: Tuple do
  def info(_tuple), do: [{"Data type", "Tuple"}, {"Reference modules", "Tuple"}]
end

defimpl IEx.Info, for: Function do
  def info(function) do
    kind = if Function.info(function, :type) == {:type, :external}, do: external(function), else: anonymous(function)
    [{"Data type", "Function"}] ++ kind ++ [{"Reference modules", "Function"}]
  end

  defp external(_function), do: [{"Description", "This is a function of a module, captured with &."}]
  defp anonymous(_function), do: [{"Description", "This is an anonymous function."}]
end

defimpl IEx.Info, for: Reference do
  def info(_reference), do: [{"Data type", "Reference"}]
end

defimpl IEx.Info, for: Port do
  def info(port) do
    [{"Data type", "Port"}, {"Open", inspect(Port.info(port) != nil)}, {"Reference modules", "Port"}]
  end
end

defimpl IEx.Info, for: Any do
  def info(%module{} = struct) do
    [
      {"Data type", inspect(module)},
      {"Description", "This is a struct. Structs are maps with a __struct__ key."},
      {"Raw representation", inspect(struct, structs: false)},
      {"Reference modules", inspect(module) <> ", Map"}
    ]
  end

  def info(_other), do: [{"Data type", "Unknown"}]
end
