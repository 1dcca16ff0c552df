# SPDX-License-Identifier: GPL-3.0-or-later
# The exceptions of the language itself. Each exception of a module's own stands with that module.

defmodule RuntimeError do
  @moduledoc "What `raise \"text\"` raises."
  defexception message: "runtime error"
end

defmodule ArgumentError do
  @moduledoc "An argument is not of the right kind. Without a message, and raised by a native, it says which argument and why."
  defexception message: "argument error"

  @impl true
  def blame(exception, stacktrace), do: {exception, stacktrace}
end

defmodule ArithmeticError do
  @moduledoc "Arithmetic on something that is no number, or without a result."
  defexception message: "bad argument in arithmetic expression"

  @unary [:+, :-, :bnot, :not]
  @binary [:+, :-, :*, :/, :div, :rem, :band, :bor, :bxor, :bsl, :bsr]
  @names %{div: "div", rem: "rem", band: "Bitwise.band", bor: "Bitwise.bor", bxor: "Bitwise.bxor", bsl: "Bitwise.bsl", bsr: "Bitwise.bsr", bnot: "Bitwise.bnot"}

  @impl true
  def blame(%{message: "bad argument in arithmetic expression" = message} = exception, [{:erlang, fun, args, _} | _] = stacktrace)
      when is_list(args) do
    {%{exception | message: message <> expression(fun, args)}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  defp expression(fun, [value]) when fun in @unary do
    case @names do
      %{^fun => name} -> ": #{name}(#{inspect(value)})"
      _ -> ": #{fun}(#{inspect(value)})"
    end
  end

  defp expression(fun, [left, right]) when fun in @binary do
    case @names do
      %{^fun => name} -> ": #{name}(#{inspect(left)}, #{inspect(right)})"
      _ -> ": #{inspect(left)} #{fun} #{inspect(right)}"
    end
  end

  defp expression(_fun, _args), do: ""
end

defmodule SystemLimitError do
  @moduledoc "A limit of the system was reached."
  defexception []

  @impl true
  def message(_), do: "a system limit has been reached"
end

defmodule BadMapError do
  @moduledoc "Something that is no map was used as one."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "expected a map, got: #{inspect(term)}"
end

defmodule BadBooleanError do
  @moduledoc "`and` or `or` had no boolean on its left side."
  defexception [:term, :operator]

  @impl true
  def message(%{term: term, operator: operator}) do
    "expected a boolean on left-side of \"#{operator}\", got: #{inspect(term)}"
  end
end

defmodule BadFunctionError do
  @moduledoc "Something that is no function was called."
  defexception [:term]

  @impl true
  def message(%{term: term}) when is_function(term) do
    info = Function.info(term)

    case info[:type] do
      :local -> "function #{inspect(term)} is invalid, likely because it points to an old version of the code"
      _ -> "expected a function, got: #{inspect(term)}"
    end
  end

  def message(%{term: term}), do: "expected a function, got: #{inspect(term)}"
end

defmodule BadArityError do
  @moduledoc "A function was called with the wrong number of arguments."
  defexception [:function, :args]

  @impl true
  def message(%{function: function, args: args}) do
    {:arity, arity} = Function.info(function, :arity)
    "#{inspect(function)} with arity #{arity} called with #{arguments(args)}"
  end

  defp arguments([]), do: "no arguments"
  defp arguments([arg]), do: "1 argument (#{inspect(arg)})"
  defp arguments(args), do: "#{length(args)} arguments (#{Enum.map_join(args, ", ", &inspect/1)})"
end

defmodule MatchError do
  @moduledoc "`=` did not match."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no match of right hand side value: #{inspect(term)}"
end

defmodule CaseClauseError do
  @moduledoc "No clause of a `case` matched."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no case clause matching: #{inspect(term)}"
end

defmodule WithClauseError do
  @moduledoc "No clause of the `else` of a `with` matched."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no with clause matching: #{inspect(term)}"
end

defmodule CondClauseError do
  @moduledoc "No condition of a `cond` held."
  defexception []

  @impl true
  def message(_), do: "no cond clause evaluated to a truthy value"
end

defmodule TryClauseError do
  @moduledoc "No clause of the `else` of a `try` matched."
  defexception [:term]

  @impl true
  def message(%{term: term}), do: "no try clause matching: #{inspect(term)}"
end

defmodule UndefinedFunctionError do
  @moduledoc "A function that does not exist was called."
  defexception [:module, :function, :arity, :reason, :message]

  @impl true
  def message(%{message: nil} = exception) do
    %{reason: reason, module: module, function: function, arity: arity} = exception
    {message, _loaded?} = text(reason, module, function, arity)
    message
  end

  def message(%{message: message}), do: message

  defp text(nil, module, function, arity) do
    cond do
      is_nil(function) or is_nil(arity) ->
        {"undefined function", false}

      is_nil(module) ->
        text(:"module could not be loaded", module, function, arity)

      Code.ensure_loaded?(module) and function_exported?(module, :module_info, 0) ->
        text(:"function not exported", module, function, arity)

      true ->
        text(:"module could not be loaded", module, function, arity)
    end
  end

  defp text(:"module could not be loaded", nil, function, arity) do
    {"function #{Exception.format_mfa(nil, function, arity)} is undefined", false}
  end

  defp text(:"module could not be loaded", module, function, arity) do
    {"function #{Exception.format_mfa(module, function, arity)} is undefined (module #{inspect(module)} is not available)", false}
  end

  defp text(:"function not exported", module, function, arity) do
    {"function #{Exception.format_mfa(module, function, arity)} is undefined or private", true}
  end

  defp text(reason, module, function, arity) do
    {"function #{Exception.format_mfa(module, function, arity)} is undefined (#{reason})", false}
  end

  @impl true
  def blame(%{reason: reason, module: module, function: function, arity: arity} = exception, stacktrace)
      when not is_nil(function) and not is_nil(arity) do
    {message, loaded?} = text(reason, module, function, arity)
    {%{exception | message: message <> hint(module, function, arity, loaded?)}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  defp hint(nil, _function, 0, _loaded?) do
    ". If you are using the dot syntax, such as module.function(), " <>
      "make sure the left-hand side of the dot is a module atom"
  end

  defp hint(module, function, arity, true), do: behaviour_hint(module, function, arity) || did_you_mean(module, function, arity)
  defp hint(_module, _function, _arity, false), do: ""

  # A callback that is missing: name the behaviour.
  defp behaviour_hint(_module, _function, _arity), do: nil

  defp did_you_mean(module, function, arity) do
    exports = exports(module)

    candidates =
      case for({^function, other} <- exports, other != arity, do: "#{Macro.inspect_atom(:remote_call, function)}/#{other}") do
        [] -> Exception.suggestions(function, for({name, other} <- exports, do: {name, "#{Macro.inspect_atom(:remote_call, name)}/#{other}"}))
        same_name -> Enum.sort(same_name)
      end

    macro_hint(module, function, arity) || list(candidates)
  end

  defp macro_hint(module, function, arity) do
    if macro_exported?(module, function, arity) do
      ". However there is a macro with the same name and arity. Be sure to require #{inspect(module)} if you intend to invoke this macro"
    end
  end

  defp list([]), do: ""
  defp list(candidates), do: ". Did you mean:\n\n" <> Enum.map_join(candidates, &"      * #{&1}\n")

  defp exports(module) do
    if function_exported?(module, :__info__, 1),
      do: module.__info__(:functions),
      else: module.module_info(:exports)
  end
end

defmodule FunctionClauseError do
  @moduledoc "No clause of a function matched the arguments."
  defexception [:module, :function, :arity, :kind, :args, :clauses]

  @impl true
  def message(%{function: nil}), do: "no function clause matches"

  def message(%{module: module, function: function, arity: arity} = exception) do
    formatted = Exception.format_mfa(module, function, arity)
    blamed = if is_list(exception.args), do: arguments_text(exception.args, formatted), else: ""
    "no function clause matching in #{formatted}" <> blamed
  end

  @impl true
  def blame(%{module: module, function: function, arity: arity} = exception, [{module, function, args, meta} | rest])
      when is_list(args) and length(args) == arity do
    {%{exception | args: args}, [{module, function, arity, meta} | rest]}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  defp arguments_text([], _formatted), do: ""

  defp arguments_text(args, formatted) do
    texts = for {arg, n} <- Enum.with_index(args, 1), do: "\n    # #{n}\n    #{indent(inspect(arg, pretty: true))}\n"
    "\n\nThe following arguments were given to #{formatted}:\n" <> Enum.join(texts)
  end

  defp indent(text), do: String.replace(text, "\n", "\n    ")
end

defmodule KeyError do
  @moduledoc "A map, keyword list or struct has no such key."
  defexception [:key, :term, :message]

  @impl true
  def message(%{message: nil} = exception), do: text(exception.key, exception.term)
  def message(%{message: message}), do: message

  defp text(key, term) do
    message = "key #{inspect(key)} not found"

    cond do
      term == nil -> message
      is_map(term) or is_list(term) -> message <> " in: #{inspect(term, pretty: true, limit: :infinity)}"
      true -> message <> " in: #{inspect(term)}"
    end
  end

  @impl true
  def blame(%{message: message} = exception, stacktrace) when is_binary(message), do: {exception, stacktrace}

  def blame(%{term: nil} = exception, stacktrace), do: {exception, stacktrace}

  def blame(%{term: term, key: key} = exception, stacktrace) do
    {%{exception | message: text(key, term) <> hint(term, key)}, stacktrace}
  end

  defp hint(term, key) when is_atom(term) and is_atom(key),
    do: ". If you are using the dot syntax, such as map.field, make sure the left-hand side of the dot is a map"

  defp hint(term, key) when is_map(term) and is_atom(key), do: did_you_mean(key, Map.keys(term))
  defp hint([_ | _] = term, key) when is_atom(key), do: if(Keyword.keyword?(term), do: did_you_mean(key, Keyword.keys(term)), else: "")
  defp hint(_term, _key), do: ""

  defp did_you_mean(key, keys) do
    case Exception.suggestions(key, for(other <- Enum.uniq(keys), is_atom(other), do: {other, inspect(other)})) do
      [] -> ""
      found -> ". Did you mean:\n\n" <> Enum.map_join(found, &"      * #{&1}\n")
    end
  end
end

defmodule ErlangError do
  @moduledoc "An error that no exception stands for."
  defexception [:original, :reason]

  @impl true
  def message(%{original: original, reason: nil}), do: "Erlang error: #{inspect(original)}"
  def message(%{original: original, reason: reason}), do: "Erlang error: #{inspect(original)}#{reason}"

  @doc false
  # The exception that stands for what the virtual machine raised.
  def normalize(:badarg, stacktrace), do: %ArgumentError{message: badarg_message(stacktrace)}
  def normalize(:badarith, _stacktrace), do: %ArithmeticError{}
  def normalize(:system_limit, _stacktrace), do: %SystemLimitError{}
  def normalize(:cond_clause, _stacktrace), do: %CondClauseError{}
  def normalize({:badarity, {fun, args}}, _stacktrace), do: %BadArityError{function: fun, args: args}
  def normalize({:badfun, term}, _stacktrace), do: %BadFunctionError{term: term}
  def normalize({:badbool, operator, term}, _stacktrace), do: %BadBooleanError{operator: operator, term: term}
  def normalize({:badmatch, term}, _stacktrace), do: %MatchError{term: term}
  def normalize({:badmap, term}, _stacktrace), do: %BadMapError{term: term}
  def normalize({:badkey, key, map}, _stacktrace) when is_map(map), do: %KeyError{key: key, term: map}

  def normalize({:badkey, key, term}, _stacktrace) do
    message =
      "key #{inspect(key)} not found in: #{inspect(term)}. If you are using the dot syntax, such as map.field, " <>
        "make sure the left-hand side of the dot is a map"

    %KeyError{key: key, term: term, message: message}
  end

  def normalize({:badkey, key}, stacktrace), do: %KeyError{key: key, term: map_argument(stacktrace)}
  def normalize({:case_clause, term}, _stacktrace), do: %CaseClauseError{term: term}
  def normalize({:with_clause, term}, _stacktrace), do: %WithClauseError{term: term}
  def normalize({:try_clause, term}, _stacktrace), do: %TryClauseError{term: term}

  def normalize(:undef, stacktrace) do
    case stacktrace do
      [{module, function, args, _} | _] when is_atom(module) ->
        %UndefinedFunctionError{module: module, function: function, arity: arity(args)}

      _ ->
        %UndefinedFunctionError{}
    end
  end

  def normalize(:function_clause, stacktrace) do
    case stacktrace do
      [{module, function, args, _} | _] when is_atom(module) ->
        %FunctionClauseError{module: module, function: function, arity: arity(args)}

      _ ->
        %FunctionClauseError{}
    end
  end

  def normalize({:badarg, payload}, _stacktrace), do: %ArgumentError{message: "argument error: #{inspect(payload)}"}
  def normalize(other, stacktrace), do: %ErlangError{original: other, reason: extra(other, stacktrace)}

  defp arity(args) when is_list(args), do: length(args)
  defp arity(arity), do: arity

  defp map_argument([{_, :map_get, [_, map], _} | _]), do: map
  defp map_argument([{:maps, :get, [_, map], _} | _]), do: map
  defp map_argument([{:maps, :update, [_, _, map], _} | _]), do: map
  defp map_argument([{:maps, :take, [_, map], _} | _]), do: map
  defp map_argument(_), do: nil

  defp badarg_message(stacktrace) do
    case Exception.ArgumentInfo.describe(stacktrace) do
      nil -> "argument error"
      text -> text
    end
  end

  defp extra(_other, _stacktrace), do: nil
end

defmodule CompileError do
  @moduledoc "Code that cannot be compiled."
  defexception [:file, :line, description: "compile error"]

  @impl true
  def message(%{file: file, line: line, description: description}) do
    Exception.format_file_line(file && Path.relative_to_cwd(file), line) <> space(file) <> description
  end

  defp space(nil), do: ""
  defp space(_file), do: " "
end

defmodule SyntaxError do
  @moduledoc "Code that cannot be parsed."
  defexception [:file, :line, :column, :snippet, description: "syntax error"]

  @impl true
  def message(exception), do: TokenMissingError.text(exception)
end

defmodule TokenMissingError do
  @moduledoc "Code that ends too early."
  defexception [:file, :line, :snippet, :column, description: "expression is incomplete"]

  @impl true
  def message(exception), do: text(exception)

  @doc false
  def text(%{file: file, line: line, column: column, description: description, snippet: snippet}) do
    location = Exception.format_file_line_column(file && Path.relative_to_cwd(file), line, column)
    snippet = if snippet, do: snippet_text(snippet, line, column), else: ""
    String.trim_leading("#{location} #{description}" <> snippet)
  end

  # The line with a caret under the column.
  defp snippet_text(%{content: content, offset: offset}, line, _column), do: snippet_lines(content, line, offset)
  defp snippet_text(content, line, column) when is_binary(content), do: snippet_lines(content, line, (column || 1) - 1)
  defp snippet_text(_other, _line, _column), do: ""

  defp snippet_lines(content, line, offset) do
    number = Integer.to_string(line)
    margin = String.duplicate(" ", String.length(number))
    "\n  #{margin} |\n  #{number} | #{content}\n  #{margin} | #{String.duplicate(" ", offset)}^"
  end
end

defmodule Code.LoadError do
  @moduledoc "A file to load does not exist."
  defexception [:file, :message]

  @impl true
  def exception(options), do: %Code.LoadError{file: options[:file], message: "could not load #{options[:file]}"}
end

defmodule Protocol.UndefinedError do
  @moduledoc "Raised when a protocol is not implemented for a value."
  defexception [:protocol, :value, description: ""]

  @impl true
  def message(%{protocol: protocol, value: value, description: description}) do
    "protocol #{inspect(protocol)} not implemented for #{inspect(value)} of type #{type(value)}" <>
      if(description == "", do: "", else: description_text(description))
  end

  defp description_text(description), do: ", " <> description

  defp type(%{__struct__: struct}) when is_atom(struct), do: "#{inspect(struct)} (a struct)"
  defp type(value) when is_tuple(value), do: "Tuple"
  defp type(value) when is_atom(value), do: "Atom"
  defp type(value) when is_list(value), do: "List"
  defp type(value) when is_map(value), do: "Map"
  defp type(value) when is_bitstring(value), do: "BitString"
  defp type(value) when is_integer(value), do: "Integer"
  defp type(value) when is_float(value), do: "Float"
  defp type(value) when is_function(value), do: "Function"
  defp type(value) when is_pid(value), do: "PID"
  defp type(value) when is_port(value), do: "Port"
  defp type(value) when is_reference(value), do: "Reference"
end
