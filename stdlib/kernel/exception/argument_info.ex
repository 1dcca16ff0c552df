# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Exception.ArgumentInfo do
  @moduledoc false
  # What is wrong with the arguments of a native that raised badarg: the text that follows "ArgumentError".

  # Each native's arguments: a kind that a good argument has, or :any.
  @natives %{
    {:erlang, :abs, 1} => [:number],
    {:erlang, :apply, 2} => [:fun, :list],
    {:erlang, :apply, 3} => [:module, :atom, :list],
    {:erlang, :atom_to_binary, 1} => [:atom],
    {:erlang, :atom_to_binary, 2} => [:atom, :bad_encoding],
    {:erlang, :atom_to_list, 1} => [:atom],
    {:erlang, :binary_part, 3} => [:plain_binary, :integer, :integer],
    {:erlang, :binary_to_atom, 1} => [:plain_binary],
    {:erlang, :binary_to_atom, 2} => [:plain_binary, :text_encoding],
    {:erlang, :binary_to_existing_atom, 1} => [:existing_atom],
    {:erlang, :binary_to_existing_atom, 2} => [:existing_atom, :any],
    {:erlang, :binary_to_float, 1} => [:float_binary],
    {:erlang, :binary_to_integer, 1} => [:integer_binary],
    {:erlang, :binary_to_integer, 2} => [:integer_binary, :base],
    {:erlang, :binary_to_list, 1} => [:plain_binary],
    {:erlang, :binary_to_term, 1} => [:external_term],
    {:erlang, :binary_to_term, 2} => [:external_term, :options],
    {:erlang, :bit_size, 1} => [:bitstring],
    {:erlang, :bitstring_to_list, 1} => [:bitstring],
    {:erlang, :byte_size, 1} => [:bitstring],
    {:erlang, :ceil, 1} => [:number],
    {:erlang, :delete_element, 2} => [{:index, 2}, :tuple],
    {:erlang, :element, 2} => [{:index, 2}, :tuple],
    {:erlang, :exit, 2} => [:pid_or_port, :any],
    {:erlang, :float, 1} => [:number],
    {:erlang, :float_to_binary, 1} => [:float],
    {:erlang, :float_to_binary, 2} => [:float, :options],
    {:erlang, :float_to_list, 1} => [:float],
    {:erlang, :float_to_list, 2} => [:float, :options],
    {:erlang, :floor, 1} => [:number],
    {:erlang, :fun_info, 2} => [:fun, :any],
    {:erlang, :hd, 1} => [:nonempty_list],
    {:erlang, :insert_element, 3} => [{:index, 2}, :tuple, :any],
    {:erlang, :integer_to_binary, 1} => [:integer],
    {:erlang, :integer_to_binary, 2} => [:integer, :base],
    {:erlang, :integer_to_list, 1} => [:integer],
    {:erlang, :integer_to_list, 2} => [:integer, :base],
    {:erlang, :iolist_size, 1} => [:iodata],
    {:erlang, :iolist_to_binary, 1} => [:iodata],
    {:erlang, :length, 1} => [:proper_list],
    {:erlang, :link, 1} => [:pid_or_port],
    {:erlang, :list_to_atom, 1} => [:characters],
    {:erlang, :list_to_binary, 1} => [:iolist],
    {:erlang, :list_to_existing_atom, 1} => [:existing_atom_list],
    {:erlang, :list_to_float, 1} => [:float_list],
    {:erlang, :list_to_integer, 1} => [:integer_list],
    {:erlang, :list_to_integer, 2} => [:integer_list, :base],
    {:erlang, :list_to_tuple, 1} => [:proper_list],
    {:erlang, :make_tuple, 2} => [:in_range, :any],
    {:erlang, :map_size, 1} => [:map],
    {:erlang, :monitor, 2} => [:any, :pid_or_port],
    {:erlang, :round, 1} => [:number],
    {:erlang, :setelement, 3} => [{:index, 2}, :tuple, :any],
    {:erlang, :size, 1} => [:tuple_or_bitstring],
    {:erlang, :split_binary, 2} => [:plain_binary, :size],
    {:erlang, :tl, 1} => [:nonempty_list],
    {:erlang, :trunc, 1} => [:number],
    {:erlang, :tuple_size, 1} => [:tuple],
    {:erlang, :tuple_to_list, 1} => [:tuple],
    {:erlang, :unlink, 1} => [:pid_or_port],
    {:erlang, :whereis, 1} => [:atom],
    {:erlang, :adler32, 1} => [:iodata],
    {:erlang, :append_element, 2} => [:tuple, :any],
    {:erlang, :binary_part, 2} => [:plain_binary, :part],
    {:erlang, :binary_to_list, 3} => [:plain_binary, :position, :position],
    {:erlang, :crc32, 1} => [:iodata],
    {:erlang, :crc32, 2} => [:size, :iodata],
    {:erlang, :fun_to_list, 1} => [:fun],
    {:erlang, :is_function, 2} => [:any, :size],
    {:erlang, :list_to_bitstring, 1} => [:bit_list],
    {:erlang, :list_to_pid, 1} => [{:text, "a pid"}],
    {:erlang, :list_to_ref, 1} => [{:text, "a reference"}],
    {:erlang, :make_tuple, 3} => [:size, :any, :options],
    {:erlang, :md5, 1} => [:iodata],
    {:erlang, :phash2, 2} => [:any, :positive],
    {:erlang, :pid_to_list, 1} => [:pid],
    {:erlang, :ref_to_list, 1} => [:reference],
    {:erlang, :term_to_binary, 2} => [:any, :options],
    {:erlang, :unique_integer, 1} => [:modifiers],
    {:lists, :keyfind, 3} => [:any, :position, :strict_list],
    {:lists, :keymember, 3} => [:any, :position, :strict_list],
    {:lists, :keysearch, 3} => [:any, :position, :strict_list],
    {:lists, :member, 2} => [:any, :strict_list],
    {:lists, :reverse, 2} => [:strict_list, :any],
    {:maps, :from_keys, 2} => [:strict_list, :any],
    {:maps, :from_list, 1} => [:strict_list],
    {:maps, :next, 1} => [:iterator],
    {:maps, :with, 2} => [:strict_list, :any],
    {:maps, :without, 2} => [:strict_list, :any],
    {:binary, :at, 2} => [:binary, :size],
    {:binary, :bin_to_list, 1} => [:binary],
    {:binary, :compile_pattern, 1} => [:pattern],
    {:binary, :copy, 1} => [:binary],
    {:binary, :copy, 2} => [:binary, :size],
    {:binary, :decode_unsigned, 1} => [:binary],
    {:binary, :encode_hex, 1} => [:binary],
    {:binary, :encode_unsigned, 1} => [:size],
    {:binary, :encode_unsigned, 2} => [:size, :endianness],
    {:binary, :first, 1} => [:nonempty_binary],
    {:binary, :last, 1} => [:nonempty_binary],
    {:binary, :list_to_bin, 1} => [:iodata],
    {:binary, :longest_common_prefix, 1} => [:binaries],
    {:binary, :longest_common_suffix, 1} => [:binaries],
    {:binary, :match, 2} => [:binary, :pattern],
    {:binary, :match, 3} => [:binary, :pattern, :search_options],
    {:binary, :matches, 2} => [:binary, :pattern],
    {:binary, :matches, 3} => [:binary, :pattern, :search_options],
    {:binary, :part, 2} => [:binary, :part],
    {:binary, :part, 3} => [:binary, :integer, :integer],
    {:binary, :referenced_byte_size, 1} => [:plain_binary],
    {:binary, :replace, 3} => [:binary, :pattern, :binary],
    {:binary, :replace, 4} => [:binary, :pattern, :binary, :search_options],
    {:binary, :split, 2} => [:binary, :pattern],
    {:binary, :split, 3} => [:binary, :pattern, :search_options],
    {:unicode, :characters_to_binary, 1} => [:character_data],
    {:unicode, :characters_to_binary, 2} => [:character_data, :unicode_encoding],
    {:unicode, :characters_to_list, 1} => [:character_data],
    {:unicode, :characters_to_list, 2} => [:character_data, :unicode_encoding]
  }

  @ordinals %{1 => "1st", 2 => "2nd", 3 => "3rd"}

  @doc "Text for the stack trace of a badarg, or nil if nothing is known."
  def describe([{module, fun, args, _} | _]) when is_list(args) do
    case faults(module, fun, args) do
      [] -> nil
      faults -> "errors were found at the given arguments:\n\n" <> Enum.map_join(faults, &line/1)
    end
  end

  def describe(_stacktrace), do: nil

  defp line({n, text}), do: "  * #{@ordinals[n] || "#{n}th"} argument: #{text}\n"

  defp faults(:ets, fun, [table | _]) when fun not in [:new, :all, :whereis, :select_one] do
    case table_fault(table) do
      nil -> []
      text -> [{1, text}]
    end
  end

  defp faults(:erlang, :send, [name, _message]) do
    if is_atom(name) and :erlang.whereis(name) == :undefined, do: [{1, "the atom does not refer to a registered process or port"}], else: []
  end

  defp faults(:erlang, :register, [name, pid]) do
    cond do
      not is_atom(name) -> [{1, "not an atom"}]
      not (is_pid(pid) or is_port(pid)) -> [{2, "not a pid that refers to a local process"}]
      :erlang.whereis(name) != :undefined -> [{1, "this name is already registered"}]
      true -> []
    end
  end

  defp faults(:erlang, :unregister, [name]) when is_atom(name), do: [{1, "not a registered name"}]

  defp faults(:math, _fun, args), do: faults_of(Enum.map(args, fn _ -> :number end), args)

  defp faults(module, fun, args) do
    case Map.fetch(@natives, {module, fun, length(args)}) do
      {:ok, kinds} -> faults_of(kinds, args)
      :error -> []
    end
  end

  defp faults_of(kinds, args) do
    for {{kind, arg}, n} <- Enum.with_index(Enum.zip(kinds, args), 1), text = fault(kind, arg, args), do: {n, text}
  end

  defp table_fault(table) when is_atom(table) or is_reference(table) do
    case :ets.info(table) do
      :undefined -> "the table identifier does not refer to an existing ETS table"
      info -> access_fault(info)
    end
  end

  defp table_fault(_table), do: "not a valid table identifier"

  defp access_fault(info) do
    if info[:protection] != :public and info[:owner] != self(),
      do: "the table identifier refers to an ETS table with insufficient access rights"
  end

  # nil for a good argument.
  defp fault(:any, _arg, _args), do: nil
  defp fault(:number, arg, _args), do: unless(is_number(arg), do: "not a number")
  defp fault(:integer, arg, _args), do: unless(is_integer(arg), do: "not an integer")
  defp fault(:float, arg, _args), do: unless(is_float(arg), do: "not a float")
  defp fault(:atom, arg, _args), do: unless(is_atom(arg), do: "not an atom")
  defp fault(:module, arg, _args), do: unless(is_atom(arg), do: "not an atom")
  defp fault(:fun, arg, _args), do: unless(is_function(arg), do: "not a fun")
  defp fault(:list, arg, _args), do: unless(is_list(arg), do: "not a list")
  defp fault(:map, arg, _args), do: unless(is_map(arg), do: "not a map")
  defp fault(:tuple, arg, _args), do: unless(is_tuple(arg), do: "not a tuple")
  defp fault(:bitstring, arg, _args), do: unless(is_bitstring(arg), do: "not a bitstring")
  defp fault(:tuple_or_bitstring, arg, _args), do: unless(is_tuple(arg) or is_bitstring(arg), do: "not tuple or binary")
  defp fault(:pid_or_port, arg, _args), do: unless(is_pid(arg) or is_port(arg), do: "not a pid")

  defp fault(:binary, arg, _args) do
    cond do
      is_binary(arg) -> nil
      is_bitstring(arg) -> "is a bitstring (expected a binary)"
      true -> "not a binary"
    end
  end

  defp fault(:nonempty_list, arg, _args), do: unless(match?([_ | _], arg), do: "not a nonempty list")

  defp fault(:proper_list, arg, _args), do: if(not is_list(arg) or improper?(arg), do: "not a list")

  defp fault(:nonempty_binary, "", _args), do: "a zero-sized binary is not allowed"
  defp fault(:nonempty_binary, arg, args), do: fault(:binary, arg, args)
  defp fault(:plain_binary, arg, _args), do: unless(is_binary(arg), do: "not a binary")
  defp fault(:pid, arg, _args), do: unless(is_pid(arg), do: "not a pid")
  defp fault(:reference, arg, _args), do: unless(is_reference(arg), do: "not a reference")
  defp fault(:iterator, _arg, _args), do: "not a valid iterator"
  defp fault(:pattern, arg, _args), do: unless(pattern?(arg), do: "not a valid pattern")
  # Reported when nothing else is wrong.
  defp fault(:search_options, _arg, [subject, pattern | _]), do: if(is_binary(subject) and pattern?(pattern), do: "invalid options")
  defp fault(:in_range, _arg, _args), do: "out of range"
  defp fault(:endianness, arg, _args), do: unless(arg in [:big, :little], do: "must be 'big' or 'little'")
  defp fault(:bad_encoding, arg, _args), do: unless(arg in [:latin1, :utf8, :unicode], do: "is an invalid encoding option")
  defp fault(:unicode_encoding, arg, _args), do: unless(unicode_encoding?(arg), do: "not a valid encoding")
  defp fault(:character_data, arg, _args), do: unless(is_list(arg) or is_binary(arg), do: "not valid character data (an iodata term)")
  defp fault(:iolist, arg, _args), do: unless(is_list(arg) and iodata?(arg), do: "not an iolist term")
  defp fault(:bit_list, _arg, _args), do: "not a bitstring list"

  defp fault(:text_encoding, arg, _args) do
    unless arg in [:latin1, :utf8, :unicode], do: "not one of the atoms: latin1, utf8, or unicode"
  end

  defp fault(:part, arg, _args) do
    unless match?({from, count} when is_integer(from) and is_integer(count), arg), do: "not a valid {Pos,Length} tuple"
  end

  defp fault(:position, arg, _args) do
    cond do
      not is_integer(arg) -> "not an integer"
      arg < 1 -> "out of range"
      true -> nil
    end
  end

  defp fault(:positive, arg, args), do: fault(:position, arg, args)

  defp fault(:strict_list, arg, _args) do
    cond do
      not is_list(arg) -> "not a list"
      improper?(arg) -> "not a proper list"
      true -> nil
    end
  end

  defp fault(:options, arg, args), do: fault(:strict_list, arg, args) || "invalid option in list"
  defp fault(:modifiers, arg, args), do: fault(:strict_list, arg, args) || "invalid modifier"
  defp fault({:text, what}, arg, args), do: fault(:strict_list, arg, args) || "not a textual representation of #{what}"
  defp fault(:integer_list, arg, [_, base] = args) when base not in 2..36, do: fault(:strict_list, arg, args)
  defp fault(:integer_list, arg, args), do: fault(:strict_list, arg, args) || fault(:integer_text, arg, args)
  defp fault(:float_list, arg, args), do: fault(:strict_list, arg, args) || fault(:float_text, arg, args)

  defp fault(:existing_atom_list, arg, args) do
    fault(:strict_list, arg, args) || fault(:characters, arg, args) || fault(:existing_atom, arg, args)
  end

  defp fault(:binaries, arg, _args) do
    unless is_list(arg) and arg != [] and not improper?(arg) and Enum.all?(arg, &is_binary/1), do: "not a flat list of binaries"
  end

  defp fault(:iodata, arg, _args), do: unless(iodata?(arg), do: "not an iodata term")

  defp fault(:characters, arg, args) do
    fault(:strict_list, arg, args) || unless(Enum.all?(arg, &is_integer/1), do: "not a list of characters")
  end

  defp fault(:base, arg, _args) do
    unless is_integer(arg) and arg in 2..36, do: "not an integer in the range 2 through 36"
  end

  defp fault(:size, arg, _args), do: unless(is_integer(arg) and arg >= 0, do: if(is_integer(arg), do: "out of range", else: "not an integer"))

  defp fault({:index, tuple_at}, arg, args) do
    tuple = Enum.at(args, tuple_at - 1)

    cond do
      not is_integer(arg) -> "not an integer"
      arg < 1 or (is_tuple(tuple) and arg > tuple_size(tuple)) -> "out of range"
      true -> nil
    end
  end

  defp fault(:existing_atom, arg, _args) do
    cond do
      is_binary(arg) or (is_list(arg) and arg != []) -> "not an already existing atom"
      true -> "not a binary"
    end
  end

  defp fault(:external_term, arg, _args) do
    if is_binary(arg), do: "invalid external representation of a term", else: "not a binary"
  end

  defp fault(:integer_text, arg, _args), do: text_fault(arg, "an integer")
  defp fault(:float_text, arg, _args), do: text_fault(arg, "a float")
  # With a wrong base the text is not looked at.
  defp fault(:integer_binary, arg, [_, base]) when not is_binary(arg) or base in 2..36, do: fault(:integer_binary, arg, [arg])
  defp fault(:integer_binary, _arg, [_, _base]), do: nil
  defp fault(:integer_binary, arg, _args), do: if(is_binary(arg), do: text_fault(arg, "an integer"), else: "not a binary")
  defp fault(:float_binary, arg, _args), do: if(is_binary(arg), do: text_fault(arg, "a float"), else: "not a binary")

  defp text_fault(arg, what) do
    cond do
      is_binary(arg) or is_list(arg) -> "not a textual representation of #{what}"
      true -> "not a binary"
    end
  end

  defp improper?([_ | rest]), do: improper?(rest)
  defp improper?(rest), do: rest != []

  defp pattern?(arg) when is_binary(arg), do: arg != ""
  defp pattern?([_ | _] = list), do: not improper?(list) and Enum.all?(list, &(is_binary(&1) and &1 != ""))
  defp pattern?({kind, ref}), do: kind in [:bm, :ac] and is_reference(ref)
  defp pattern?(_), do: false

  defp unicode_encoding?({base, order}), do: base in [:utf16, :utf32] and order in [:big, :little]
  defp unicode_encoding?(name), do: name in [:latin1, :utf8, :unicode, :utf16, :utf32]

  # Caught, not rescued: to rescue it would ask this module again what is wrong with the argument.
  defp iodata?(arg) do
    _ = :erlang.iolist_size(arg)
    true
  catch
    :error, _ -> false
  end
end
