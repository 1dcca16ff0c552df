# SPDX-License-Identifier: GPL-3.0-or-later
# What the functions of this part of the library give; recorded from the reference.
show = fn value -> IO.puts(inspect(value, limit: :infinity, printable_limit: :infinity)) end
failure = fn fun ->
  try do
    {:no_failure, fun.()}
  rescue
    e -> {e.__struct__, Exception.message(e)}
  end
end

show.(Version.parse("1.2.3-alpha.1+build.5"))  # expect: {:ok, %Version{major: 1, minor: 2, patch: 3, pre: ["alpha", 1], build: "build.5"}}
show.(Version.parse("1.2"))  # expect: :error
show.(Version.parse("01.2.3"))  # expect: :error
show.(failure.(fn -> Version.parse!("x") end))  # expect: {Version.InvalidVersionError, "invalid version: \"x\""}
show.(Version.parse("1.2.3-01"))  # expect: :error
show.(Version.parse("1.2.3-"))  # expect: :error
show.(Version.parse("1.2.3+"))  # expect: :error
show.(Version.parse("2.0.0-a.b-c.0"))  # expect: {:ok, %Version{major: 2, minor: 0, patch: 0, pre: ["a", "b-c", 0]}}
show.(to_string(Version.parse!("1.2.3-a.1+b")))  # expect: "1.2.3-a.1+b"
show.(Version.compare("2.0.0-rc1", "2.0.0"))  # expect: :lt
show.(Version.compare("2.0.1", "2.0.0+b"))  # expect: :gt
show.(Version.compare("1.0.0-alpha.1", "1.0.0-alpha.beta"))  # expect: :lt
show.(Version.compare("1.0.0-2", "1.0.0-10"))  # expect: :lt
show.(Version.compare("1.0.0-a", "1.0.0-a.b"))  # expect: :lt
show.(failure.(fn -> Version.compare("x", "1.0.0") end))  # expect: {Version.InvalidVersionError, "invalid version: \"x\""}
show.(Version.match?("2.0.0", "> 1.0.0"))  # expect: true
show.(Version.match?("2.0.0", "== 1.0.0"))  # expect: false
show.(Version.match?("2.1.6-dev", "~> 2.1.2"))  # expect: true
show.(Version.match?("2.1.6", "~> 2.1"))  # expect: true
show.(Version.match?("3.0.0", "~> 2.1"))  # expect: false
show.(Version.match?("2.2.0", "~> 2.1.1"))  # expect: false
show.(Version.match?("1.5.0", ">= 1.0.0 and < 2.0.0"))  # expect: true
show.(Version.match?("3.5.0", "< 1.0.0 or >= 3.0.0"))  # expect: true
show.(Version.match?("1.0.0", "!= 1.0.0"))  # expect: false
show.(Version.match?("1.0.0", "1.0.0"))  # expect: true
show.(failure.(fn -> Version.match?("foo", "1.0.0") end))  # expect: {Version.InvalidVersionError, "invalid version: \"foo\""}
show.(failure.(fn -> Version.match?("1.0.0", "== == 1.0.0") end))  # expect: {Version.InvalidRequirementError, "invalid requirement: \"== == 1.0.0\""}
show.(Version.match?("2.0.0-dev", ">= 1.0.0", allow_pre: false))  # expect: false
show.(Version.match?("2.0.0-dev", "> 1.0.0"))  # expect: true
show.(Version.parse_requirement("== 2.0.1"))  # expect: {:ok, Version.parse_requirement!("== 2.0.1")}
show.(Version.parse_requirement("== == 2.0.1"))  # expect: :error
show.(failure.(fn -> Version.parse_requirement!("foo") end))  # expect: {Version.InvalidRequirementError, "invalid requirement: \"foo\""}
show.(Version.match?("1.2.3", Version.parse_requirement!("~> 1.0")))  # expect: true
show.(Version.parse_requirement("~> 1"))  # expect: :error
show.(Version.parse_requirement(">= 1.0"))  # expect: :error
show.(Version.parse_requirement(""))  # expect: :error
show.(Version.match?("1.2.0", "> 1.0.0 and < 1.1.0 or == 1.2.0"))  # expect: true
show.(Version.match?("2.1.0-dev", "~> 2.1.0"))  # expect: false
show.(Version.match?("2.1.0", "~> 2.1.0-dev"))  # expect: true
show.(Version.match?("1.0.0", "!1.0.0"))  # expect: false
show.(Version.compile_requirement(Version.parse_requirement!("1.0.0")))  # expect: Version.parse_requirement!("1.0.0")
show.(Version.match?("1.0.0", ">1.0.0"))  # expect: false
show.(failure.(fn -> Version.match?("1.0.0", "and") end))  # expect: {Version.InvalidRequirementError, "invalid requirement: \"and\""}
show.(failure.(fn -> Version.match?("1.0.0", "1.0.0 and") end))  # expect: {Version.InvalidRequirementError, "invalid requirement: \"1.0.0 and\""}
show.(Version.compare(Version.parse!("1.0.0"), "1.0.0"))  # expect: :eq
