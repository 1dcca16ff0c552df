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

show.(OptionParser.parse(["--debug", "x"], strict: [debug: :boolean]))  # expect: {[debug: true], ["x"], []}
show.(OptionParser.parse(["--no-op", "path/to/file"], switches: [op: :boolean]))  # expect: {[op: false], ["path/to/file"], []}
show.(OptionParser.parse(["--limit", "3", "--source", "a", "b"], strict: [limit: :integer, source: :string]))  # expect: {[limit: 3, source: "a"], ["b"], []}
show.(OptionParser.parse(["--limit", "x"], strict: [limit: :integer]))  # expect: {[], [], [{"--limit", "x"}]}
show.(OptionParser.parse(["--unknown", "x"], strict: [limit: :integer]))  # expect: {[], ["x"], [{"--unknown", nil}]}
show.(OptionParser.parse(["--unknown", "x"], switches: [limit: :integer]))  # expect: {[unknown: "x"], [], []}
show.(OptionParser.parse(["-h", "-vv", "-x", "1"], strict: [help: :boolean, verbose: :count, ex: :integer], aliases: [h: :help, v: :verbose, x: :ex]))  # expect: {[verbose: 2, help: true, ex: 1], [], []}
show.(OptionParser.parse(["--a=b", "--c", "--", "--d"], switches: []))  # expect: {[a: "b", c: true], ["--d"], []}
show.(OptionParser.parse(["--v", "1", "--v", "2"], strict: [v: :keep]))  # expect: {[v: "1", v: "2"], [], []}
show.(OptionParser.parse(["--v", "1", "--v", "2"], strict: [v: [:integer, :keep]]))  # expect: {[v: 1, v: 2], [], []}
show.(OptionParser.parse(["--v", "1", "--v", "2"], strict: [v: :integer]))  # expect: {[v: 2], [], []}
show.(failure.(fn -> OptionParser.parse!(["--limit", "x"], strict: [limit: :integer]) end))  # expect: {OptionParser.ParseError, "1 error found!\n--limit : Expected type integer, got \"x\""}
show.(failure.(fn -> OptionParser.parse!(["--foo", "x", "-z"], strict: [limit: :integer]) end))  # expect: {OptionParser.ParseError, "2 errors found!\n--foo : Unknown option\n-z : Unknown option"}
show.(OptionParser.parse_head(["--a", "x", "--b"], strict: [a: :boolean, b: :boolean]))  # expect: {[a: true], ["x", "--b"], []}
show.(failure.(fn -> OptionParser.parse_head!(["--number", "lib", "--verbose"], strict: [number: :integer]) end))  # expect: {OptionParser.ParseError, "2 errors found!\n--number : Expected type integer, got \"lib\"\n--verbose : Unknown option"}
show.(OptionParser.parse(["-abc"], strict: [a: :boolean, b: :boolean, c: :boolean], aliases: [a: :a, b: :b, c: :c]))  # expect: {[a: true, b: true, c: true], [], []}
show.(OptionParser.parse(["-p", "3"], aliases: [p: :port], switches: [port: :integer]))  # expect: {[port: 3], [], []}
show.(OptionParser.parse(["-p3"], aliases: [p: :port], strict: [port: :integer]))  # expect: {[port: 3], [], []}
show.(OptionParser.parse(["--float", "1.5", "--bool=false", "--no-bool"], strict: [float: :float, bool: :boolean]))  # expect: {[float: 1.5, bool: false], [], []}
show.(OptionParser.parse(["--name"], strict: [name: :string]))  # expect: {[], [], [{"--name", nil}]}
show.(OptionParser.parse(["--name", "--other"], strict: [name: :string, other: :boolean]))  # expect: {[other: true], [], [{"--name", nil}]}
show.(OptionParser.parse(["--neg", "-3"], strict: [neg: :integer]))  # expect: {[neg: -3], [], []}
show.(OptionParser.parse(["--hello-world"], strict: [hello_world: :boolean]))  # expect: {[hello_world: true], [], []}
show.(OptionParser.parse(["--hello_world"], strict: [hello_world: :boolean]))  # expect: {[], [], [{"--hello_world", nil}]}
show.(OptionParser.next(["--debug", "x"], strict: [debug: :boolean]))  # expect: {:ok, :debug, true, ["x"]}
show.(OptionParser.next(["x"], strict: [debug: :boolean]))  # expect: {:error, ["x"]}
show.(OptionParser.next([], strict: [debug: :boolean]))  # expect: {:error, []}
show.(OptionParser.to_argv(foo_bar: "baz", a: true, b: false, c: nil, d: 1))  # expect: ["--foo-bar", "baz", "--a", "--no-b", "--d", "1"]
show.(OptionParser.to_argv([a: 2, b: 1], switches: [a: :count]))  # expect: ["--a", "--a", "--b", "1"]
show.(OptionParser.split("foo \"bar baz\" 'a b' c\\ d"))  # expect: ["foo", "bar baz", "a b", "c d"]
show.(failure.(fn -> OptionParser.split("foo \"bar") end))  # expect: {RuntimeError, "argv string did not terminate properly, a \" was opened but never closed"}
show.(OptionParser.split(""))  # expect: []
show.(OptionParser.parse(["-x"], strict: []))  # expect: {[], [], [{"-x", nil}]}
show.(OptionParser.parse([]))  # expect: {[], [], []}
show.(OptionParser.parse(["a"], foo: 1))  # expect: {[], ["a"], []}
show.(OptionParser.parse(["--a", "-"], strict: [a: :boolean]))  # expect: {[a: true], ["-"], []}
show.(OptionParser.parse(["--debug=x"], strict: [debug: :boolean]))  # expect: {[], [], [{"--debug", "x"}]}
show.(OptionParser.parse(["-d"], strict: [debug: :boolean], aliases: [d: :debug], return_separator: true))  # expect: {[debug: true], [], []}
show.(OptionParser.parse(["--c", "--c"], strict: [c: :count]))  # expect: {[c: 2], [], []}
show.(OptionParser.parse(["--", "x"], strict: [], return_separator: true))  # expect: {[], ["x"], []}
show.(OptionParser.parse(["--dyn", "v", "--dyn2"], allow_nonexistent_atoms: true, switches: []))  # expect: {[dyn: "v", dyn2: true], [], []}
