# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Kernel do
  @moduledoc """
  The functions and macros that every module imports: arithmetic, comparison, type tests, definitions, control flow.

  The compiler rewrites calls of functions that are instructions or natives (`+`, `hd`, `is_atom`...) to those; the
  functions here are what `&Kernel.+/2` and `apply/3` reach. The macros whose expansion needs the compiler's own state
  (`def`, `defmodule`, `@`...) are expanded by the compiler itself and cannot be called as functions.
  """

  # --- arithmetic ---

  @doc "Adds."
  @spec integer + integer :: integer
  def left + right, do: :erlang.+(left, right)

  @doc "Subtracts."
  def left - right, do: :erlang.-(left, right)

  @doc "The number itself."
  def +value, do: :erlang.+(value)

  @doc "Negates."
  def -value, do: :erlang.-(value)

  @doc "Multiplies."
  def left * right, do: :erlang.*(left, right)

  @doc "Divides; the result is always a float."
  def left / right, do: :erlang./(left, right)

  @doc """
  Power. Integers to a non-negative integer power give an integer.

      iex> 2 ** 10
      1024
      iex> 2 ** -2
      0.25
  """
  def base ** exponent when is_integer(base) and is_integer(exponent) and exponent >= 0 do
    integer_power(base, exponent, 1)
  end

  def base ** exponent, do: :math.pow(base, exponent)

  defp integer_power(_base, 0, power), do: power

  defp integer_power(base, exponent, power) do
    power =
      case :erlang.band(exponent, 1) do
        1 -> :erlang.*(power, base)
        0 -> power
      end

    case :erlang.bsr(exponent, 1) do
      0 -> power
      half -> integer_power(:erlang.*(base, base), half, power)
    end
  end

  @doc "Integer division, rounded towards zero."
  def div(dividend, divisor), do: :erlang.div(dividend, divisor)

  @doc "The remainder of `div/2`; it has the sign of the dividend."
  def rem(dividend, divisor), do: :erlang.rem(dividend, divisor)

  @doc "The absolute value."
  def abs(number), do: :erlang.abs(number)

  @doc "The smallest integer not below the number."
  def ceil(number), do: :erlang.ceil(number)

  @doc "The largest integer not above the number."
  def floor(number), do: :erlang.floor(number)

  @doc "The nearest integer; halves go away from zero."
  def round(number), do: :erlang.round(number)

  @doc "The integer part."
  def trunc(number), do: :erlang.trunc(number)

  @doc "The greater of two terms; the first if they are equal."
  def max(first, second), do: :erlang.max(first, second)

  @doc "The smaller of two terms; the first if they are equal."
  def min(first, second), do: :erlang.min(first, second)

  # --- comparison ---

  @doc "Equal, where `1 == 1.0`."
  def left == right, do: :erlang.==(left, right)

  @doc "Not equal, where `1 == 1.0`."
  def left != right, do: :erlang."/="(left, right)

  @doc "Equal in value and type."
  def left === right, do: :erlang."=:="(left, right)

  @doc "Not equal in value or type."
  def left !== right, do: :erlang."=/="(left, right)

  @doc "Before in the order of terms."
  def left < right, do: :erlang.<(left, right)

  @doc "After in the order of terms."
  def left > right, do: :erlang.>(left, right)

  @doc "Before or equal in the order of terms."
  def left <= right, do: :erlang."=<"(left, right)

  @doc "After or equal in the order of terms."
  def left >= right, do: :erlang.>=(left, right)

  @doc "Boolean negation; `ArgumentError` unless the value is a boolean."
  def not value, do: :erlang.not(value)

  @doc """
  Text match: does the left contain the string, or match the regular expression, on the right?

      iex> "abcd" =~ "bc"
      true
  """
  def left =~ "" when is_binary(left), do: true

  def left =~ right when is_binary(left) and is_binary(right) do
    case :binary.match(left, right) do
      :nomatch -> false
      _ -> true
    end
  end

  def left =~ right when is_binary(left), do: Regex.match?(right, left)

  # --- type tests ---

  @doc "True for an atom."
  def is_atom(term), do: :erlang.is_atom(term)

  @doc "True for a binary."
  def is_binary(term), do: :erlang.is_binary(term)

  @doc "True for a bitstring."
  def is_bitstring(term), do: :erlang.is_bitstring(term)

  @doc "True for `true` and `false`."
  def is_boolean(term), do: :erlang.is_boolean(term)

  @doc "True for a float."
  def is_float(term), do: :erlang.is_float(term)

  @doc "True for a function."
  def is_function(term), do: :erlang.is_function(term)

  @doc "True for a function of this arity."
  def is_function(term, arity), do: :erlang.is_function(term, arity)

  @doc "True for an integer."
  def is_integer(term), do: :erlang.is_integer(term)

  @doc "True for a list."
  def is_list(term), do: :erlang.is_list(term)

  @doc "True for a map."
  def is_map(term), do: :erlang.is_map(term)

  @doc "True if the map has the key."
  def is_map_key(map, key), do: :erlang.is_map_key(key, map)

  @doc "True for an integer or a float."
  def is_number(term), do: :erlang.is_number(term)

  @doc "True for a pid."
  def is_pid(term), do: :erlang.is_pid(term)

  @doc "True for a port."
  def is_port(term), do: :erlang.is_port(term)

  @doc "True for a reference."
  def is_reference(term), do: :erlang.is_reference(term)

  @doc "True for a tuple."
  def is_tuple(term), do: :erlang.is_tuple(term)

  @doc "True for `nil`."
  defmacro is_nil(term), do: quote(do: unquote(term) == nil)

  @doc "True for a struct."
  defmacro is_struct(term) do
    case __CALLER__.context do
      nil ->
        quote do
          case unquote(term) do
            %_{} -> true
            _ -> false
          end
        end

      _ ->
        quote do
          :erlang.is_map(unquote(term)) and :erlang.is_map_key(:__struct__, unquote(term)) and
            :erlang.is_atom(:erlang.map_get(:__struct__, unquote(term)))
        end
    end
  end

  @doc "True for a struct of this name."
  defmacro is_struct(term, name) do
    case __CALLER__.context do
      nil ->
        quote generated: true do
          case unquote(name) do
            name when :erlang.is_atom(name) ->
              case unquote(term) do
                %{__struct__: ^name} -> true
                _ -> false
              end

            _ ->
              :erlang.error(ArgumentError.exception("expected an atom as struct name"))
          end
        end

      _ ->
        quote do
          :erlang.is_map(unquote(term)) and
            (:erlang.is_atom(unquote(name)) or :fail) and
            :erlang.is_map_key(:__struct__, unquote(term)) and
            :erlang.map_get(:__struct__, unquote(term)) == unquote(name)
        end
    end
  end

  @doc "True for an exception."
  defmacro is_exception(term) do
    case __CALLER__.context do
      nil ->
        quote do
          case unquote(term) do
            %_{__exception__: true} -> true
            _ -> false
          end
        end

      _ ->
        quote do
          :erlang.is_map(unquote(term)) and :erlang.is_map_key(:__struct__, unquote(term)) and
            :erlang.is_atom(:erlang.map_get(:__struct__, unquote(term))) and
            :erlang.is_map_key(:__exception__, unquote(term)) and
            :erlang.map_get(:__exception__, unquote(term)) == true
        end
    end
  end

  @doc "True for an exception of this name."
  defmacro is_exception(term, name) do
    case __CALLER__.context do
      nil ->
        quote generated: true do
          case unquote(name) do
            name when :erlang.is_atom(name) ->
              case unquote(term) do
                %{__struct__: ^name, __exception__: true} -> true
                _ -> false
              end

            _ ->
              :erlang.error(ArgumentError.exception("expected an atom as exception name"))
          end
        end

      _ ->
        quote do
          :erlang.is_map(unquote(term)) and
            (:erlang.is_atom(unquote(name)) or :fail) and
            :erlang.is_map_key(:__struct__, unquote(term)) and
            :erlang.map_get(:__struct__, unquote(term)) == unquote(name) and
            :erlang.is_map_key(:__exception__, unquote(term)) and
            :erlang.map_get(:__exception__, unquote(term)) == true
        end
    end
  end

  # --- data ---

  @doc "Concatenates two lists."
  def left ++ right, do: :erlang.++(left, right)

  @doc "Removes the first occurrence of each element of the right list from the left one."
  def left -- right, do: :erlang.--(left, right)

  @doc "The first element of a non-empty list."
  def hd(list), do: :erlang.hd(list)

  @doc "All but the first element of a non-empty list."
  def tl(list), do: :erlang.tl(list)

  @doc "The length of a list."
  def length(list), do: :erlang.length(list)

  @doc "The number of pairs in a map."
  def map_size(map), do: :erlang.map_size(map)

  @doc "The number of elements of a tuple."
  def tuple_size(tuple), do: :erlang.tuple_size(tuple)

  @doc "The element at the zero-based index of a tuple."
  def elem(tuple, index), do: :erlang.element(:erlang.+(index, 1), tuple)

  @doc "The tuple with the element at the zero-based index replaced."
  def put_elem(tuple, index, value), do: :erlang.setelement(:erlang.+(index, 1), tuple, value)

  @doc "The size of a bitstring in bits."
  def bit_size(bitstring), do: :erlang.bit_size(bitstring)

  @doc "The size of a bitstring in bytes, rounded up."
  def byte_size(bitstring), do: :erlang.byte_size(bitstring)

  @doc "A part of a binary."
  def binary_part(binary, start, size), do: :erlang.binary_part(binary, start, size)

  @doc """
  The bytes of a binary in a range.

      iex> binary_slice("elixir", 0..5)
      "elixir"
      iex> binary_slice("elixir", 1..-2//1)
      "lixi"
  """
  def binary_slice(binary, first..last//step) when is_binary(binary) and step > 0 do
    total = byte_size(binary)
    first = from_end(first, total)
    last = from_end(last, total)
    if first <= last and first < total, do: part(binary, max(first, 0), last, step, total), else: ""
  end

  def binary_slice(binary, first..last//step) when is_binary(binary) do
    raise ArgumentError,
          "binary_slice/2 does not accept ranges with negative steps, got: " <>
            inspect(%{first..last | step: step})
  end

  defp from_end(index, total) when index < 0, do: index + total
  defp from_end(index, _total), do: index

  defp part(binary, first, last, 1, total), do: :binary.part(binary, first, min(last + 1, total) - first)

  defp part(binary, first, last, step, total) do
    for index <- first..min(last, total - 1)//step, into: "", do: <<:binary.at(binary, index)>>
  end

  @doc "`size` bytes of a binary from `start`; a negative start counts from the end."
  def binary_slice(binary, start, size) when is_binary(binary) and is_integer(start) and is_integer(size) and size >= 0 do
    total = byte_size(binary)
    start = if start < 0, do: max(start + total, 0), else: start
    if start < total, do: :binary.part(binary, start, min(size, total - start)), else: ""
  end

  @doc "Text for a term, as it would be written in code. Options are those of `Inspect.Opts`."
  def inspect(term, opts \\ []) when is_list(opts) do
    opts = Inspect.Opts.new(opts)

    limit =
      case opts.pretty do
        true -> opts.width
        false -> :infinity
      end

    doc = Inspect.Algebra.group(Inspect.Algebra.to_doc(term, opts))
    :erlang.iolist_to_binary(Inspect.Algebra.format(doc, limit))
  end

  @doc "A struct with the fields given, unknown ones ignored; from its name or from another struct."
  def struct(struct, fields \\ []), do: struct(struct, fields, &put_known/2)

  @doc "Like `struct/2`, but raises `KeyError` for unknown fields and checks enforced keys."
  def struct!(struct, fields \\ [])
  def struct!(struct, fields) when is_atom(struct), do: validate_struct(struct.__struct__(fields), struct, 1)
  def struct!(struct, fields) when is_map(struct), do: struct(struct, fields, &put_existing!/2)

  defp struct(struct, [], _put) when is_atom(struct), do: validate_struct(struct.__struct__(), struct, 0)
  defp struct(struct, fields, put) when is_atom(struct), do: struct(validate_struct(struct.__struct__(), struct, 0), fields, put)
  defp struct(%_{} = struct, [], _put), do: struct
  defp struct(%_{} = struct, fields, put), do: Enum.reduce(fields, struct, put)

  defp put_known({:__struct__, _}, struct), do: struct

  defp put_known({key, value}, struct) do
    case struct do
      %{^key => _} -> %{struct | key => value}
      _ -> struct
    end
  end

  defp put_existing!({:__struct__, _}, struct), do: struct
  defp put_existing!({key, value}, struct), do: Map.replace!(struct, key, value)

  defp validate_struct(%{__struct__: module} = struct, module, _arity), do: struct

  defp validate_struct(%{__struct__: name}, module, arity) when is_atom(name) do
    raise ArgumentError,
          "expected struct name returned by #{inspect(module)}.__struct__/#{arity} to be " <>
            "#{inspect(module)}, got: #{inspect(name)}"
  end

  defp validate_struct(other, module, arity) do
    raise ArgumentError,
          "expected #{inspect(module)}.__struct__/#{arity} to return a map with a :__struct__ key that " <>
            "holds the name of the struct (atom), got: #{inspect(other)}"
  end

  # --- nested data ---

  @doc "The value at the end of a path of keys and access functions; `nil` where a step is missing."
  def get_in(data, keys)
  def get_in(nil, [_ | _]), do: nil
  def get_in(data, [last]) when is_function(last), do: last.(:get, data, & &1)
  def get_in(data, [key | rest]) when is_function(key), do: key.(:get, data, &get_in(&1, rest))
  def get_in(data, [last]), do: Access.get(data, last)
  def get_in(data, [key | rest]), do: get_in(Access.get(data, key), rest)

  @doc "Puts a value at the end of a path."
  def put_in(data, [_ | _] = keys, value), do: elem(get_and_update_in(data, keys, fn _ -> {nil, value} end), 1)

  @doc "Updates the value at the end of a path by a function."
  def update_in(data, [_ | _] = keys, fun) when is_function(fun),
    do: elem(get_and_update_in(data, keys, fn value -> {nil, fun.(value)} end), 1)

  @doc "Gets and updates the value at the end of a path: the function returns `{get, new}` or `:pop`."
  def get_and_update_in(data, keys, fun)

  def get_and_update_in(data, [last], fun) when is_function(last, 3), do: last.(:get_and_update, data, fun)

  def get_and_update_in(data, [key | rest], fun) when is_function(key, 3),
    do: key.(:get_and_update, data, &get_and_update_in(&1, rest, fun))

  def get_and_update_in(data, [last], fun) when is_function(fun, 1), do: Access.get_and_update(data, last, fun)

  def get_and_update_in(data, [key | rest], fun) when is_function(fun, 1),
    do: Access.get_and_update(data, key, &get_and_update_in(&1, rest, fun))

  @doc "Takes the value at the end of a path out: `{value, rest}`."
  def pop_in(data, keys)
  def pop_in(nil, [key | _]), do: raise(ArgumentError, "could not pop key #{inspect(key)} on a nil value")
  def pop_in(data, [_ | _] = keys), do: pop_path(data, keys)

  defp pop_path(nil, _keys), do: {nil, nil}
  defp pop_path(data, [last]) when is_function(last), do: last.(:get_and_update, data, fn _ -> :pop end)
  defp pop_path(data, [key | rest]) when is_function(key), do: key.(:get_and_update, data, &pop_path(&1, rest))
  defp pop_path(data, [last]), do: Access.pop(data, last)

  defp pop_path(data, [key | rest]) do
    case Access.fetch(data, key) do
      {:ok, inner} ->
        {value, inner} = pop_path(inner, rest)
        {value, elem(Access.get_and_update(data, key, fn _ -> {nil, inner} end), 1)}

      :error ->
        {nil, data}
    end
  end

  @doc "Puts a value at a path written as code: `put_in(users[\"john\"].age, 28)`."
  defmacro put_in(path, value) do
    {data, keys} = unnest(path, "put_in/2")
    quote(do: Kernel.put_in(unquote(data), unquote(keys), unquote(value)))
  end

  @doc "Updates the value at a path written as code."
  defmacro update_in(path, fun) do
    {data, keys} = unnest(path, "update_in/2")
    quote(do: Kernel.update_in(unquote(data), unquote(keys), unquote(fun)))
  end

  @doc "Gets and updates the value at a path written as code."
  defmacro get_and_update_in(path, fun) do
    {data, keys} = unnest(path, "get_and_update_in/2")
    quote(do: Kernel.get_and_update_in(unquote(data), unquote(keys), unquote(fun)))
  end

  @doc "Takes the value at a path written as code out of its data."
  defmacro pop_in(path) do
    {data, keys} = unnest(path, "pop_in/1")
    quote(do: Kernel.pop_in(unquote(data), unquote(keys)))
  end

  # The data a path starts from and its quoted keys: users["john"].age is {users, ["john", Access.key!(:age)]}.
  defp unnest(path, called) do
    case unnest(path, [], called) do
      {_data, []} ->
        raise ArgumentError,
              "cannot use #{called} directly on a variable, it must be used on a path such as users[\"john\"] or " <>
                "users.john, got: #{Macro.to_string(path)}"

      found ->
        found
    end
  end

  defp unnest({{:., _, [Access, :get]}, _, [inner, key]}, keys, called), do: unnest(inner, [key | keys], called)

  defp unnest({{:., _, [inner, field]}, _, []}, keys, called)
       when is_tuple(inner) and :erlang.element(1, inner) != :__aliases__ and :erlang.element(1, inner) != :__MODULE__ do
    unnest(inner, [quote(do: Access.key!(unquote(field))) | keys], called)
  end

  defp unnest(data, keys, _called), do: {data, keys}

  # --- processes and control ---

  @doc "Calls an anonymous function with a list of arguments."
  def apply(fun, args), do: :erlang.apply(fun, args)

  @doc "Calls a function of a module with a list of arguments."
  def apply(module, function_name, args), do: :erlang.apply(module, function_name, args)

  @doc "Stops the calling process with this reason."
  def exit(reason), do: :erlang.exit(reason)

  @doc "Throws a value, to be caught by `catch`."
  def throw(term), do: :erlang.throw(term)

  @doc "True if the module is loaded and exports this public function."
  def function_exported?(module, function, arity), do: :erlang.function_exported(module, function, arity)

  @doc "True if the module is loaded and exports this public macro."
  def macro_exported?(module, macro, arity) when is_atom(module) and is_atom(macro) and is_integer(arity) and arity >= 0 and arity <= 255 do
    function_exported?(module, :__info__, 1) and :lists.member({macro, arity}, module.__info__(:macros))
  end

  @doc "A reference that is unique."
  def make_ref, do: :erlang.make_ref()

  @doc "The name of this node."
  def node, do: :erlang.node()

  @doc "The node of a pid, port or reference."
  def node(term), do: :erlang.node(term)

  @doc "The pid of the calling process."
  def self, do: :erlang.self()

  @doc "Sends a message; returns it."
  def send(dest, message), do: :erlang.send(dest, message)

  @doc "Starts a process that runs the function."
  def spawn(fun), do: :erlang.spawn(fun)

  @doc "Starts a process that runs the function of a module."
  def spawn(module, fun, args), do: :erlang.spawn(module, fun, args)

  @doc "Starts a process that runs the function, linked to this one."
  def spawn_link(fun), do: :erlang.spawn_link(fun)

  @doc "Starts a process that runs the function of a module, linked to this one."
  def spawn_link(module, fun, args), do: :erlang.spawn_link(module, fun, args)

  @doc "Starts a process that runs the function, monitored by this one."
  def spawn_monitor(fun), do: :erlang.spawn_monitor(fun)

  @doc "Starts a process that runs the function of a module, monitored by this one."
  def spawn_monitor(module, fun, args), do: :erlang.spawn_monitor(module, fun, args)

  # --- boolean and control macros ---

  @doc "Boolean and, usable in guards; the left side must be a boolean."
  defmacro left and right do
    case __CALLER__.context do
      nil -> boolean_case(:and, left, right, false)
      _ -> quote(do: :erlang.andalso(unquote(left), unquote(right)))
    end
  end

  @doc "Boolean or, usable in guards; the left side must be a boolean."
  defmacro left or right do
    case __CALLER__.context do
      nil -> boolean_case(:or, left, true, right)
      _ -> quote(do: :erlang.orelse(unquote(left), unquote(right)))
    end
  end

  defp boolean_case(name, left, if_true, if_false) do
    quoted =
      quote do
        case unquote(left) do
          false -> unquote(if_false)
          true -> unquote(if_true)
          other -> :erlang.error({:badbool, unquote(name), other})
        end
      end

    :erlang.setelement(2, quoted, optimize_boolean: true)
  end

  @doc "The right side if the left one is neither `nil` nor `false`, else the left side's value."
  defmacro left && right do
    quote do
      case unquote(left) do
        x when :"Elixir.Kernel".in(x, [false, nil]) -> x
        _ -> unquote(right)
      end
    end
  end

  @doc "The left side if it is neither `nil` nor `false`, else the right side."
  defmacro left || right do
    quote do
      case unquote(left) do
        x when :"Elixir.Kernel".in(x, [false, nil]) -> unquote(right)
        x -> x
      end
    end
  end

  @doc "`true` for `nil` and `false`, else `false`."
  defmacro !value do
    quoted =
      quote do
        case unquote(value) do
          x when :"Elixir.Kernel".in(x, [false, nil]) -> true
          _ -> false
        end
      end

    :erlang.setelement(2, quoted, optimize_boolean: true)
  end

  @doc "Evaluates `do` if the condition is neither `nil` nor `false`, else `else`."
  defmacro if(condition, clauses), do: build_if(:if, condition, clauses, :do, :else)

  @doc "Evaluates `do` if the condition is `nil` or `false`, else `else`."
  defmacro unless(condition, clauses), do: build_if(:unless, condition, clauses, :else, :do)

  defp build_if(name, condition, clauses, if_true, if_false) do
    case is_list(clauses) and :lists.all(fn clause -> is_tuple(clause) and :lists.member(elem(clause, 0), [:do, :else]) end, clauses) do
      true ->
        quoted =
          quote do
            case unquote(condition) do
              x when :"Elixir.Kernel".in(x, [false, nil]) -> unquote(clause_body(if_false, clauses))
              _ -> unquote(clause_body(if_true, clauses))
            end
          end

        :erlang.setelement(2, quoted, optimize_boolean: true)

      false ->
        raise ArgumentError,
              "invalid or duplicate keys for #{name}, only \"do\" and an optional \"else\" are permitted"
    end
  end

  defp clause_body(key, clauses) do
    case :lists.keyfind(key, 1, clauses) do
      {_, body} -> body
      false -> nil
    end
  end

  @doc "Puts the left side in front of the arguments of the call on the right."
  defmacro left |> right do
    [{head, _} | rest] = Macro.unpipe({:|>, [], [left, right]})
    :lists.foldl(fn {call, position}, acc -> Macro.pipe(acc, call, position) end, head, rest)
  end

  @doc "Calls the function with the value and returns the value."
  defmacro tap(value, fun) do
    quote bind_quoted: [fun: fun, value: value] do
      _ = fun.(value)
      value
    end
  end

  @doc "Calls the function with the value."
  defmacro then(value, fun), do: quote(do: unquote(fun).(unquote(value)))

  @doc "True if the value matches the pattern, which may have guards."
  defmacro match?(pattern, expr) do
    success =
      quote do
        unquote(pattern) -> true
      end

    failure =
      quote generated: true do
        _ -> false
      end

    {:case, [generated: true], [expr, [do: success ++ failure]]}
  end

  @doc "Concatenates two binaries; in a pattern, the left one must be literal or of known size."
  defmacro left <> right do
    parts = concatenation_parts({:<>, [], [left, right]}, __CALLER__)
    quote(do: <<unquote_splicing(parts)>>)
  end

  defp concatenation_parts({:<>, _, [left, right]}, caller), do: [binary_part_of(left, caller) | concatenation_parts(right, caller)]
  defp concatenation_parts(last, _caller), do: [binary_segment(last)]

  defp binary_part_of(left, %{context: :match}) when not is_binary(left) do
    case left do
      {:<<>>, _, _} -> binary_segment(left)
      _ -> raise ArgumentError, "the left argument of <> operator inside a match should always be a literal binary because its size can't be verified. Got: #{Macro.to_string(left)}"
    end
  end

  defp binary_part_of(left, _caller), do: binary_segment(left)

  defp binary_segment(binary) when is_binary(binary), do: binary
  defp binary_segment(other), do: quote(do: unquote(other) :: binary)

  @doc "The range of all elements, for use as a key: `..` is `0..-1//1`."
  defmacro (..) do
    quote(do: %{__struct__: Elixir.Range, first: 0, last: -1, step: 1})
  end

  @doc "The range from first to last; downwards if last is the smaller."
  defmacro first..last do
    case is_integer(first) and is_integer(last) do
      true ->
        step =
          case first <= last do
            true -> 1
            false -> -1
          end

        {:%{}, [], [__struct__: Elixir.Range, first: first, last: last, step: step]}

      false ->
        case __CALLER__.context do
          nil -> quote(do: Elixir.Range.new(unquote(first), unquote(last)))
          _ -> {:%{}, [], [__struct__: Elixir.Range, first: first, last: last]}
        end
    end
  end

  @doc "The range from first to last in steps."
  defmacro first..last//step do
    case __CALLER__.context do
      nil ->
        case is_integer(first) and is_integer(last) and is_integer(step) and step != 0 do
          true -> {:%{}, [], [__struct__: Elixir.Range, first: first, last: last, step: step]}
          false -> quote(do: Elixir.Range.new(unquote(first), unquote(last), unquote(step)))
        end

      _ ->
        {:%{}, [], [__struct__: Elixir.Range, first: first, last: last, step: step]}
    end
  end

  @doc "Membership: in guards the right side must be a list or a range."
  defmacro left in right do
    case Macro.expand(right, __CALLER__) do
      [] ->
        quote do
          _ = unquote(left)
          false
        end

      list when is_list(list) ->
        in_list(left, list, __CALLER__.context)

      {:%{}, _, [__struct__: Elixir.Range, first: first, last: last, step: step]} when is_integer(first) and is_integer(last) and is_integer(step) ->
        in_range(left, first, last, step, __CALLER__.context)

      expanded ->
        case __CALLER__.context do
          nil -> quote(do: Elixir.Enum.member?(unquote(right), unquote(left)))
          _ -> raise ArgumentError, "invalid right argument for operator \"in\", it expects a compile-time proper list or compile-time range on the right side when used in guard expressions, got: #{Macro.to_string(expanded)}"
        end
    end
  end

  defp in_list(left, list, nil) do
    quote(do: :lists.member(unquote(left), unquote(list)))
  end

  defp in_list(left, [last], _context), do: quote(do: :erlang."=:="(unquote(left), unquote(last)))

  defp in_list(left, [first | rest], context) do
    quote(do: :erlang.orelse(:erlang."=:="(unquote(left), unquote(first)), unquote(in_list(left, rest, context))))
  end

  defp in_range(left, first, last, step, nil) do
    quote do
      case unquote(left) do
        x -> unquote(in_range(quote(do: x), first, last, step, :guard))
      end
    end
  end

  defp in_range(left, first, last, step, _context) do
    {low, high} =
      case step > 0 do
        true -> {first, last}
        false -> {last, first}
      end

    inside = quote(do: :erlang.is_integer(unquote(left)) and unquote(left) >= unquote(low) and unquote(left) <= unquote(high))

    case abs(step) do
      1 -> inside
      size -> quote(do: unquote(inside) and :erlang.rem(unquote(left) - unquote(first), unquote(size)) == 0)
    end
  end

  @doc "Text for a term by the protocol `String.Chars`."
  defmacro to_string(term), do: quote(do: :"Elixir.String.Chars".to_string(unquote(term)))

  @doc "Characters for a term by the protocol `List.Chars`."
  defmacro to_charlist(term), do: quote(do: :"Elixir.List.Chars".to_charlist(unquote(term)))

  # --- errors ---

  @doc "Raises a `RuntimeError` with this text, or an exception of this name, or this exception."
  defmacro raise(message) do
    case is_binary(message) or match_interpolation(message) do
      true ->
        quote(do: :erlang.error(RuntimeError.exception(unquote(message)), :none, error_info: %{module: Exception}))

      false ->
        case Macro.expand(message, __CALLER__) do
          name when is_atom(name) -> quote(do: :erlang.error(unquote(name).exception([]), :none, error_info: %{module: Exception}))
          _ -> quote(do: :erlang.error(Kernel.Utils.raise(unquote(message)), :none, error_info: %{module: Exception}))
        end
    end
  end

  defp match_interpolation({:<<>>, _, _}), do: true
  defp match_interpolation({:<>, _, [_, _]}), do: true
  defp match_interpolation(_), do: false

  @doc "Raises an exception of this name, made by its `exception/1` from the attributes."
  defmacro raise(exception, attributes) do
    quote(do: :erlang.error(unquote(exception).exception(unquote(attributes)), :none, error_info: %{module: Exception}))
  end

  @doc "Raises like `raise/1`, with a stack trace of an earlier exception."
  defmacro reraise(message, stacktrace) do
    case is_binary(message) or match_interpolation(message) do
      true ->
        quote(do: :erlang.raise(:error, RuntimeError.exception(unquote(message)), unquote(stacktrace)))

      false ->
        case Macro.expand(message, __CALLER__) do
          name when is_atom(name) -> quote(do: :erlang.raise(:error, unquote(name).exception([]), unquote(stacktrace)))
          _ -> quote(do: :erlang.raise(:error, Kernel.Utils.raise(unquote(message)), unquote(stacktrace)))
        end
    end
  end

  @doc "Raises like `raise/2`, with a stack trace of an earlier exception."
  defmacro reraise(exception, attributes, stacktrace) do
    quote(do: :erlang.raise(:error, unquote(exception).exception(unquote(attributes)), unquote(stacktrace)))
  end

  @doc "Matches as many elements of a list as the pattern has; missing ones are `nil`."
  defmacro destructure(left, right) when is_list(left) do
    quote do
      unquote(left) = Kernel.Utils.destructure(unquote(right), unquote(length(left)))
    end
  end

  @doc "Prints the code and its value, and returns the value."
  defmacro dbg(code \\ quote(do: binding()), options \\ []) do
    {module, function, args} = Application.get_env(:elixir, :dbg_callback, {Macro, :dbg, []})
    :erlang.apply(module, function, [code, options, __CALLER__ | args])
  end

  # --- definitions ---

  @doc "Uses a module: requires it and calls its macro `__using__/1`."
  defmacro use(module, opts \\ []) do
    calls =
      for alias <- expand_multi_alias(module, __CALLER__) do
        quote do
          require unquote(alias)
          unquote(alias).__using__(unquote(opts))
        end
      end

    quote(do: (unquote_splicing(calls)))
  end

  defp expand_multi_alias({{:., _, [base, :{}]}, _, refs}, caller) do
    base = Macro.expand(base, caller)
    for {:__aliases__, _, names} <- refs, do: Module.concat([base | names])
  end

  defp expand_multi_alias(module, caller) do
    case Macro.expand(module, caller) do
      atom when is_atom(atom) -> [atom]
      other -> raise ArgumentError, "invalid arguments for use, expected a compile time atom or alias, got: #{Macro.to_string(other)}"
    end
  end

  @doc "Defines a guard: a macro that may be used in guards and elsewhere."
  defmacro defguard(guard), do: define_guard(:defmacro, guard, __CALLER__)

  @doc "Defines a private guard."
  defmacro defguardp(guard), do: define_guard(:defmacrop, guard, __CALLER__)

  defp define_guard(kind, guard, caller) do
    {call, body} =
      case guard do
        {:when, _, [call, body]} -> {call, body}
        call -> {call, nil}
      end

    case Macro.decompose_call(call) do
      {_name, args} ->
        names = for {name, _, context} <- args, is_atom(name) and is_atom(context), do: name

        case length(names) == length(args) do
          true -> :ok
          false -> raise ArgumentError, "invalid syntax in defguard #{Macro.to_string(call)}"
        end

        body = Kernel.Utils.expand_guard(body, args, %{caller | context: :guard})

        {kind, [], [call, [do: Kernel.Utils.defguard(args, body)]]}

      :error ->
        raise ArgumentError, "invalid syntax in defguard #{Macro.to_string(call)}"
    end
  end

  @doc "Defines the module's struct, with fields and defaults; `@enforce_keys` and `@derive` are heeded."
  defmacro defstruct(fields) do
    quote bind_quoted: [fields: fields] do
      {struct, derive, body} = Kernel.Utils.defstruct(__MODULE__, fields, __ENV__)

      case derive do
        [] -> :ok
        _ -> Protocol.__derive__(derive, __MODULE__, __ENV__)
      end

      def __struct__(), do: @__struct__
      def __struct__(kv), do: Kernel.Utils.build_struct(@__struct__, unquote(:elver_compiler.escape(body, false, false)), kv)
      struct
    end
  end

  @doc "Defines the module as an exception with these fields."
  defmacro defexception(fields) do
    quote bind_quoted: [fields: fields] do
      @behaviour Exception
      struct = defstruct([__exception__: true] ++ fields)

      if Map.has_key?(struct, :message) do
        @impl true
        def message(exception), do: exception.message
        defoverridable message: 1

        @impl true
        def exception(message) when is_binary(message), do: exception(message: message)
      end

      @impl true
      def exception(args) when is_list(args), do: Kernel.struct!(__struct__(), args)
      defoverridable exception: 1
    end
  end

  @doc "Marks functions that the module may define anew, calling the old one by `super`."
  defmacro defoverridable(functions) do
    quote(do: Module.make_overridable(__MODULE__, unquote(functions)))
  end

  @doc "Defines functions that call functions of the same name (`:as` another) in another module (`:to`)."
  defmacro defdelegate(funs, opts) do
    funs = Macro.escape(funs, unquote: true)
    opts = with true <- is_list(opts), {:ok, target} <- Keyword.fetch(opts, :to), {:__aliases__, _, _} <- target do
      Keyword.put(opts, :to, Macro.expand(target, %{__CALLER__ | function: {:__info__, 1}}))
    else
      _ -> opts
    end

    quote bind_quoted: [funs: funs, opts: opts] do
      target = Kernel.Utils.delegate_target(opts, __MODULE__)

      for fun <- List.wrap(funs) do
        {name, args, as, as_args} = Kernel.Utils.defdelegate_each(fun, opts)
        @doc delegate_to: {target, as, :erlang.length(as_args)}
        def unquote(name)(unquote_splicing(args)), do: unquote(target).unquote(as)(unquote_splicing(as_args))
      end
    end
  end

  @doc "Defines a protocol."
  defmacro defprotocol(name, do_block), do: Protocol.__protocol__(name, do_block)

  @doc "Implements a protocol `:for` types, by default for the module around."
  defmacro defimpl(name, opts, do_block \\ []), do: Protocol.__impl__(name, opts, do_block, __CALLER__)

  # --- done by the compiler ---

  @doc "Defines a module."
  defmacro defmodule(alias, do_block), do: by_compiler(:defmodule, [alias, do_block])

  @doc "Defines a public function."
  defmacro def(call, expr \\ nil), do: by_compiler(:def, [call, expr])

  @doc "Defines a private function."
  defmacro defp(call, expr \\ nil), do: by_compiler(:defp, [call, expr])

  @doc "Defines a public macro."
  defmacro defmacro(call, expr \\ nil), do: by_compiler(:defmacro, [call, expr])

  @doc "Defines a private macro."
  defmacro defmacrop(call, expr \\ nil), do: by_compiler(:defmacrop, [call, expr])

  @doc "Reads or sets an attribute of the module that is being defined."
  defmacro @expr, do: by_compiler(:@, [expr])

  @doc "A variable that hygiene leaves alone."
  defmacro var!(var, context \\ nil), do: by_compiler(:var!, [var, context])

  @doc "An alias that hygiene leaves alone."
  defmacro alias!(alias), do: by_compiler(:alias!, [alias])

  @doc "The variables in scope and their values, as a keyword list."
  defmacro binding(context \\ nil), do: by_compiler(:binding, [context])

  defp by_compiler(name, args) do
    raise ArgumentError, "Kernel.#{name}/#{length(args)} is expanded by the compiler, it cannot be called"
  end

  # --- sigils ---

  @doc "A string without interpolation and escapes."
  defmacro sigil_S(term, modifiers)
  defmacro sigil_S({:<<>>, _, [string]}, []) when is_binary(string), do: string

  @doc "A string."
  defmacro sigil_s(term, modifiers)
  defmacro sigil_s({:<<>>, _, [string]}, []) when is_binary(string), do: Macro.unescape_string(string)
  defmacro sigil_s({:<<>>, meta, parts}, []), do: {:<<>>, meta, unescape_parts(parts)}

  @doc "A charlist without interpolation and escapes."
  defmacro sigil_C(term, modifiers)
  defmacro sigil_C({:<<>>, _, [string]}, []) when is_binary(string), do: :unicode.characters_to_list(string)

  @doc "A charlist."
  defmacro sigil_c(term, modifiers)

  defmacro sigil_c({:<<>>, _, [string]}, []) when is_binary(string),
    do: :unicode.characters_to_list(Macro.unescape_string(string))

  defmacro sigil_c({:<<>>, meta, parts}, []) do
    quote(do: List.to_charlist(unquote(charlist_parts(meta, parts))))
  end

  defp charlist_parts(meta, parts), do: [{:<<>>, meta, unescape_parts(parts)}]

  defp unescape_parts(parts) do
    for part <- parts do
      case is_binary(part) do
        true -> Macro.unescape_string(part)
        false -> part
      end
    end
  end

  @doc "A regular expression without interpolation."
  defmacro sigil_R(term, modifiers)

  defmacro sigil_R({:<<>>, _, [string]}, options) when is_binary(string) do
    Macro.escape(Regex.compile!(string, :erlang.list_to_binary(options)))
  end

  @doc "A regular expression."
  defmacro sigil_r(term, modifiers)

  defmacro sigil_r({:<<>>, _, [string]}, options) when is_binary(string) do
    binary = Macro.unescape_string(string, &Kernel.Utils.regex_unescape_map/1)
    Macro.escape(Regex.compile!(binary, :erlang.list_to_binary(options)))
  end

  defmacro sigil_r({:<<>>, meta, parts}, options) do
    parts =
      for part <- parts do
        case is_binary(part) do
          true -> Macro.unescape_string(part, &Kernel.Utils.regex_unescape_map/1)
          false -> part
        end
      end

    quote(do: Regex.compile!(unquote({:<<>>, meta, parts}), unquote(:erlang.list_to_binary(options))))
  end

  @doc "A `Date`, or a date of another calendar named after it."
  defmacro sigil_D(term, modifiers)
  defmacro sigil_D({:<<>>, _, [string]}, []), do: Macro.escape(Kernel.Utils.sigil_date(string))

  @doc "A `Time`."
  defmacro sigil_T(term, modifiers)
  defmacro sigil_T({:<<>>, _, [string]}, []), do: Macro.escape(Kernel.Utils.sigil_time(string))

  @doc "A `NaiveDateTime`."
  defmacro sigil_N(term, modifiers)
  defmacro sigil_N({:<<>>, _, [string]}, []), do: Macro.escape(Kernel.Utils.sigil_naive(string))

  @doc "A `DateTime` in UTC."
  defmacro sigil_U(term, modifiers)
  defmacro sigil_U({:<<>>, _, [string]}, []), do: Macro.escape(Kernel.Utils.sigil_utc(string))

  @doc "A list of words: strings, atoms (`a`) or charlists (`c`)."
  defmacro sigil_w(term, modifiers)

  defmacro sigil_w({:<<>>, _, [string]}, modifiers) when is_binary(string) do
    split_words(Macro.unescape_string(string), modifiers)
  end

  defmacro sigil_w({:<<>>, meta, parts}, modifiers) do
    string = {:<<>>, meta, unescape_parts(parts)}

    case words_kind(modifiers) do
      ?s -> quote(do: String.split(unquote(string)))
      ?a -> quote(do: :lists.map(&String.to_atom/1, String.split(unquote(string))))
      ?c -> quote(do: :lists.map(&String.to_charlist/1, String.split(unquote(string))))
    end
  end

  @doc "A list of words without interpolation and escapes."
  defmacro sigil_W(term, modifiers)
  defmacro sigil_W({:<<>>, _, [string]}, modifiers) when is_binary(string), do: split_words(string, modifiers)

  defp split_words(string, modifiers) do
    kind = words_kind(modifiers)

    for word <- Kernel.Utils.split_words(string) do
      case kind do
        ?s -> word
        ?a -> :erlang.binary_to_atom(word, :utf8)
        ?c -> :unicode.characters_to_list(word)
      end
    end
  end

  defp words_kind([]), do: ?s
  defp words_kind([kind]) when kind == ?s or kind == ?a or kind == ?c, do: kind
  defp words_kind(_), do: raise(ArgumentError, "modifier must be one of: s, a, c")
end
