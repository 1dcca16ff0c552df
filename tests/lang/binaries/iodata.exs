# iodata and what takes it; sub-binaries and appending.
IO.inspect(IO.iodata_to_binary(["a", [?b, ["c"] | "d"]])) # expect: "abcd"
IO.inspect(IO.iodata_length(["abc", 1, [2]])) # expect: 5
IO.inspect(try do: IO.iodata_to_binary([256]), rescue: (e -> e.__struct__)) # expect: ArgumentError
IO.inspect(:erlang.list_to_bitstring([<<1::1>>, 255])) # expect: <<255, 1::size(1)>>
IO.inspect(:erlang.split_binary("hello", 2)) # expect: {"he", "llo"}
IO.inspect(:binary.part("hello", {4, -3})) # expect: "ell"
IO.inspect(:binary.replace("a-b-c", "-", "+", [:global])) # expect: "a+b+c"
IO.inspect(:binary.replace("abc", "b", "[]", [{:insert_replaced, 1}])) # expect: "a[b]c"
IO.inspect(:binary.split("a,b;c", [",", ";"], [:global])) # expect: ["a", "b", "c"]
IO.inspect(:binary.match("hello", ["lo", "l"])) # expect: {2, 1}
IO.inspect(:binary.longest_common_prefix(["abcd", "abx"])) # expect: 2
IO.inspect(:binary.decode_unsigned(<<1, 0>>)) # expect: 256
IO.inspect(:binary.at("abc", 1)) # expect: 98
IO.inspect(:binary.encode_hex(<<10, 255>>)) # expect: "0AFF"
big = String.duplicate("x", 1_000_000)
IO.inspect(byte_size(big <> "y")) # expect: 1000001
IO.inspect(binary_part(big <> "yz", 1_000_000, 2)) # expect: "yz"
halves = for n <- [0, 500_000], do: binary_part(big, n, 500_000)
IO.inspect(Enum.join(halves) == big) # expect: true
base = Enum.reduce(1..100, "", &(&2 <> <<&1>>))
{one, two} = {base <> "1", base <> "2"}
IO.inspect({:binary.last(one), :binary.last(two), byte_size(base)}) # expect: {49, 50, 100}
IO.inspect(:erlang.phash2({:a, 1}) == :erlang.phash2({:a, 1})) # expect: true
IO.inspect(:erlang.adler32("Wikipedia")) # expect: 300286872
IO.inspect(:erlang.external_size({1, 2})) # expect: 7
IO.inspect(:erlang.binary_to_term(<<131, 97, 5, 0>>, [:used])) # expect: {5, 3}
IO.inspect(try do: :erlang.binary_to_term(<<131, 200>>), rescue: (e -> e.__struct__)) # expect: ArgumentError
IO.inspect(:erlang.binary_to_term(:erlang.term_to_binary(Enum.to_list(1..20_000), [:compressed])) |> Enum.sum()) # expect: 200010000
