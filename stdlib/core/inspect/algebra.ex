# SPDX-License-Identifier: GPL-3.0-or-later
# inspect/algebra.ex - documents that lay themselves out: "Strictly Pretty" (Christian Lindig, 2000).
#
# A document is a string, :doc_nil, :doc_line or a tuple {:doc_..., ...}. A group is set flat if it fits into the line
# with what follows up to the next place to break, else broken. format/2 keeps a list of {indent, mode, document} to do.

defmodule Inspect.Algebra do
  @moduledoc """
  Documents that are laid out to a width, and the building blocks for them.
  """

  @type t ::
          binary
          | :doc_line
          | :doc_nil
          | doc_break
          | {:doc_collapse, pos_integer}
          | {:doc_color, t, IO.ANSI.ansidata()}
          | {:doc_cons, t, t}
          | {:doc_fits, t, :enabled | :disabled}
          | {:doc_force, t}
          | {:doc_group, t, :inherit | :self}
          | {:doc_limit, t, pos_integer | :infinity}
          | {:doc_nest, t, :cursor | :reset | non_neg_integer, :always | :break}
          | {:doc_string, t, non_neg_integer}

  @typep doc_break :: {:doc_break, binary, :flex | :strict}

  @doc false
  defguard is_doc(doc)
            when is_binary(doc) or doc == :doc_nil or doc == :doc_line or
                   (is_tuple(doc) and
                      :erlang.element(1, doc) in [
                        :doc_break,
                        :doc_collapse,
                        :doc_color,
                        :doc_cons,
                        :doc_fits,
                        :doc_force,
                        :doc_group,
                        :doc_limit,
                        :doc_nest,
                        :doc_string
                      ])

  # --- inspecting ---------------------------------------------------------------------------------------------------

  @doc """
  The document of a term, by the `Inspect` protocol.

      iex> Inspect.Algebra.to_doc(:a, %Inspect.Opts{})
      ":a"
  """
  @spec to_doc(any, Inspect.Opts.t()) :: t
  def to_doc(term, opts)

  def to_doc(%_{} = struct, %{inspect_fun: fun, structs: true} = opts) do
    if opts.safe == false or Process.get(:inspect_trap) do
      # An error while an error is being shown: nothing but the raw form is left.
      if opts.safe, do: Inspect.Map.inspect(struct, opts), else: inspect_or_raise(struct, fun, opts)
    else
      try do
        fun.(struct, opts)
      rescue
        caught -> error_doc(caught, struct, __STACKTRACE__, opts)
      end
    end
  end

  def to_doc(%_{} = struct, opts), do: Inspect.Map.inspect(struct, opts)
  def to_doc(term, %{inspect_fun: fun} = opts), do: fun.(term, opts)

  defp inspect_or_raise(struct, fun, opts) do
    try do
      fun.(struct, opts)
    rescue
      caught -> reraise inspect_error(caught, struct, __STACKTRACE__, opts), __STACKTRACE__
    end
  end

  defp inspect_error(caught, struct, stacktrace, opts) do
    trapped(fn ->
      raw = struct |> Inspect.Map.inspect(%{opts | syntax_colors: []}) |> format(:infinity)

      Inspect.Error.exception(
        exception: caught,
        stacktrace: stacktrace,
        inspected_struct: IO.iodata_to_binary(raw)
      )
    end)
  end

  defp trapped(fun) do
    Process.put(:inspect_trap, true)

    try do
      fun.()
    after
      Process.delete(:inspect_trap)
    end
  end

  defp error_doc(%Inspect.Error{} = caught, _struct, stacktrace, _opts), do: error_text(caught, stacktrace)

  defp error_doc(caught, struct, stacktrace, opts) do
    caught |> inspect_error(struct, stacktrace, opts) |> error_text(stacktrace)
  end

  defp error_text(error, stacktrace) do
    trace = trapped(fn -> stacktrace |> Exception.format_stacktrace() |> String.trim_trailing("\n") end)

    """
    #Inspect.Error<
    #{Inspect.Error.indent(Exception.message(error), 2)}
      Stacktrace:

    #{trace}

    >\
    """
  end

  @doc """
  A group of `collection`'s documents between `left` and `right`, no more than the limit of `inspect_opts`.

      iex> doc = Inspect.Algebra.container_doc("[", [1, 2], "]", %Inspect.Opts{}, fn i, _ -> to_string(i) end)
      iex> Inspect.Algebra.format(doc, 5) |> IO.iodata_to_binary()
      "[1,\\n 2]"
  """
  @spec container_doc(t, [any], t, Inspect.Opts.t(), (term, Inspect.Opts.t() -> t), keyword) :: t
  def container_doc(left, collection, right, inspect_opts, fun, opts \\ [])
      when is_doc(left) and is_list(collection) and is_doc(right) and is_function(fun, 2) and is_list(opts) do
    case collection do
      [] -> concat(left, right)
      _ -> container(left, collection, right, inspect_opts, fun, opts)
    end
  end

  defp container(left, collection, right, inspect_opts, fun, opts) do
    break = Keyword.get(opts, :break, :maybe)
    separator = Keyword.get(opts, :separator, ",")
    {docs, simple?} = each_in(collection, inspect_opts.limit, inspect_opts, fun, [], break == :maybe, separator)

    if simple? or break == :flex do
      group(concat(concat(left, nest(join(docs, :flex), doc_width(left))), right))
    else
      inner = nest(concat(left, concat(break(""), join(docs, :strict))), 2)
      group(concat(inner, concat(break(""), right)))
    end
  end

  # Documents with the separators behind them, and whether they are all without groups.
  defp each_in([], _limit, _opts, _fun, acc, simple?, _separator), do: {:lists.reverse(acc), simple?}

  defp each_in(_rest, 0, _opts, _fun, acc, simple?, _separator), do: {:lists.reverse(["..." | acc]), simple?}

  defp each_in([term | rest], limit, opts, fun, acc, simple?, separator)
       when is_list(rest) and (limit == :infinity or limit > 0) do
    limit = less(limit)
    doc = fun.(term, %{opts | limit: limit})
    simple? = simple? and simple?(doc)
    doc = if rest == [], do: doc, else: concat(doc, separator)
    each_in(rest, limit, opts, fun, [doc | acc], simple?, separator)
  end

  defp each_in([term | last], limit, opts, fun, acc, simple?, _separator)
       when limit == :infinity or limit > 0 do
    limit = less(limit)
    doc = fun.(term, %{opts | limit: limit})
    last_doc = fun.(last, %{opts | limit: limit})
    simple? = simple? and simple?(doc) and simple?(last_doc)
    {:lists.reverse(acc, [concat(doc, " |"), last_doc]), simple?}
  end

  defp less(:infinity), do: :infinity
  defp less(0), do: 0
  defp less(limit), do: limit - 1

  defp simple?({:doc_cons, left, right}), do: simple?(left) and simple?(right)
  defp simple?({:doc_color, doc, _color}), do: simple?(doc)
  defp simple?({:doc_string, _doc, _length}), do: true
  defp simple?(:doc_nil), do: true
  defp simple?(doc), do: is_binary(doc)

  defp join([last], _kind), do: last
  defp join([doc, :doc_nil | rest], kind), do: join([doc | rest], kind)
  defp join([doc | rest], :flex), do: concat(doc, concat(flex_break(), join(rest, :flex)))
  defp join([doc | rest], :strict), do: concat(doc, concat(break(), join(rest, :strict)))

  defp doc_width({:doc_cons, left, right}), do: doc_width(left) + doc_width(right)
  defp doc_width({:doc_color, doc, _color}), do: doc_width(doc)
  defp doc_width({:doc_string, _doc, length}), do: length
  defp doc_width(:doc_nil), do: 0
  defp doc_width(doc) when is_binary(doc), do: String.length(doc)
  defp doc_width(_doc), do: 1

  @doc false
  def surround(left, doc, right) when is_doc(left) and is_doc(doc) and is_doc(right) do
    group(concat([left, nest(doc, 1), right]))
  end

  @doc false
  def surround_many(left, docs, right, %Inspect.Opts{} = inspect_opts, fun, separator \\ ",") do
    container_doc(left, docs, right, inspect_opts, fun, separator: separator)
  end

  # --- building blocks ----------------------------------------------------------------------------------------------

  @doc "The document of nothing."
  @spec empty() :: :doc_nil
  def empty(), do: :doc_nil

  @doc "A string counted by graphemes, not bytes."
  @spec string(String.t()) :: t
  def string(string) when is_binary(string), do: {:doc_string, string, String.length(string)}

  @doc "One document after the other."
  @spec concat(t, t) :: t
  def concat(doc1, doc2) when is_doc(doc1) and is_doc(doc2), do: {:doc_cons, doc1, doc2}

  @doc """
  All documents, one after the other.

      iex> Inspect.Algebra.concat(["a", "b"])
      {:doc_cons, "a", "b"}
  """
  @spec concat([t]) :: t
  def concat(docs) when is_list(docs), do: fold_doc(docs, &concat/2)

  @doc "A document without limit of width."
  @spec no_limit(t) :: t
  def no_limit(doc) when is_doc(doc), do: {:doc_limit, doc, :infinity}

  @doc "A document in the color that the options have for `color_key`."
  @spec color(t, Inspect.Opts.color_key(), Inspect.Opts.t()) :: t
  def color(doc, color_key, %Inspect.Opts{syntax_colors: colors}) when is_doc(doc) do
    case Keyword.fetch(colors, color_key) do
      {:ok, color} ->
        reset = Keyword.get(colors, :reset, :reset)
        concat({:doc_color, doc, color}, {:doc_color, empty(), reset})

      :error ->
        doc
    end
  end

  @doc "A document whose breaks indent by `level`, to the column it starts in (`:cursor`), or not at all (`:reset`)."
  @spec nest(t, non_neg_integer | :cursor | :reset, :always | :break) :: t
  def nest(doc, level, mode \\ :always)
  def nest(doc, :cursor, mode) when is_doc(doc), do: {:doc_nest, doc, :cursor, mode}
  def nest(doc, :reset, mode) when is_doc(doc), do: {:doc_nest, doc, :reset, mode}
  def nest(doc, 0, _mode) when is_doc(doc), do: doc

  def nest(doc, level, mode) when is_doc(doc) and is_integer(level) and level > 0 and mode in [:always, :break] do
    {:doc_nest, doc, level, mode}
  end

  @doc "A break that is `string` when its group is flat, else a new line."
  @spec break(binary) :: doc_break
  def break(string \\ " ") when is_binary(string), do: {:doc_break, string, :strict}

  @doc "A break that becomes a new line only when what follows does not fit, even in a broken group."
  @spec flex_break(binary) :: doc_break
  def flex_break(string \\ " ") when is_binary(string), do: {:doc_break, string, :flex}

  @doc "Lines and white space that follow become at most `max` new lines."
  @spec collapse_lines(pos_integer) :: t
  def collapse_lines(max) when is_integer(max) and max > 0, do: {:doc_collapse, max}

  @doc "Whether the next break counts as fitting."
  @spec next_break_fits(t, :enabled | :disabled) :: t
  def next_break_fits(doc, mode \\ :enabled) when is_doc(doc) and mode in [:enabled, :disabled] do
    {:doc_fits, doc, mode}
  end

  @doc "Two documents with a break between them."
  @spec glue(t, binary, t) :: t
  def glue(doc1, break_string \\ " ", doc2) when is_binary(break_string) do
    concat(doc1, concat(break(break_string), doc2))
  end

  @doc "Two documents with a flex break between them."
  @spec flex_glue(t, binary, t) :: t
  def flex_glue(doc1, break_string \\ " ", doc2) when is_binary(break_string) do
    concat(doc1, concat(flex_break(break_string), doc2))
  end

  @doc "Groups of this document are broken."
  @spec force_unfit(t) :: t
  def force_unfit(doc) when is_doc(doc), do: {:doc_force, doc}

  @doc "A document that is flat if it fits; one that inherits breaks with the group around it."
  @spec group(t, :self | :inherit) :: t
  def group(doc, mode \\ :self) when is_doc(doc) and mode in [:self, :inherit], do: {:doc_group, doc, mode}

  @doc "Two documents with a space between them."
  @spec space(t, t) :: t
  def space(doc1, doc2), do: concat(doc1, concat(" ", doc2))

  @doc "A new line."
  @spec line() :: t
  def line(), do: :doc_line

  @doc "Two documents with a new line between them."
  @spec line(t, t) :: t
  def line(doc1, doc2), do: concat(doc1, concat(line(), doc2))

  @doc """
  One document of many, from the right.

      iex> Inspect.Algebra.fold_doc(["a", "b"], fn a, b -> a <> b end)
      "ab"
  """
  @spec fold_doc([t], (t, t -> t)) :: t
  def fold_doc(docs, folder_fun)
  def fold_doc([], _folder_fun), do: empty()
  def fold_doc([doc], _folder_fun), do: doc

  def fold_doc([doc | docs], folder_fun) when is_function(folder_fun, 2) do
    folder_fun.(doc, fold_doc(docs, folder_fun))
  end

  # --- layout -------------------------------------------------------------------------------------------------------

  @doc """
  The text of a document in lines of `width` where possible, as iodata.

      iex> Inspect.Algebra.format(Inspect.Algebra.glue("a", "b"), 80)
      ["a", " ", "b"]
  """
  @spec format(t, non_neg_integer | :infinity) :: iodata
  def format(doc, width) when is_doc(doc) and (width == :infinity or width >= 0) do
    layout(width, 0, [{0, :flat, doc}])
  end

  # Modes: :flat, breaks are text; :break, they may be lines. :break_all is the break mode of a document that is
  # forced, in which groups are measured afresh.
  defp layout(_w, _k, []), do: []
  defp layout(w, k, [{_, _, :doc_nil} | rest]), do: layout(w, k, rest)
  defp layout(w, _k, [{i, _, :doc_line} | rest]), do: [new_line(i) | layout(w, i, rest)]
  defp layout(w, k, [{i, m, {:doc_cons, a, b}} | rest]), do: layout(w, k, [{i, m, a}, {i, m, b} | rest])

  defp layout(w, k, [{i, m, {:doc_nest, doc, level, :always}} | rest]) do
    layout(w, k, [{indent(level, i, k), m, doc} | rest])
  end

  defp layout(w, k, [{i, :flat, {:doc_nest, doc, _level, :break}} | rest]), do: layout(w, k, [{i, :flat, doc} | rest])

  defp layout(w, k, [{i, m, {:doc_nest, doc, level, :break}} | rest]) do
    layout(w, k, [{indent(level, i, k), m, doc} | rest])
  end

  defp layout(w, k, [{i, m, {:doc_group, doc, :inherit}} | rest]) when m != :flat do
    layout(w, k, [{i, m, doc} | rest])
  end

  defp layout(w, k, [{i, _m, {:doc_group, doc, _mode}} | rest]) do
    fit = w == :infinity or fits?(w, k, false, [{i, :flat, doc}], :end)
    layout(w, k, [{i, if(fit, do: :flat, else: :break), doc} | rest])
  end

  defp layout(w, k, [{i, m, {:doc_fits, doc, _mode}} | rest]), do: layout(w, k, [{i, m, doc} | rest])
  defp layout(w, k, [{i, _m, {:doc_force, doc}} | rest]), do: layout(w, k, [{i, :break, doc} | rest])

  defp layout(w, k, [{_, m, {:doc_break, text, :flex}} | rest] = entries) when m != :flat do
    k = k + byte_size(text)

    if w == :infinity or fits?(w, k, true, rest, :end) do
      [text | layout(w, k, rest)]
    else
      break_line(w, entries)
    end
  end

  defp layout(w, _k, [{_, m, {:doc_break, _text, :strict}} | _] = entries) when m != :flat do
    break_line(w, entries)
  end

  defp layout(w, k, [{_, _, {:doc_break, text, _kind}} | rest]) do
    [text | layout(w, k + byte_size(text), rest)]
  end

  defp layout(w, k, [{_, _, {:doc_collapse, max}} | rest]), do: collapse(w, k, rest, max, 0)
  defp layout(w, k, [{i, m, {:doc_color, doc, color}} | rest]), do: [ansi(color) | layout(w, k, [{i, m, doc} | rest])]

  defp layout(w, k, [{i, m, {:doc_limit, doc, limit}} | rest]) do
    layout(limit, k, [{i, m, doc}, {i, m, {:restore_width, w}} | rest])
  end

  defp layout(_w, k, [{_, _, {:restore_width, w}} | rest]), do: layout(w, k, rest)
  defp layout(w, k, [{_, _, {:doc_string, text, length}} | rest]), do: [text | layout(w, k + length, rest)]
  defp layout(w, k, [{_, _, text} | rest]) when is_binary(text), do: [text | layout(w, k + byte_size(text), rest)]

  defp break_line(w, [{i, _, _break} | rest]), do: [new_line(i) | layout(w, i, rest)]

  defp new_line(0), do: "\n"
  defp new_line(indent), do: "\n" <> :binary.copy(" ", indent)

  defp indent(:cursor, _i, k), do: k
  defp indent(:reset, _i, _k), do: 0
  defp indent(level, i, _k), do: i + level

  # Lines seen so far after a collapse mark; blanks between them go.
  defp collapse(w, k, [{_, _, :doc_nil} | rest], max, count), do: collapse(w, k, rest, max, count)
  defp collapse(w, _k, [{i, _, :doc_line} | rest], max, count), do: collapse(w, i, rest, max, count + 1)
  defp collapse(w, k, [{i, m, {:doc_cons, a, b}} | rest], max, count), do: collapse(w, k, [{i, m, a}, {i, m, b} | rest], max, count)
  defp collapse(w, k, [{i, m, {:doc_group, a, _}} | rest], max, count), do: collapse(w, k, [{i, m, a} | rest], max, count)
  defp collapse(w, k, [{_, _, ""} | rest], max, count), do: collapse(w, k, rest, max, count)
  defp collapse(w, k, entries, _max, 0), do: layout(w, k, entries)

  defp collapse(w, k, entries, max, count) do
    lines = :binary.copy("\n", Kernel.min(max, count))
    [lines <> :binary.copy(" ", k) | layout(w, k, entries)]
  end

  defp ansi(color), do: IO.ANSI.format_fragment(color, true)

  # Does the text up to the first place where a line may end stay within the width? `breaks?`: was there any break; a
  # document without one must stay as it is and so counts as fitting. `tail` follows the document in question.
  defp fits?(w, k, breaks?, _entries, _tail) when k > w and breaks?, do: false
  defp fits?(_w, _k, _breaks?, [], :end), do: true
  defp fits?(w, k, breaks?, [], rest), do: fits_tail?(w, k, breaks?, rest)

  defp fits?(w, k, breaks?, [{i, _, {:doc_fits, doc, :disabled}} | rest], tail) do
    fits?(w, k, breaks?, [{i, :flat_no_break, doc} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, :flat_no_break, {:doc_fits, doc, _}} | rest], tail) do
    fits?(w, k, breaks?, [{i, :flat_no_break, doc} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, _, {:doc_fits, doc, :enabled}} | rest], tail) do
    fits?(w, k, breaks?, [{i, :break_no_flat, doc} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, :break_no_flat, {:doc_force, doc}} | rest], tail) do
    fits?(w, k, breaks?, [{i, :break_no_flat, doc} | rest], tail)
  end

  defp fits?(_w, _k, _breaks?, [{_, :break_no_flat, {:doc_break, _, _}} | _], _tail), do: true
  defp fits?(_w, _k, _breaks?, [{_, :break_no_flat, :doc_line} | _], _tail), do: true
  defp fits?(_w, _k, _breaks?, [{_, _, {:doc_force, _}} | _], _tail), do: false
  defp fits?(_w, _k, _breaks?, [{_, :break, {:doc_break, _, _}} | _], _tail), do: true
  defp fits?(_w, _k, _breaks?, [{_, :break, :doc_line} | _], _tail), do: true
  defp fits?(_w, _k, _breaks?, [{_, _, :doc_line} | _], _tail), do: true
  defp fits?(w, k, breaks?, [{_, _, :doc_nil} | rest], tail), do: fits?(w, k, breaks?, rest, tail)
  defp fits?(w, _k, breaks?, [{i, _, {:doc_collapse, _}} | rest], tail), do: fits?(w, i, breaks?, rest, tail)
  defp fits?(w, k, breaks?, [{_, _, {:restore_width, _}} | rest], tail), do: fits?(w, k, breaks?, rest, tail)

  defp fits?(w, k, breaks?, [{i, m, {:doc_cons, a, b}} | rest], tail) do
    fits?(w, k, breaks?, [{i, m, a}, {i, m, b} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, m, {:doc_nest, doc, _, _}} | rest], tail) do
    fits?(w, k, breaks?, [{i, m, doc} | rest], tail)
  end

  # A group behind the document in question is flat when the one around it is measured.
  defp fits?(w, k, breaks?, [{i, :break, {:doc_group, doc, :self}} | rest], tail) do
    fits?(w, k, breaks?, [{i, :flat, doc} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, m, {:doc_group, doc, _}} | rest], tail) do
    fits?(w, k, breaks?, [{i, m, doc} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, m, {:doc_color, doc, _}} | rest], tail) do
    fits?(w, k, breaks?, [{i, m, doc} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, m, {:doc_limit, doc, limit}} | rest], tail) when w == :infinity or limit == :infinity do
    limit == :infinity or fits?(w, k, breaks?, [{i, m, doc} | rest], tail)
  end

  defp fits?(w, k, breaks?, [{i, m, {:doc_limit, doc, _limit}} | rest], tail) do
    fits?(w, k, breaks?, [{i, m, doc} | rest], tail)
  end

  defp fits?(w, k, _breaks?, [{_, _, {:doc_break, text, _}} | rest], tail) do
    fits?(w, k + byte_size(text), true, rest, tail)
  end

  defp fits?(w, k, breaks?, [{_, _, {:doc_string, _text, length}} | rest], tail) do
    fits?(w, k + length, breaks?, rest, tail)
  end

  defp fits?(w, k, breaks?, [{_, _, text} | rest], tail) when is_binary(text) do
    fits?(w, k + byte_size(text), breaks?, rest, tail)
  end

  defp fits_tail?(w, k, breaks?, rest), do: fits?(w, k, breaks?, rest, :end)
end
