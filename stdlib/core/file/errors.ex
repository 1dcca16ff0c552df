# SPDX-License-Identifier: GPL-3.0-or-later
# file/errors.ex - what File's functions with ! raise.

defmodule File.Error do
  @moduledoc "Raised when a file cannot be worked with."
  defexception [:reason, :path, action: ""]

  @impl true
  def message(%{action: action, reason: reason, path: path}) do
    formatted =
      case {action, reason} do
        {"remove directory", :eexist} -> "directory is not empty"
        _ -> IO.iodata_to_binary(:file.format_error(reason))
      end

    "could not #{action} #{inspect(path)}: #{formatted}"
  end
end

defmodule File.CopyError do
  @moduledoc "Raised when a file cannot be copied."
  defexception [:reason, :source, :destination, on: "", action: ""]

  @impl true
  def message(exception) do
    formatted = IO.iodata_to_binary(:file.format_error(exception.reason))
    location = if exception.on == "", do: "", else: ". #{exception.on}"
    "could not #{exception.action} from #{inspect(exception.source)} to #{inspect(exception.destination)}#{location}: #{formatted}"
  end
end

defmodule File.RenameError do
  @moduledoc "Raised when a file cannot be renamed."
  defexception [:reason, :source, :destination, on: "", action: ""]

  @impl true
  def message(exception) do
    formatted = IO.iodata_to_binary(:file.format_error(exception.reason))
    location = if exception.on == "", do: "", else: ". #{exception.on}"
    "could not #{exception.action} from #{inspect(exception.source)} to #{inspect(exception.destination)}#{location}: #{formatted}"
  end
end

defmodule File.LinkError do
  @moduledoc "Raised when a link cannot be made."
  defexception [:reason, :existing, :new, action: ""]

  @impl true
  def message(exception) do
    formatted = IO.iodata_to_binary(:file.format_error(exception.reason))
    "could not #{exception.action} from #{inspect(exception.existing)} to #{inspect(exception.new)}: #{formatted}"
  end
end
