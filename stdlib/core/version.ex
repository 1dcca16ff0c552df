# SPDX-License-Identifier: GPL-3.0-or-later
# version.ex - version numbers (Semantic Versioning 2) and requirements on them.

defmodule Version do
  @moduledoc """
  Version numbers and requirements like `">= 1.0.0 and < 2.0.0"` or `"~> 1.2"`.
  """

  import Kernel, except: [match?: 2, to_string: 1]

  @enforce_keys [:major, :minor, :patch]
  @derive {Inspect, optional: [:pre, :build]}
  defstruct [:major, :minor, :patch, pre: [], build: nil]

  @type version :: String.t() | t
  @type requirement :: String.t() | Version.Requirement.t()
  @type t :: %__MODULE__{}

  @doc "`{:ok, version}` of text, or `:error`."
  @spec parse(String.t()) :: {:ok, t} | :error
  def parse(string) when is_binary(string) do
    case read(string, false) do
      {:ok, {major, minor, patch, pre, build}} -> {:ok, %Version{major: major, minor: minor, patch: patch, pre: pre, build: build}}
      :error -> :error
    end
  end

  @doc "The version of text; raises `Version.InvalidVersionError`."
  @spec parse!(String.t()) :: t
  def parse!(string) when is_binary(string) do
    case parse(string) do
      {:ok, version} -> version
      :error -> raise Version.InvalidVersionError, string
    end
  end

  # {major, minor, patch, pre, build}; the patch may be missing (nil) if `approximate`.
  @doc false
  def read(string, approximate) do
    with {rest, build} when build != "" <- split_off(string, "+"),
         {numbers, pre} when pre != "" <- split_off(rest, "-"),
         {:ok, pre} <- read_pre(pre),
         true <- build == nil or identifiers?(build),
         {:ok, {major, minor, patch}} <- read_numbers(:binary.split(numbers, ".", [:global]), approximate) do
      {:ok, {major, minor, patch, pre, build}}
    else
      _ -> :error
    end
  end

  defp split_off(string, separator) do
    case :binary.split(string, separator) do
      [before, rest] -> {before, rest}
      [string] -> {string, nil}
    end
  end

  defp read_numbers([major, minor, patch], _approximate) do
    with {:ok, major} <- number(major), {:ok, minor} <- number(minor), {:ok, patch} <- number(patch), do: {:ok, {major, minor, patch}}
  end

  defp read_numbers([major, minor], true) do
    with {:ok, major} <- number(major), {:ok, minor} <- number(minor), do: {:ok, {major, minor, nil}}
  end

  defp read_numbers(_parts, _approximate), do: :error

  defp number("0"), do: {:ok, 0}
  defp number(<<first, _::binary>> = text) when first in ?1..?9, do: if(digits?(text), do: {:ok, String.to_integer(text)}, else: :error)
  defp number(_text), do: :error

  defp digits?(text), do: text != "" and Enum.all?(:binary.bin_to_list(text), &(&1 in ?0..?9))

  defp read_pre(nil), do: {:ok, []}

  defp read_pre(pre) do
    parts = :binary.split(pre, ".", [:global])
    read = Enum.map(parts, fn part -> if digits?(part), do: number(part), else: identifier(part) end)
    if :error in read, do: :error, else: {:ok, Enum.map(read, &elem(&1, 1))}
  end

  defp identifier(text), do: if(identifier?(text), do: {:ok, text}, else: :error)
  defp identifiers?(text), do: text |> :binary.split(".", [:global]) |> Enum.all?(&identifier?/1)

  defp identifier?(text) do
    text != "" and Enum.all?(:binary.bin_to_list(text), &(&1 in ?0..?9 or &1 in ?a..?z or &1 in ?A..?Z or &1 == ?-))
  end

  @doc "`{:ok, requirement}` of text, or `:error`."
  @spec parse_requirement(String.t()) :: {:ok, Version.Requirement.t()} | :error
  def parse_requirement(string) when is_binary(string) do
    case Version.Requirement.parse(string) do
      {:ok, lexed} -> {:ok, %Version.Requirement{source: string, lexed: lexed}}
      :error -> :error
    end
  end

  @doc "The requirement of text; raises `Version.InvalidRequirementError`."
  @spec parse_requirement!(String.t()) :: Version.Requirement.t()
  def parse_requirement!(source) when is_binary(source) do
    case parse_requirement(source) do
      {:ok, requirement} -> requirement
      :error -> raise Version.InvalidRequirementError, source
    end
  end

  @doc "The requirement itself."
  @spec compile_requirement(Version.Requirement.t()) :: Version.Requirement.t()
  def compile_requirement(%Version.Requirement{} = requirement), do: requirement

  @doc """
  Tells whether a version meets a requirement; `allow_pre: false` leaves out pre-releases.

      iex> Version.match?("2.1.6", "~> 2.1")
      true
  """
  @spec match?(version, requirement, keyword) :: boolean
  def match?(version, requirement, opts \\ [])
  def match?(version, requirement, opts) when is_binary(requirement), do: match?(version, parse_requirement!(requirement), opts)

  def match?(version, %Version.Requirement{lexed: lexed}, opts) do
    Version.Requirement.met?(lexed, matchable(version), Keyword.get(opts, :allow_pre, true))
  end

  @doc """
  Compares two versions: `:gt`, `:eq`, `:lt`.

      iex> Version.compare("2.0.1-alpha1", "2.0.0")
      :gt
  """
  @spec compare(version, version) :: :gt | :eq | :lt
  def compare(version1, version2), do: compare_parts(matchable(version1), matchable(version2))

  @doc false
  def compare_parts({major1, minor1, patch1, pre1}, {major2, minor2, patch2, pre2}) do
    numbers1 = {major1, minor1, patch1}
    numbers2 = {major2, minor2, patch2}

    cond do
      numbers1 > numbers2 -> :gt
      numbers1 < numbers2 -> :lt
      pre1 == [] and pre2 != [] -> :gt
      pre1 != [] and pre2 == [] -> :lt
      pre1 > pre2 -> :gt
      pre1 < pre2 -> :lt
      true -> :eq
    end
  end

  defp matchable(%Version{major: major, minor: minor, patch: patch, pre: pre}), do: {major, minor, patch, pre}

  defp matchable(string) do
    case read(string, false) do
      {:ok, {major, minor, patch, pre, _build}} -> {major, minor, patch, pre}
      :error -> raise Version.InvalidVersionError, string
    end
  end

  @doc "The text of a version."
  @spec to_string(t) :: String.t()
  def to_string(%Version{major: major, minor: minor, patch: patch, pre: pre, build: build}) do
    pre = if pre == [], do: "", else: "-" <> Enum.join(pre, ".")
    build = if build, do: "+" <> build, else: ""
    "#{major}.#{minor}.#{patch}" <> pre <> build
  end
end

defimpl String.Chars, for: Version do
  def to_string(version), do: Version.to_string(version)
end
