# ~p breaks lines as the reference does.
terms = [
  Enum.to_list(1..40), List.duplicate({:aaaaaaaa, :bbbbbbbbb}, 6), {:tag, Enum.to_list(1..40), :foo},
  [{:application, :counter, [description: 'a counter', vsn: '1.2.0', modules: [:a, :b], applications: [:kernel, :stdlib, :elixir], env: [first: 41], mod: {Counter.App, [:a, :b]}]}],
  %{a: 1, b: Enum.to_list(1..40), c: %{d: Enum.to_list(1..30)}},
  {:abcdefghijklmnop, {:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, :bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb}, {:cccccccccccccccccccccccccccccccc, :ddddddddd}},
  [1, 2, {:a, :b}, 3, 4, Enum.to_list(1..30), 5, 6, 7], :erlang.list_to_binary(Enum.to_list(1..60)),
  {:error, 'a string that is quite long', {:with, :some, :nested, 'tuple things in it'}, [1, 2, 3]}
]
for t <- terms, do: IO.puts(:io_lib.format("~p", [t]))
IO.puts(:io_lib.format("xxxxx~n  ~40p", [{:foo, Enum.to_list(1..40)}]))

# expect: [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,
# expect:  29,30,31,32,33,34,35,36,37,38,39,40]
# expect: [{aaaaaaaa,bbbbbbbbb},
# expect:  {aaaaaaaa,bbbbbbbbb},
# expect:  {aaaaaaaa,bbbbbbbbb},
# expect:  {aaaaaaaa,bbbbbbbbb},
# expect:  {aaaaaaaa,bbbbbbbbb},
# expect:  {aaaaaaaa,bbbbbbbbb}]
# expect: {tag,[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,
# expect:       28,29,30,31,32,33,34,35,36,37,38,39,40],
# expect:      foo}
# expect: [{application,counter,
# expect:               [{description,"a counter"},
# expect:                {vsn,"1.2.0"},
# expect:                {modules,[a,b]},
# expect:                {applications,[kernel,stdlib,elixir]},
# expect:                {env,[{first,41}]},
# expect:                {mod,{'Elixir.Counter.App',[a,b]}}]}]
# expect: #{a => 1,
# expect:   b =>
# expect:       [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,
# expect:        27,28,29,30,31,32,33,34,35,36,37,38,39,40],
# expect:   c =>
# expect:       #{d =>
# expect:             [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,
# expect:              25,26,27,28,29,30]}}
# expect: {abcdefghijklmnop,
# expect:     {aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb},
# expect:     {cccccccccccccccccccccccccccccccc,ddddddddd}}
# expect: [1,2,
# expect:  {a,b},
# expect:  3,4,
# expect:  [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,
# expect:   29,30],
# expect:  5,6,7]
# expect: <<1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,
# expect:   29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,
# expect:   54,55,56,57,58,59,60>>
# expect: {error,"a string that is quite long",
# expect:        {with,some,nested,"tuple things in it"},
# expect:        [1,2,3]}
# expect: xxxxx
# expect:   {foo,[1,2,3,4,5,6,7,8,9,10,11,12,13,
# expect:         14,15,16,17,18,19,20,21,22,23,
# expect:         24,25,26,27,28,29,30,31,32,33,
# expect:         34,35,36,37,38,39,40]}
