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

show.(Path.absname("../x", "/a/b"))  # expect: "/a/b/../x"
show.(Path.absname("/x/y/../z"))  # expect: "/x/y/../z"
show.(Path.absname("x", "y"))  # expect: "y/x"
show.(Path.expand("/foo/bar/../baz"))  # expect: "/foo/baz"
show.(Path.expand("~/x") |> is_binary)  # expect: true
show.(Path.expand("../..", "/a/b/c"))  # expect: "/a"
show.(Path.expand("./x/./y", "/q"))  # expect: "/q/x/y"
show.(Path.expand("/.."))  # expect: "/"
show.(Path.expand("x", "~") |> is_binary)  # expect: true
show.(Path.type("/x"))  # expect: :absolute
show.(Path.type("x"))  # expect: :relative
show.(Path.type('/x'))  # expect: :absolute
show.(Path.relative("/usr/local"))  # expect: "usr/local"
show.(Path.relative("usr"))  # expect: "usr"
show.(Path.relative("/"))  # expect: "."
show.(Path.relative_to("/usr/local/foo", "/usr/local"))  # expect: "foo"
show.(Path.relative_to("/usr/local/foo", "/"))  # expect: "usr/local/foo"
show.(Path.relative_to("/usr/local/foo", "/etc"))  # expect: "/usr/local/foo"
show.(Path.relative_to("foo", "/etc"))  # expect: "foo"
show.(Path.relative_to("/a", "/a"))  # expect: "."
show.(Path.basename("foo/bar"))  # expect: "bar"
show.(Path.basename("/"))  # expect: ""
show.(Path.basename("foo/bar/"))  # expect: "bar"
show.(Path.basename("foo.ex", ".ex"))  # expect: "foo"
show.(Path.basename("~/foo/bar.ex", ".exs"))  # expect: "bar.ex"
show.(Path.basename(".ex", ".ex"))  # expect: ""
show.(Path.dirname("/foo/bar.ex"))  # expect: "/foo"
show.(Path.dirname("/foo/bar/"))  # expect: "/foo/bar"
show.(Path.dirname("bar.ex"))  # expect: "."
show.(Path.dirname("/"))  # expect: "/"
show.(Path.dirname("/foo"))  # expect: "/"
show.(Path.dirname("a//b"))  # expect: "a"
show.(Path.extname("foo.erl"))  # expect: ".erl"
show.(Path.extname("~/foo/bar"))  # expect: ""
show.(Path.extname(".gitignore"))  # expect: ""
show.(Path.extname("a/.x.y"))  # expect: ".y"
show.(Path.extname("a.b/c"))  # expect: ""
show.(Path.extname("a."))  # expect: "."
show.(Path.rootname("/foo/bar.ex"))  # expect: "/foo/bar"
show.(Path.rootname("/foo.x/bar"))  # expect: "/foo.x/bar"
show.(Path.rootname("/foo/bar.ex", ".ex"))  # expect: "/foo/bar"
show.(Path.rootname("/foo/bar.erl", ".ex"))  # expect: "/foo/bar.erl"
show.(Path.rootname(".gitignore"))  # expect: ""
show.(Path.join(["~", "foo"]))  # expect: "~/foo"
show.(Path.join(["/", "foo", "bar/"]))  # expect: "/foo/bar"
show.(Path.join("foo", "/bar"))  # expect: "foo/bar"
show.(Path.join("a/", "b"))  # expect: "a/b"
show.(Path.join(["a"]))  # expect: "a"
show.(Path.join("", "b"))  # expect: "b"
show.(Path.join("a", ""))  # expect: "a"
show.(Path.join("a//b", "c/"))  # expect: "a//b/c"
show.(Path.join("/", ""))  # expect: "/"
show.(Path.join([""]))  # expect: ""
show.(Path.join('a', 'b'))  # expect: "a/b"
show.(failure.(fn -> Path.join([]) end))  # expect: {FunctionClauseError, "no function clause matching in Path.join/1"}
show.(Path.split(""))  # expect: []
show.(Path.split("foo"))  # expect: ["foo"]
show.(Path.split("/foo/bar"))  # expect: ["/", "foo", "bar"]
show.(Path.split("/"))  # expect: ["/"]
show.(Path.split("a//b/"))  # expect: ["a", "b"]
show.(Path.safe_relative("a/../b"))  # expect: {:ok, "b"}
show.(Path.safe_relative("../a"))  # expect: :error
show.(Path.safe_relative("/a"))  # expect: :error
show.(Path.safe_relative_to("a/../../b", "/x"))  # expect: :error
show.(Path.safe_relative("a/.."))  # expect: {:ok, ""}
show.(failure.(fn -> Path.join(1, 2) end))  # expect: {FunctionClauseError, "no function clause matching in IO.chardata_to_string/1"}
show.(failure.(fn -> Path.basename(:a) end))  # expect: {FunctionClauseError, "no function clause matching in IO.chardata_to_string/1"}
