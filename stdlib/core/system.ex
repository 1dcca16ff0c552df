# SPDX-License-Identifier: GPL-3.0-or-later
# system.ex - the system around: environment, time, commands, halting.

defmodule System do
  @moduledoc """
  The system around: environment variables, time, commands, halting.
  """

  @type time_unit :: :second | :millisecond | :microsecond | :nanosecond | pos_integer
  @type covered_signal :: :sigstop | :sigabrt | :sigalrm | :sigchld | :sigquit | :sigterm | :sigtstp | :sigusr1 | :sigusr2 | :sighup

  @version "1.14.0"

  @signals [:sigquit, :sigterm, :sigabrt, :sigalrm, :sigusr1, :sigusr2, :sigchld, :sigtstp, :sighup, :sigstop]

  # --- the build ----------------------------------------------------------------------------------------------------

  @doc "The version of Elixir that this is."
  @spec version() :: String.t()
  def version(), do: @version

  @doc "What this was built from."
  @spec build_info() :: map
  def build_info() do
    %{
      build: "#{@version} (Elver)",
      date: "",
      otp_release: otp_release(),
      revision: "",
      version: @version
    }
  end

  @doc "The release of OTP that this follows."
  @spec otp_release() :: String.t()
  def otp_release(), do: :erlang.list_to_binary(:erlang.system_info(:otp_release))

  @doc "The byte order of the machine."
  @spec endianness() :: :little | :big
  def endianness(), do: :erlang.system_info(:endian)

  @doc "The byte order of the machine this was built on."
  @spec compiled_endianness() :: :little | :big
  def compiled_endianness(), do: :erlang.system_info(:endian)

  @doc "The number of schedulers."
  @spec schedulers() :: pos_integer
  def schedulers(), do: :erlang.system_info(:schedulers)

  @doc "The number of schedulers at work."
  @spec schedulers_online() :: pos_integer
  def schedulers_online(), do: :erlang.system_info(:schedulers_online)

  # --- arguments, exit ----------------------------------------------------------------------------------------------

  @doc "The arguments of the command line."
  @spec argv() :: [String.t()]
  def argv(), do: :persistent_term.get({__MODULE__, :argv}, [])

  @doc "Sets what `argv/0` gives."
  @spec argv([String.t()]) :: :ok
  def argv(args) when is_list(args), do: :persistent_term.put({__MODULE__, :argv}, args)

  @doc "Whether the system stays when the script has ended."
  @spec no_halt() :: boolean
  def no_halt(), do: :persistent_term.get({__MODULE__, :no_halt}, false)

  @doc "Sets what `no_halt/0` gives."
  @spec no_halt(boolean) :: :ok
  def no_halt(boolean) when is_boolean(boolean), do: :persistent_term.put({__MODULE__, :no_halt}, boolean)

  @doc "Registers a function that gets the exit status when the script has ended."
  @spec at_exit((non_neg_integer -> any)) :: :ok
  def at_exit(fun) when is_function(fun, 1) do
    :persistent_term.put({__MODULE__, :at_exit}, [fun | :persistent_term.get({__MODULE__, :at_exit}, [])])
  end

  @doc false
  def run_at_exit(status) do
    case :persistent_term.get({__MODULE__, :at_exit}, []) do
      [] ->
        :ok

      [fun | rest] ->
        :persistent_term.put({__MODULE__, :at_exit}, rest)
        fun.(status)
        run_at_exit(status)
    end
  end

  @doc "Ends the system at once."
  @spec halt(non_neg_integer | binary | :abort) :: no_return
  def halt(status \\ 0)
  def halt(status) when is_integer(status) or status == :abort, do: :erlang.halt(status)
  def halt(status) when is_binary(status), do: :erlang.halt(String.to_charlist(status))

  @doc "Ends the system after its applications have been stopped."
  @spec stop(non_neg_integer | String.t()) :: no_return
  def stop(status \\ 0)
  def stop(status) when is_integer(status), do: :init.stop(status)
  def stop(status) when is_binary(status), do: :init.stop(String.to_charlist(status))

  @doc "Starts all applications anew."
  @spec restart() :: :ok
  defdelegate restart(), to: :init

  @doc "The process identifier of the system."
  @spec pid() :: String.t()
  def pid(), do: :os.getpid() |> List.to_string()

  @doc false
  def get_pid(), do: pid()

  @doc "Calls a function when the system gets a signal."
  @spec trap_signal(covered_signal, id, (() -> :ok)) :: {:ok, id} | {:error, :already_registered | :not_sup} when id: term
  def trap_signal(signal, id \\ make_ref(), fun)
      when signal in @signals and is_function(fun, 0) do
    :gen_event.call(:erl_signal_server, {System.SignalHandler, signal}, {:trap, signal, id, fun})
  end

  @doc "Ends what `trap_signal/3` began."
  @spec untrap_signal(covered_signal, id) :: :ok | {:error, :not_found} when id: term
  def untrap_signal(signal, id) when signal in @signals do
    :gen_event.call(:erl_signal_server, {System.SignalHandler, signal}, {:untrap, signal, id})
  end

  @doc false
  def stacktrace(), do: []

  # --- environment --------------------------------------------------------------------------------------------------

  @doc "All environment variables."
  @spec get_env() :: %{optional(String.t()) => String.t()}
  def get_env() do
    Map.new(:os.env(), fn {name, value} -> {List.to_string(name), List.to_string(value)} end)
  end

  @doc "The value of an environment variable, or `default`."
  @spec get_env(String.t(), default) :: String.t() | default when default: String.t() | nil
  def get_env(varname, default \\ nil) when is_binary(varname) and (is_binary(default) or is_nil(default)) do
    case :os.getenv(String.to_charlist(varname)) do
      false -> default
      value -> List.to_string(value)
    end
  end

  @doc false
  def fetch_env(varname) when is_binary(varname) do
    case :os.getenv(String.to_charlist(varname)) do
      false -> :error
      value -> {:ok, List.to_string(value)}
    end
  end

  @doc "The value of an environment variable; raises if it is not set."
  @spec fetch_env!(String.t()) :: String.t()
  def fetch_env!(varname) when is_binary(varname) do
    get_env(varname) || raise System.EnvError, env: varname
  end

  @doc "Sets an environment variable."
  @spec put_env(String.t(), String.t()) :: :ok
  def put_env(varname, value) when is_binary(varname) and is_binary(value) do
    case :binary.match(varname, "=") do
      {_, _} ->
        raise ArgumentError, "cannot execute System.put_env/2 for key with \"=\", got: #{inspect(varname)}"

      :nomatch ->
        :os.putenv(String.to_charlist(varname), String.to_charlist(value))
        :ok
    end
  end

  @doc "Sets environment variables; those with `nil` are deleted."
  @spec put_env(Enumerable.t()) :: :ok
  def put_env(enum) do
    Enum.each(enum, fn
      {key, nil} -> :os.unsetenv(to_charlist(key))
      {key, value} -> :os.putenv(to_charlist(key), to_charlist(value))
    end)
  end

  @doc "Deletes an environment variable."
  @spec delete_env(String.t()) :: :ok
  def delete_env(varname) do
    :os.unsetenv(String.to_charlist(varname))
    :ok
  end

  @doc false
  def cwd() do
    case :file.get_cwd() do
      {:ok, base} -> IO.chardata_to_string(base)
      _ -> nil
    end
  end

  @doc false
  def cwd!() do
    cwd() || raise RuntimeError, "could not get a current working directory, the current location is not accessible"
  end

  @doc "The home directory of the user, or `nil`."
  @spec user_home() :: String.t() | nil
  def user_home(), do: get_env("HOME")

  @doc "The home directory of the user; raises if it is not set."
  @spec user_home!() :: String.t()
  def user_home!() do
    user_home() || raise RuntimeError, "could not find the user home, please set the HOME environment variable"
  end

  @doc "A directory for temporary files that can be written, or `nil`."
  @spec tmp_dir() :: String.t() | nil
  def tmp_dir() do
    Enum.find_value(["TMPDIR", "TEMP", "TMP"], fn name -> name |> get_env() |> writable_dir() end) ||
      writable_dir("/tmp") || writable_dir(cwd())
  end

  @doc "A directory for temporary files that can be written; raises if there is none."
  @spec tmp_dir!() :: String.t()
  def tmp_dir!() do
    tmp_dir() || raise RuntimeError, "could not get a writable temporary directory, please set the TMPDIR environment variable"
  end

  defp writable_dir(nil), do: nil

  defp writable_dir(dir) do
    case File.stat(dir) do
      {:ok, %{type: :directory, access: access}} when access in [:read_write, :write] -> Path.expand(dir)
      _ -> nil
    end
  end

  # --- commands -----------------------------------------------------------------------------------------------------

  @doc "The path of a program, or `nil`."
  @spec find_executable(binary) :: binary | nil
  def find_executable(program) when is_binary(program) do
    check_null(program, "System.find_executable/1 for program")

    case :os.find_executable(String.to_charlist(program)) do
      false -> nil
      path -> List.to_string(path)
    end
  end

  @doc "Runs a command in the shell: its output and exit status."
  @spec shell(binary, keyword) :: {Collectable.t(), exit_status :: non_neg_integer}
  def shell(command, opts \\ []) when is_binary(command) do
    check_null(command, "System.shell/2 for command")
    {close_stdin?, opts} = Keyword.pop(opts, :close_stdin, false)
    command = if close_stdin?, do: "(#{command}\n) </dev/null", else: "(#{command}\n)"
    run({:spawn_executable, '/bin/sh'}, [args: ["-c", command]], opts)
  end

  @doc """
  Runs a program with arguments: its output and exit status.

      iex> System.cmd("echo", ["hello"])
      {"hello\\n", 0}
  """
  @spec cmd(binary, [binary], keyword) :: {Collectable.t(), exit_status :: non_neg_integer}
  def cmd(command, args, opts \\ []) when is_binary(command) and is_list(args) do
    check_null(command, "System.cmd/3 for program")

    unless Enum.all?(args, &is_binary/1) do
      raise ArgumentError, "all arguments for System.cmd/3 must be binaries"
    end

    name = String.to_charlist(command)
    path = if Path.type(command) == :absolute, do: name, else: :os.find_executable(name) || :erlang.error(:enoent)
    run({:spawn_executable, path}, [args: args], opts)
  end

  defp check_null(text, what) do
    if String.contains?(text, "\0") do
      raise ArgumentError, "cannot execute #{what} with null byte, got: #{inspect(text)}"
    end
  end

  # The child's standard input is a pipe that stays open until it ends, its output is read as it comes.
  defp run({:spawn_executable, path}, [args: args], opts) do
    opts = cmd_opts(opts, %{into: "", cd: nil, arg0: path, stderr: false, env: :inherit})
    {initial, collector} = Collectable.into(opts.into)

    case :elver_io.spawn(to_binary(path), [to_binary(opts.arg0) | args], opts.env, opts.cd, opts.stderr) do
      {:ok, child} -> collect_all(child, initial, collector)
      {:error, reason} -> :erlang.error(reason)
    end
  end

  defp to_binary(path), do: IO.chardata_to_string(path)

  defp collect_all({os_pid, input, output}, initial, collector) do
    try do
      acc = collect(output, initial, collector)
      {:ok, status} = :elver_io.wait(os_pid)
      {acc, status}
    catch
      kind, reason ->
        collector.(initial, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {acc, status} -> {collector.(acc, :done), status}
    after
      :elver_io.close(input)
      :elver_io.close(output)
    end
  end

  defp collect(output, acc, collector) do
    case :elver_io.read(output, 65_536) do
      {:ok, data} -> collect(output, collector.(acc, {:cont, data}), collector)
      :eof -> acc
    end
  end

  defp cmd_opts([{:into, into} | rest], opts), do: cmd_opts(rest, %{opts | into: into})
  defp cmd_opts([{:cd, dir} | rest], opts) when is_binary(dir), do: cmd_opts(rest, %{opts | cd: dir})
  defp cmd_opts([{:arg0, arg0} | rest], opts) when is_binary(arg0), do: cmd_opts(rest, %{opts | arg0: arg0})
  defp cmd_opts([{:stderr_to_stdout, flag} | rest], opts) when is_boolean(flag), do: cmd_opts(rest, %{opts | stderr: flag})
  defp cmd_opts([{:parallelism, flag} | rest], opts) when is_boolean(flag), do: cmd_opts(rest, opts)
  defp cmd_opts([{:env, env} | rest], opts), do: cmd_opts(rest, %{opts | env: child_env(env)})
  defp cmd_opts([], opts), do: opts

  defp cmd_opts([{key, value} | _], _opts) do
    raise ArgumentError, "invalid option #{inspect(key)} with value #{inspect(value)}"
  end

  # The whole environment of the child: ours, changed.
  defp child_env(env) do
    env
    |> Enum.reduce(get_env(), fn
      {name, nil}, all -> Map.delete(all, to_string(name))
      {name, value}, all -> Map.put(all, to_string(name), value)
    end)
    |> Enum.map(fn {name, value} -> name <> "=" <> value end)
  end

  # --- time ---------------------------------------------------------------------------------------------------------

  @doc "Monotonic time in native units."
  @spec monotonic_time() :: integer
  def monotonic_time(), do: :erlang.monotonic_time()

  @doc "Monotonic time."
  @spec monotonic_time(time_unit | :native) :: integer
  def monotonic_time(unit), do: :erlang.monotonic_time(unit(unit))

  @doc "System time in native units."
  @spec system_time() :: integer
  def system_time(), do: :erlang.system_time()

  @doc "System time: since 1970."
  @spec system_time(time_unit | :native) :: integer
  def system_time(unit), do: :erlang.system_time(unit(unit))

  @doc """
  Converts a time between units, rounding down.

      iex> System.convert_time_unit(1, :second, :millisecond)
      1000
  """
  @spec convert_time_unit(integer, time_unit | :native, time_unit | :native) :: integer
  def convert_time_unit(time, from_unit, to_unit) do
    :erlang.convert_time_unit(time, unit(from_unit), unit(to_unit))
  end

  @doc "The difference between system time and monotonic time in native units."
  @spec time_offset() :: integer
  def time_offset(), do: :erlang.time_offset()

  @doc "The difference between system time and monotonic time."
  @spec time_offset(time_unit | :native) :: integer
  def time_offset(unit), do: :erlang.time_offset(unit(unit))

  @doc "The time of the operating system in native units."
  @spec os_time() :: integer
  def os_time(), do: :os.system_time()

  @doc "The time of the operating system."
  @spec os_time(time_unit | :native) :: integer
  def os_time(unit), do: :os.system_time(unit(unit))

  @doc "An integer not given before; modifiers `:positive` and `:monotonic`."
  @spec unique_integer([:positive | :monotonic]) :: integer
  def unique_integer(modifiers \\ []), do: :erlang.unique_integer(modifiers)

  defp unit(:native), do: :native
  defp unit(:second), do: :second
  defp unit(:millisecond), do: :millisecond
  defp unit(:microsecond), do: :microsecond
  defp unit(:nanosecond), do: :nanosecond
  defp unit(:seconds), do: :second
  defp unit(:milliseconds), do: :millisecond
  defp unit(:microseconds), do: :microsecond
  defp unit(:nanoseconds), do: :nanosecond
  defp unit(unit) when is_integer(unit) and unit > 0, do: unit

  defp unit(other) do
    raise ArgumentError,
          "unsupported time unit. Expected :second, :millisecond, " <>
            ":microsecond, :nanosecond, or a positive integer, got #{inspect(other)}"
  end
end

defmodule System.EnvError do
  @moduledoc "Raised when an environment variable is not set."
  defexception [:env]

  @impl true
  def message(%{env: env}) do
    "could not fetch environment variable #{inspect(env)} because it is not set"
  end
end
