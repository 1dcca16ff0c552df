# :file.consult reads every kind of term; error texts.
IO.inspect :file.consult("/nope"); File.write!("/tmp/elver_test_consult.term", "{a, \"b\", [1,2.5,$a|x], \#{a => 1}, <<\"x\",1:4>>, 'Q a', -5, 16#ff}.\n% c\nfoo.\n"); IO.inspect :file.consult("/tmp/elver_test_consult.term")
IO.inspect :file.format_error(:enoent)

# expect: {:error, :enoent}
# expect: {:ok,
# expect:  [
# expect:    {:a, 'b', [1, 2.5, 97 | :x], %{a: 1}, <<120, 1::size(4)>>, :"Q a", -5, 255},
# expect:    :foo
# expect:  ]}
# expect: 'no such file or directory'
