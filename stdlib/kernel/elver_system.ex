# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_system do
  @moduledoc false
  # What this system is: its version, and which application a module belongs to, as stack traces show it.

  @version "0.1.0"
  @kernel_modules [
    :application, :application_controller, :application_master, :code, :error_handler, :error_logger, :file, :file_server, :gen_tcp,
    :global, :inet, :init, :logger, :net_kernel, :os, :rpc, :user, :auth, :erpc, :pg, :seq_trace, :heart
  ]

  def version, do: @version

  @doc "{application, version} as strings or nil: of a library module by its name, of others by the loaded applications."
  def application_of(module) do
    case builtin?(module) do
      true -> library(module)
      false -> loaded(module)
    end
  end

  # Modules of the embedded image say /elver/NAME.beam for their file.
  defp builtin?(module) do
    case :elver_code.find(module) do
      {"/elver/" <> _, _} -> true
      _ -> false
    end
  end

  defp library(module) do
    case Atom.to_string(module) do
      "Elixir.Logger" <> _ -> {"logger", "1.14.0"}
      "Elixir.IEx" <> _ -> {"iex", "1.14.0"}
      "Elixir.ExUnit" <> _ -> {"ex_unit", "1.14.0"}
      "Elixir." <> _ -> {"elixir", "1.14.0"}
      "elver_" <> _ -> {"elver", @version}
      "erlang" -> nil
      _ -> if module in @kernel_modules, do: {"kernel", "8.5.3"}, else: {"stdlib", "4.2"}
    end
  end

  defp loaded(module) do
    with true <- :erlang.whereis(:application_controller) != :undefined,
         {:ok, application} <- :application.get_application(module),
         {:ok, version} <- :application.get_key(application, :vsn) do
      {Atom.to_string(application), List.to_string(version)}
    else
      _ -> nil
    end
  end
end
