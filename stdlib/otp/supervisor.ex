# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Supervisor do
  @moduledoc """
  A process that starts other processes, its children, restarts them when they fail and stops them in reverse order.

      children = [{Stack, [:hello]}]
      {:ok, pid} = Supervisor.start_link(children, strategy: :one_for_one)

  A child is a module, `{module, arg}` or a map with `:id`, `:start` and, optionally, `:restart` (`:permanent`,
  `:transient`, `:temporary`), `:shutdown` (milliseconds, `:infinity`, `:brutal_kill`), `:type` (`:worker`, `:supervisor`)
  and `:modules`. Strategies: `:one_for_one`, `:one_for_all`, `:rest_for_one`. More than `:max_restarts` (3) within
  `:max_seconds` (5) end the supervisor.
  """

  @type on_start :: {:ok, pid} | :ignore | {:error, {:already_started, pid} | {:shutdown, term} | term}
  @type on_start_child ::
          {:ok, child} | {:ok, child, info :: term} | {:error, {:already_started, child} | :already_present | term}
  @type child :: pid | :undefined
  @type name :: atom | {:global, term} | {:via, module, name :: term}
  @type option :: {:name, name}
  @type sup_flags :: %{
          strategy: strategy,
          intensity: non_neg_integer,
          period: pos_integer
        }
  @type supervisor :: pid | name | {atom, node}
  @type init_option ::
          {:strategy, strategy} | {:max_restarts, non_neg_integer} | {:max_seconds, pos_integer}
  @type restart :: :permanent | :transient | :temporary
  @type shutdown :: timeout | :brutal_kill
  @type strategy :: :one_for_one | :one_for_all | :rest_for_one
  @type type :: :worker | :supervisor
  @type child_spec :: %{
          required(:id) => atom | term,
          required(:start) => {module, function_name :: atom, args :: [term]},
          optional(:restart) => restart,
          optional(:shutdown) => shutdown,
          optional(:type) => type,
          optional(:modules) => [module] | :dynamic,
          optional(:significant) => boolean
        }

  @doc "Called to get the flags and children, see `init/2`."
  @callback init(init_arg :: term) :: {:ok, {sup_flags, [child_spec]}} | :ignore

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour Supervisor

      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(init_arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [init_arg]},
          type: :supervisor
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc "Starts a supervisor with the given children, or with the callback module and its argument."
  def start_link(children, options)

  @spec start_link([child_spec | {module, term} | module], [option | init_option]) :: on_start
  def start_link(children, options) when is_list(children) do
    {sup_opts, start_opts} = Keyword.split(options, [:strategy, :max_seconds, :max_restarts])
    start_link(Supervisor.Default, init(children, sup_opts), start_opts)
  end

  @spec start_link(module, term) :: on_start
  def start_link(module, init_arg), do: start_link(module, init_arg, [])

  @spec start_link(module, term, [option]) :: on_start
  def start_link(module, init_arg, options) when is_list(options) do
    case Keyword.get(options, :name) do
      nil ->
        :supervisor.start_link(module, init_arg)

      atom when is_atom(atom) ->
        :supervisor.start_link({:local, atom}, module, init_arg)

      {:global, _term} = tuple ->
        :supervisor.start_link(tuple, module, init_arg)

      {:via, via_module, _term} = tuple when is_atom(via_module) ->
        :supervisor.start_link(tuple, module, init_arg)

      other ->
        raise ArgumentError, """
        expected :name option to be one of the following:

          * nil
          * atom
          * {:global, term}
          * {:via, module, term}

        Got: #{inspect(other)}
        """
    end
  end

  @doc "What `c:init/1` returns for these children and options."
  @spec init([child_spec | {module, term} | module], [init_option]) :: {:ok, tuple}
  def init(children, options) when is_list(children) and is_list(options) do
    strategy =
      case options[:strategy] do
        nil -> raise ArgumentError, "expected :strategy option to be given"
        :simple_one_for_one -> :simple_one_for_one
        other -> other
      end

    intensity = Keyword.get(options, :max_restarts, 3)
    period = Keyword.get(options, :max_seconds, 5)
    flags = %{strategy: strategy, intensity: intensity, period: period}
    {:ok, {flags, Enum.map(children, &init_child/1)}}
  end

  defp init_child(module) when is_atom(module), do: spec_of(module, [])
  defp init_child({module, arg}) when is_atom(module), do: spec_of(module, arg)
  defp init_child(map) when is_map(map), do: map
  defp init_child({_, _, _, _, _, _} = tuple), do: tuple

  defp init_child(other) do
    raise ArgumentError, """
    supervisors expect each child to be one of the following:

      * a module
      * a {module, arg} tuple
      * a child specification as a map with at least the :id and :start fields
      * or a tuple with 6 elements generated by Supervisor.Spec (deprecated)

    Got: #{inspect(other)}
    """
  end

  defp spec_of(module, arg) do
    try do
      module.child_spec(arg)
    rescue
      e in UndefinedFunctionError ->
        case __STACKTRACE__ do
          [{^module, :child_spec, [^arg], _} | _] -> raise ArgumentError, child_spec_error(module)
          stack -> reraise e, stack
        end
    end
  end

  defp child_spec_error(module) do
    if Code.ensure_loaded?(module) do
      """
      The module #{inspect(module)} was given as a child to a supervisor
      but it does not implement child_spec/1.

      If you own the given module, please define a child_spec/1 function
      that receives an argument and returns a child specification as a map.
      For example:

          def child_spec(opts) do
            %{
              id: __MODULE__,
              start: {__MODULE__, :start_link, [opts]},
              type: :worker,
              restart: :permanent,
              shutdown: 500
            }
          end

      Note that "use Agent", "use GenServer" and so on automatically define
      this function for you.

      However, if you don't own the given module and it doesn't implement
      child_spec/1, instead of passing the module name directly as a supervisor
      child, you will have to pass a child specification as a map:

          %{
            id: #{inspect(module)},
            start: {#{inspect(module)}, :start_link, [arg1, arg2]}
          }

      See the Supervisor documentation for more information.
      """
    else
      "The module #{inspect(module)} was given as a child to a supervisor but it does not exist."
    end
  end

  @doc "A child specification, with some of its fields overridden."
  @spec child_spec(child_spec | {module, arg :: term} | module, keyword) :: child_spec
  def child_spec(module_or_map, overrides) do
    Enum.reduce(overrides, init_child(module_or_map), fn
      {key, value}, acc when key in [:id, :start, :restart, :shutdown, :type, :modules, :significant] ->
        Map.put(acc, key, value)

      {key, _value}, _acc ->
        raise ArgumentError, "unknown key #{inspect(key)} in child specification override"
    end)
  end

  @doc "Starts a child that is added to the supervisor."
  @spec start_child(supervisor, child_spec | {module, term} | module | [term]) :: on_start_child
  def start_child(supervisor, {_, _, _, _, _, _} = child_spec), do: call(supervisor, {:start_child, child_spec})

  # Arguments for a :simple_one_for_one supervisor
  def start_child(supervisor, args) when is_list(args), do: call(supervisor, {:start_child, args})
  def start_child(supervisor, child_spec), do: call(supervisor, {:start_child, child_spec_of(child_spec)})

  defp child_spec_of(%{} = map), do: map
  defp child_spec_of(other), do: child_spec(other, [])

  @doc "Stops a child; its specification is kept unless it is temporary."
  @spec terminate_child(supervisor, term) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, child_id), do: call(supervisor, {:terminate_child, child_id})

  @doc "Forgets the specification of a stopped child."
  @spec delete_child(supervisor, term) :: :ok | {:error, :not_found | :running | :restarting}
  def delete_child(supervisor, child_id), do: call(supervisor, {:delete_child, child_id})

  @doc "Starts a stopped child again."
  @spec restart_child(supervisor, term) ::
          {:ok, child} | {:ok, child, term} | {:error, :not_found | :running | :restarting | term}
  def restart_child(supervisor, child_id), do: call(supervisor, {:restart_child, child_id})

  @doc "All children: `{id, pid, type, modules}`."
  @spec which_children(supervisor) :: [{term, child | :restarting, type, [module] | :dynamic}]
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc "How many children there are."
  @spec count_children(supervisor) :: %{
          specs: non_neg_integer,
          active: non_neg_integer,
          supervisors: non_neg_integer,
          workers: non_neg_integer
        }
  def count_children(supervisor), do: call(supervisor, :count_children) |> :maps.from_list()

  @doc "Stops the supervisor and all its children."
  @spec stop(supervisor, reason :: term, timeout) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity), do: GenServer.stop(supervisor, reason, timeout)

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)
end

defmodule Supervisor.Default do
  @moduledoc false
  def init(args), do: args
end
