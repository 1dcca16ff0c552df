# SPDX-License-Identifier: GPL-3.0-or-later
# time.ex - times of day.

defmodule Time do
  @moduledoc """
  Times of day: hour, minute, second, microsecond and calendar.
  """

  import Kernel, except: [to_string: 1]

  @enforce_keys [:hour, :minute, :second]
  defstruct [:hour, :minute, :second, microsecond: {0, 0}, calendar: Calendar.ISO]

  @type t :: %__MODULE__{
          hour: Calendar.hour(),
          minute: Calendar.minute(),
          second: Calendar.second(),
          microsecond: Calendar.microsecond(),
          calendar: Calendar.calendar()
        }

  @parts_per_day 86_400_000_000
  @seconds_per_day 86_400

  @doc "The time now in UTC."
  @spec utc_now(Calendar.calendar()) :: t
  def utc_now(calendar \\ Calendar.ISO) do
    {:ok, _, {hour, minute, second}, {value, _}} = Calendar.ISO.from_unix(:os.system_time(), :native)
    convert!(%Time{hour: hour, minute: minute, second: second, microsecond: {value, 6}}, calendar)
  end

  @doc """
  `{:ok, time}`, or `{:error, :invalid_time}`.

      iex> Time.new(23, 30, 10)
      {:ok, ~T[23:30:10]}
  """
  @spec new(Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) ::
          {:ok, t} | {:error, atom}
  def new(hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def new(hour, minute, second, microsecond, calendar) when is_integer(microsecond) do
    new(hour, minute, second, {microsecond, 6}, calendar)
  end

  def new(hour, minute, second, {value, precision}, calendar)
      when is_integer(hour) and is_integer(minute) and is_integer(second) and is_integer(value) and is_integer(precision) do
    if calendar.valid_time?(hour, minute, second, {value, precision}) do
      {:ok, %Time{hour: hour, minute: minute, second: second, microsecond: {value, precision}, calendar: calendar}}
    else
      {:error, :invalid_time}
    end
  end

  @doc "A time; raises if there is none such."
  @spec new!(Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) :: t
  def new!(hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case new(hour, minute, second, microsecond, calendar) do
      {:ok, time} -> time
      {:error, reason} -> raise ArgumentError, "cannot build time, reason: #{inspect(reason)}"
    end
  end

  @doc "The text of a time."
  @spec to_string(Calendar.time()) :: String.t()
  def to_string(time)

  def to_string(%{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}) do
    calendar.time_to_string(hour, minute, second, microsecond)
  end

  @doc "Reads a time in the format of ISO 8601."
  @spec from_iso8601(String.t(), Calendar.calendar()) :: {:ok, t} | {:error, atom}
  def from_iso8601(string, calendar \\ Calendar.ISO) do
    with {:ok, {hour, minute, second, microsecond}} <- Calendar.ISO.parse_time(string) do
      convert(%Time{hour: hour, minute: minute, second: second, microsecond: microsecond}, calendar)
    end
  end

  @doc "Reads a time in the format of ISO 8601; raises if it is none."
  @spec from_iso8601!(String.t(), Calendar.calendar()) :: t
  def from_iso8601!(string, calendar \\ Calendar.ISO) do
    case from_iso8601(string, calendar) do
      {:ok, value} -> value
      {:error, reason} -> raise ArgumentError, "cannot parse #{inspect(string)} as time, reason: #{inspect(reason)}"
    end
  end

  @doc "The text of a time in the format of ISO 8601."
  @spec to_iso8601(Calendar.time(), :extended | :basic) :: String.t()
  def to_iso8601(time, format \\ :extended)

  def to_iso8601(%{calendar: Calendar.ISO} = time, format) when format in [:extended, :basic] do
    Calendar.ISO.time_to_string(time.hour, time.minute, time.second, time.microsecond, format)
  end

  def to_iso8601(%{calendar: _} = time, format) when format in [:extended, :basic] do
    time |> convert!(Calendar.ISO) |> to_iso8601(format)
  end

  @doc "The tuple that Erlang has for a time."
  @spec to_erl(Calendar.time()) :: :calendar.time()
  def to_erl(time) do
    %{hour: hour, minute: minute, second: second} = convert!(time, Calendar.ISO)
    {hour, minute, second}
  end

  @doc "The time of Erlang's tuple."
  @spec from_erl(:calendar.time(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) :: {:ok, t} | {:error, atom}
  def from_erl(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def from_erl({hour, minute, second}, microsecond, calendar) do
    with {:ok, time} <- new(hour, minute, second, microsecond, Calendar.ISO), do: convert(time, calendar)
  end

  @doc "The time of Erlang's tuple; raises if it is none."
  @spec from_erl!(:calendar.time(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) :: t
  def from_erl!(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case from_erl(tuple, microsecond, calendar) do
      {:ok, value} -> value
      {:error, reason} -> raise ArgumentError, "cannot convert #{inspect(tuple)} to time, reason: #{inspect(reason)}"
    end
  end

  @doc "The time so many seconds after midnight."
  @spec from_seconds_after_midnight(integer, Calendar.microsecond(), Calendar.calendar()) :: t
  def from_seconds_after_midnight(seconds, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) when is_integer(seconds) do
    seconds = Integer.mod(seconds, @seconds_per_day)

    convert!(
      %Time{hour: div(seconds, 3600), minute: rem(div(seconds, 60), 60), second: rem(seconds, 60), microsecond: microsecond},
      calendar
    )
  end

  @doc "The seconds after midnight, and the microseconds."
  @spec to_seconds_after_midnight(Calendar.time()) :: {integer, non_neg_integer}
  def to_seconds_after_midnight(%{microsecond: {microsecond, _precision}} = time) do
    iso = convert!(time, Calendar.ISO)
    {(iso.hour * 60 + iso.minute) * 60 + iso.second, microsecond}
  end

  @doc """
  The time so much later; days that pass do not count.

      iex> Time.add(~T[10:00:00], 27000)
      ~T[17:30:00]
  """
  @spec add(Calendar.time(), integer, :hour | :minute | System.time_unit()) :: t
  def add(time, amount_to_add, unit \\ :second)
  def add(time, amount, :hour) when is_integer(amount), do: add(time, amount * 3600, :second)
  def add(time, amount, :minute) when is_integer(amount), do: add(time, amount * 60, :second)

  def add(%{calendar: calendar, microsecond: {_, precision}} = time, amount, unit) when is_integer(amount) do
    parts = to_microseconds(time) + System.convert_time_unit(amount, unit, :microsecond)

    {hour, minute, second, {value, _}} =
      calendar.time_from_day_fraction({Integer.mod(parts, @parts_per_day), @parts_per_day})

    %Time{hour: hour, minute: minute, second: second, microsecond: {value, precision}, calendar: calendar}
  end

  defp to_microseconds(%{calendar: calendar, hour: hour, minute: minute, second: second, microsecond: microsecond}) do
    {parts, per_day} = calendar.time_to_day_fraction(hour, minute, second, microsecond)
    div(parts * @parts_per_day, per_day)
  end

  @doc "Compares two times: `:lt`, `:eq`, `:gt`."
  @spec compare(Calendar.time(), Calendar.time()) :: :lt | :eq | :gt
  def compare(%{calendar: _} = time1, %{calendar: _} = time2) do
    first = to_microseconds(time1)
    second = to_microseconds(time2)

    cond do
      first > second -> :gt
      first < second -> :lt
      true -> :eq
    end
  end

  @doc "The time in another calendar."
  @spec convert(Calendar.time(), Calendar.calendar()) :: {:ok, t} | {:error, atom}
  def convert(%{calendar: calendar} = time, calendar) do
    {:ok, %Time{calendar: calendar, hour: time.hour, minute: time.minute, second: time.second, microsecond: time.microsecond}}
  end

  def convert(%{microsecond: {_, precision}} = time, calendar) do
    {hour, minute, second, {value, _}} = calendar.time_from_day_fraction({to_microseconds(time), @parts_per_day})
    {:ok, %Time{calendar: calendar, hour: hour, minute: minute, second: second, microsecond: {value, precision}}}
  end

  @doc "The time in another calendar."
  @spec convert!(Calendar.time(), Calendar.calendar()) :: t
  def convert!(time, calendar) do
    {:ok, value} = convert(time, calendar)
    value
  end

  @doc "The time from the second to the first."
  @spec diff(Calendar.time(), Calendar.time(), :hour | :minute | System.time_unit()) :: integer
  def diff(time1, time2, unit \\ :second)
  def diff(time1, time2, :hour), do: div(diff(time1, time2, :second), 3600)
  def diff(time1, time2, :minute), do: div(diff(time1, time2, :second), 60)

  def diff(%{calendar: _} = time1, %{calendar: _} = time2, unit) do
    difference = to_microseconds(time1) - to_microseconds(time2)
    if difference < 0, do: -System.convert_time_unit(-difference, :microsecond, unit), else: System.convert_time_unit(difference, :microsecond, unit)
  end

  @doc "Cuts microseconds to a precision."
  @spec truncate(t, :microsecond | :millisecond | :second) :: t
  def truncate(%Time{microsecond: microsecond} = time, precision) do
    %{time | microsecond: Calendar.truncate(microsecond, precision)}
  end
end

defimpl String.Chars, for: Time do
  def to_string(time), do: Time.to_string(time)
end

defimpl Inspect, for: Time do
  def inspect(%{calendar: calendar} = time, _opts) do
    "~T[" <> Time.to_string(time) <> suffix(calendar) <> "]"
  end

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> Kernel.inspect(calendar)
end
