# SPDX-License-Identifier: GPL-3.0-or-later
# enum_errors.ex - what Enum raises.

defmodule Enum.OutOfBoundsError do
  @moduledoc "Raised when an index is outside of a collection."
  defexception message: "out of bounds error"
end

defmodule Enum.EmptyError do
  @moduledoc "Raised when an element is asked of an empty collection."
  defexception message: "empty error"
end
