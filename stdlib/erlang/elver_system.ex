# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_system do
  @moduledoc false
  # Facts about the running system; the rest is native.

  @doc "The application that a module belongs to and its version, or nil: for stack traces, so it never fails."
  def application_of(module) do
    with {:ok, application} <- :application.get_application(module), {:ok, version} <- :application.get_key(application, :vsn) do
      {application, version}
    else
      _ -> nil
    end
  catch
    _, _ -> nil
  end
end
