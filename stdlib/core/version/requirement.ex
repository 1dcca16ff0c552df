# SPDX-License-Identifier: GPL-3.0-or-later
# version/requirement.ex - requirements on versions: comparisons joined by `and`, `or`.

defmodule Version.Requirement do
  @moduledoc """
  The structure of a requirement.
  """

  defstruct [:source, :lexed]

  @type t :: %__MODULE__{}

  # A list of alternatives, each a list of {operator, {major, minor, patch, pre}}.
  @doc false
  def parse(source) do
    case source |> words() |> alternatives([[]]) do
      :error -> :error
      parsed -> {:ok, parsed}
    end
  end

  defp words(source) do
    spaced = Regex.replace(~r/(~>|>=|<=|==|!=|>|<|!)/, source, " \\1 ")
    String.split(spaced)
  end

  defp alternatives([operator, version | rest], [current | done]) when operator in ["~>", ">=", "<=", "==", "!=", ">", "<", "!"] do
    comparison(operator, version, rest, current, done)
  end

  defp alternatives([version | rest], [current | done]) when version not in ["and", "or"] do
    comparison("==", version, rest, current, done)
  end

  defp alternatives(_words, _parsed), do: :error

  defp comparison(operator, version, rest, current, done) do
    case Version.read(version, operator == "~>") do
      {:ok, {major, minor, patch, pre, _build}} ->
        continue(rest, [[{operator, {major, minor, patch, pre}} | current] | done])

      :error ->
        :error
    end
  end

  defp continue([], parsed), do: :lists.reverse(parsed)
  defp continue(["and" | rest], parsed), do: alternatives(rest, parsed)
  defp continue(["or" | rest], parsed), do: alternatives(rest, [[] | parsed])
  defp continue(_words, _parsed), do: :error

  @doc false
  def met?(alternatives, version, allow_pre) do
    Enum.any?(alternatives, fn comparisons -> Enum.all?(comparisons, &holds?(&1, version, allow_pre)) end)
  end

  defp holds?({"==", required}, version, _allow_pre), do: Version.compare_parts(version, required) == :eq
  defp holds?({"!=", required}, version, _allow_pre), do: Version.compare_parts(version, required) != :eq
  defp holds?({"!", required}, version, _allow_pre), do: Version.compare_parts(version, required) != :eq
  defp holds?({">", required}, version, pre), do: pre_fine?(version, required, pre) and Version.compare_parts(version, required) == :gt
  defp holds?({"<", required}, version, pre), do: pre_fine?(version, required, pre) and Version.compare_parts(version, required) == :lt
  defp holds?({">=", required}, version, pre), do: pre_fine?(version, required, pre) and Version.compare_parts(version, required) != :lt
  defp holds?({"<=", required}, version, pre), do: pre_fine?(version, required, pre) and Version.compare_parts(version, required) != :gt

  defp holds?({"~>", {major, minor, nil, required_pre}}, {version_major, _, _, _} = version, pre) do
    required = {major, minor, 0, required_pre}
    pre_fine?(version, required, pre) and version_major == major and Version.compare_parts(version, required) != :lt
  end

  defp holds?({"~>", {major, minor, _, _} = required}, {version_major, version_minor, _, _} = version, pre) do
    pre_fine?(version, required, pre) and version_major == major and version_minor == minor and
      Version.compare_parts(version, required) != :lt
  end

  defp pre_fine?(_version, _required, true), do: true
  defp pre_fine?({_, _, _, pre}, {_, _, _, required_pre}, false), do: pre == [] or required_pre != []
end

defimpl String.Chars, for: Version.Requirement do
  def to_string(%{source: source}), do: source
end

defimpl Inspect, for: Version.Requirement do
  def inspect(%{source: source}, _opts), do: "Version.parse_requirement!(" <> Kernel.inspect(source) <> ")"
end

defmodule Version.InvalidRequirementError do
  @moduledoc "Raised for text that is no requirement."
  defexception [:requirement]

  @impl true
  def exception(requirement) when is_binary(requirement), do: %__MODULE__{requirement: requirement}

  @impl true
  def message(%{requirement: requirement}), do: "invalid requirement: #{inspect(requirement)}"
end

defmodule Version.InvalidVersionError do
  @moduledoc "Raised for text that is no version."
  defexception [:version]

  @impl true
  def exception(version) when is_binary(version), do: %__MODULE__{version: version}

  @impl true
  def message(%{version: version}), do: "invalid version: #{inspect(version)}"
end
