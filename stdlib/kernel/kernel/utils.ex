# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Kernel.Utils do
  @moduledoc false
  # What the expansions of Kernel's macros call.

  @doc "The first `count` elements of a list, filled up with nil; nil counts as the empty list."
  def destructure(list, count) when is_list(list) and is_integer(count) and count >= 0, do: take_or_nil(list, count)
  def destructure(nil, count), do: take_or_nil([], count)

  defp take_or_nil(_list, 0), do: []
  defp take_or_nil([first | rest], count), do: [first | take_or_nil(rest, count - 1)]
  defp take_or_nil([], count), do: [nil | take_or_nil([], count - 1)]

  @doc "The exception that `raise value` means, when the value is known at run time only."
  def raise(message) when is_binary(message), do: RuntimeError.exception(message)
  def raise(module) when is_atom(module), do: module.exception([])
  def raise(%_{__exception__: true} = exception), do: exception

  def raise(other) do
    ArgumentError.exception(
      "raise/1 and reraise/2 expect a module name, string or exception as the first argument, got: #{inspect(other)}"
    )
  end

  @doc """
  Checks the fields of a defstruct, stores the struct in the module being defined; returns it, what is to be derived, and
  the enforced keys.
  """
  def defstruct(module, fields, env) do
    # Natives and :lists only: Macro.Env and others that Module and Enum need are structs.
    if attribute(module, :__struct__) != nil do
      raise ArgumentError,
            "defstruct has already been called for #{inspect(module)}, defstruct can only be called once per module"
    end

    unless is_list(fields), do: raise(ArgumentError, "struct fields definition must be list, got: #{inspect(fields)}")
    fields = for field <- fields, do: struct_field(field)
    enforced = listed(attribute(module, :enforce_keys))
    for key <- enforced, do: check_enforced(key, fields)
    warn_duplicates(fields, env)
    struct = :maps.put(:__struct__, module, :maps.from_list(fields))
    derive = :lists.flatten(listed(attribute(module, :derive)))
    :elver_compiler.put_attribute(module, :__struct__, struct)
    :elver_compiler.put_attribute(module, :__struct_fields__, for({key, _} <- fields, do: key))
    :elver_compiler.put_attribute(module, :__derived__, derive)
    {struct, derive, :lists.usort(enforced)}
  end

  defp attribute(module, name) do
    case :elver_compiler.get_attribute(module, name) do
      {:ok, value} -> value
      :error -> nil
    end
  end

  defp listed(nil), do: []
  defp listed(list) when is_list(list), do: list
  defp listed(other), do: [other]

  defp struct_field({key, _default} = field) when is_atom(key), do: field
  defp struct_field(key) when is_atom(key), do: {key, nil}
  defp struct_field(other), do: raise(ArgumentError, "struct field names must be atoms, got: #{inspect(other)}")

  defp check_enforced(key, _fields) when not is_atom(key),
    do: raise(ArgumentError, "keys given to @enforce_keys must be atoms, got: #{inspect(key)}")

  defp check_enforced(key, fields) do
    unless :lists.keymember(key, 1, fields) do
      raise ArgumentError, "@enforce_keys required keys (#{inspect([key])}) that are not defined in defstruct: #{inspect(fields)}"
    end
  end

  defp warn_duplicates([{key, _} | rest], env) do
    if :lists.keymember(key, 1, rest), do: IO.warn("duplicate key #{inspect(key)} found in struct", Macro.Env.stacktrace(env))
    warn_duplicates(rest, env)
  end

  defp warn_duplicates([], _env), do: :ok

  @doc "What `__struct__/1` returns: the struct with the fields given; `KeyError` for one it has not."
  def build_struct(struct, [], pairs) when is_list(pairs), do: :lists.foldl(&put_field/2, struct, pairs)
  def build_struct(struct, [], pairs), do: Enum.reduce(pairs, struct, &put_field/2)

  def build_struct(%{__struct__: module} = struct, enforced, pairs) do
    {struct, missing} =
      Enum.reduce(pairs, {struct, enforced}, fn {key, _} = pair, {struct, missing} ->
        {put_field(pair, struct), List.delete(missing, key)}
      end)

    if missing == [] do
      struct
    else
      raise ArgumentError,
            "the following keys must also be given when building struct #{inspect(module)}: #{inspect(missing)}"
    end
  end

  defp put_field({key, value}, struct) do
    case struct do
      %{^key => _} -> :maps.put(key, value, struct)
      _ -> :erlang.error(KeyError.exception(key: key))
    end
  end

  @doc "The module that a defdelegate goes to."
  def delegate_target(opts, module) do
    target = if is_list(opts), do: Keyword.get(opts, :to)

    cond do
      not is_list(opts) or target == nil -> raise ArgumentError, "expected to: to be given as argument"
      not is_atom(target) -> target
      target == module and Keyword.get(opts, :as) == nil -> raise ArgumentError, "defdelegate function is calling itself, which will lead to an infinite loop. You should either change the value of the :to option or specify the :as option"
      true -> target
    end
  end

  @doc "Name, arguments, target name and target arguments of one function of a defdelegate."
  def defdelegate_each(fun, opts) when is_list(opts) do
    case fun do
      {:when, _, [_, _]} ->
        raise ArgumentError, "guards are not allowed in defdelegate/2, got: when #{Macro.to_string(fun)}"

      _ ->
        :ok
    end

    {name, args} =
      case Macro.decompose_call(fun) do
        {_, _} = pair -> pair
        _ -> raise ArgumentError, "invalid syntax in defdelegate #{Macro.to_string(fun)}"
      end

    as_args = for {arg, position} <- Enum.with_index(args, 1), do: delegate_argument(arg, position, name)
    {name, args, Keyword.get(opts, :as, name), as_args}
  end

  defp delegate_argument({:\\, _, [arg, _default]}, position, name), do: delegate_argument(arg, position, name)
  defp delegate_argument({name, _, context} = arg, _position, _function) when is_atom(name) and is_atom(context), do: arg

  defp delegate_argument(arg, _position, _name) do
    raise ArgumentError, "defdelegate/2 only accepts function parameters, got: #{Macro.to_string(arg)}"
  end

  @doc "A guard's body with all macros expanded, its arguments being known variables."
  def expand_guard(nil, _args, _env), do: nil
  def expand_guard(body, _args, env), do: :elver_compiler.expand_guard(body, env)

  @doc """
  The body of the macro that a defguard defines. In a guard the arguments are put in place; elsewhere each is evaluated
  once, into a variable.
  """
  def defguard(_args, nil), do: nil

  def defguard(args, body) do
    names = for {name, _, context} <- args, is_atom(context), do: name
    in_guard = unquote_arguments(body, names, & &1)
    variables = for name <- names, do: {name, [], __MODULE__}
    assigned = for {variable, {_, meta, context}} <- Enum.zip(variables, args), do: {:=, [], [variable, unquoted({elem(variable, 0), meta, context})]}
    elsewhere = {:__block__, [], assigned ++ [unquote_arguments(body, names, fn {name, _, _} -> {:kept, {name, [], __MODULE__}} end)]}

    {:case, [],
     [
       {{:., [], [Macro, :in_guard_context?]}, [], [{:__CALLER__, [], nil}]},
       [
         do: [
           {:->, [], [[true], {:quote, [], [[do: in_guard]]}]},
           {:->, [], [[false], {:quote, [generated: true], [[do: elsewhere]]}]}
         ]
       ]
     ]}
  end

  defp unquoted(variable), do: {:unquote, [], [variable]}

  defp unquote_arguments({name, _, context} = variable, names, fun) when is_atom(name) and is_atom(context) do
    if name in names do
      case fun.(variable) do
        {:kept, other} -> other
        same -> unquoted(same)
      end
    else
      variable
    end
  end

  defp unquote_arguments({left, meta, right}, names, fun),
    do: {unquote_arguments(left, names, fun), meta, unquote_arguments(right, names, fun)}

  defp unquote_arguments({left, right}, names, fun),
    do: {unquote_arguments(left, names, fun), unquote_arguments(right, names, fun)}

  defp unquote_arguments(list, names, fun) when is_list(list), do: for(item <- list, do: unquote_arguments(item, names, fun))
  defp unquote_arguments(other, _names, _fun), do: other

  @doc "The words of a ~w sigil."
  def split_words(string), do: split_words(string, <<>>, [])

  defp split_words(<<c, rest::binary>>, word, words) when c == ?\s or c == ?\n or c == ?\t or c == ?\r or c == ?\f or c == ?\v,
    do: split_words(rest, <<>>, add_word(word, words))

  defp split_words(<<c, rest::binary>>, word, words), do: split_words(rest, <<word::binary, c>>, words)
  defp split_words(<<>>, word, words), do: :lists.reverse(add_word(word, words))

  defp add_word(<<>>, words), do: words
  defp add_word(word, words), do: [word | words]

  @doc "Which escapes ~r undoes itself; all others are left to the regular expression."
  def regex_unescape_map(:newline), do: true
  def regex_unescape_map(?f), do: ?\f
  def regex_unescape_map(?n), do: ?\n
  def regex_unescape_map(?r), do: ?\r
  def regex_unescape_map(?t), do: ?\t
  def regex_unescape_map(?v), do: ?\v
  def regex_unescape_map(?a), do: ?\a
  def regex_unescape_map(_), do: false

  @doc "The values of the sigils for dates and times."
  def sigil_date(string), do: Date.from_iso8601!(string)
  def sigil_time(string), do: Time.from_iso8601!(string)
  def sigil_naive(string), do: NaiveDateTime.from_iso8601!(string)

  def sigil_utc(string) do
    case DateTime.from_iso8601(string) do
      {:ok, datetime, 0} ->
        datetime

      {:ok, _datetime, _offset} ->
        raise ArgumentError, "cannot parse #{inspect(string)} as UTC DateTime for ~U sigil, reason: :non_utc_offset"

      {:error, reason} ->
        raise ArgumentError, "cannot parse #{inspect(string)} as UTC DateTime for ~U sigil, reason: #{inspect(reason)}"
    end
  end
end
