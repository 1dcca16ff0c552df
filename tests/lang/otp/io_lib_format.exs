# :io_lib.format: every control sequence, width, precision, padding, depth.
cases = [{'~w ~W ~P~n',[{:a,'b',[1|2],%{a: 1}, :"A b", <<1,2>>, <<1::3>>},Enum.to_list(1..20),8,Enum.to_list(1..20),8]},
{'~P~n',[{:a,{:b,{:c,{:d,{:e,:f}}}},%{a: 1,b: 2,c: 3,d: 4},"abcdefghijklmnopqrstuvwxyz",'abcdefghijklm'},6]},
{'~P|~P|~P|~P|~W~n',['abcdefghijklm',4,[:a,:b,:c,:d],1,[:a,:b,:c,:d],2,{:a,:b,:c},2, %{a: 1,b: 2,c: 3},3]},
{'~s|~10s|~-10s|~10.3s|~-10.3s|~.3s|~.*.0s|~ts~n',['abc','abc','abc','abcdef','abcdef','abcdef',5,'ab',[1090]]},
{'~p|~10p|~-30w|~30w|~5w|~n',[:abc,:abc,:abc,:abc,:abcdefgh]},
{'~b ~B ~16b ~.16B ~.16b ~10.16.0b ~x~n',[10,-20,30,255,255,255,255,'0x']},
{'~.16x ~.16X ~.16# ~.2+ ~.16+ ~10.16# ~-10b|~10b|~10..*b|~n',[255,'0x',255,'0x',255,5,255,255,1,2,?*,3]},
{'~f ~.2f ~10.3f ~e ~.3e ~g ~g ~g ~g ~10.2g|~-10.2f|~.10g~n',[1.5,2.345,3.14159,12345.678,12345.678,0.05,1.0e10,1.0e5,123456.789,1.5,2.5,3.14159]},
{'~g ~g ~g ~g ~g', [5.0, 55.0, 555.5, 5555.5, 0.5]}, {'~g ~.3g ~.2g', [-1.0e-10, 1234.5,99.0]},
{'~c~3c~5.2c~tc|~i~w~~ ~3n',[?a,?b,?c,1090,:foo,:bar]},
{'~p ~p ~p ~p ~p ~p ~p~n',[:"hello world",:Abc,'abc' ++ [0x442],"abc","абв",[1090,1091],:"тест"]},
{'~tp ~tp ~tp ~tp ~tp ~tw ~tw~n',[:"hello world",'abc' ++ [0x442],"абв",[1090,1091],:"тест",:"тест",[?a,1090]]},
{'~w ~w ~p ~p ~p ~p ~w ~p~n',[:"тест",[?a,1090],1.0,1.0e100,-0.0,1.0e-5,123456789012345678901234567890,0.1]},
{'~lp ~ltp ~w~n',['abc','abc','abc']}, {'~p ~p ~p ~p', [:"\n",:"a'b",:a@b_C1,:""]},
{'~w ~w ~w ~w ~w ~w ~w~n',[:when,:fun,:maybe,:andalso,:cond,:let,:begin]},
{'~p ~p ~p ~tp ~tp ~tp ~p ~p',[<<1,2,3::4>>,<<128,200>>,"abc" <> <<200>>,"abc" <> <<200>>, <<195,164>>, [228], [228], <<195,164>>]},
{'~s ~s ~s~n',[:abc,"def",['a',?b,"c"]]}, {'~5s|~-5s|~5s|~2s|~n',[:abc,:abc,"x",'abcdef']},
{'~p', []}, {'~y', [1]}, {'~s', [1]}, {'~s', [[1090]]}, {'', [1]}, {"bin ~p", [1]}, {:atom, []}, {'~10p|', [[1,2,3,4,5,6]]}, {'~0p', [Enum.to_list(1..50)]}, {'~w', [1.0e22]},
{'~-8s|~8s|~8.8s|~.8.*s', [:abcdefghijkl, 'xyz', 'foo', ?-, "q"]}, {'~ts ~s', ["ünïcode", "ünï"]}, {'~3w~-3w|~3..w', [1,2,3]}]
for {f, a} <- cases do
  IO.inspect(try do :io_lib.format(f, a) |> :lists.flatten() |> List.to_string() catch k, e -> {k, e} end, width: 500)
end

# expect: "{a,[98],[1|2],\#{a => 1},'A b',<<1,2>>,<<1:3>>} [1,2,3,4,5,6,7|...] [1,2,3,4,5,\n                                                                    6,7|...]\n"
# expect: "{a,{b,{c,...}},\#{a => 1,b => 2,...},<<\"abcd\"...>>,[...]}\n"
# expect: "\"abcdefghijklm\"|[...]|[a|...]|{a,...}|\#{a => 1,b => 2,...}\n"
# expect: "abc|       abc|abc       |       abc|abc       |abc|ab000|т\n"
# expect: "abc|abc|abc                           |                           abc|*****|\n"
# expect: "10 -20               30 FF ff 00000000ff 0x255\n"
# expect: "0xff 0xFF 16#FF 2#101 16#ff      16#FF 1         |         2|*********3|\n"
# expect: "1.500000 2.35      3.142 1.23457e+4 1.23e+4 5.00000e-2 1.00000e+10 1.00000e+5 1.23457e+5        1.5|2.50      |3.141590000\n"
# expect: "5.00000 55.0000 555.500 5555.50 0.500000"
# expect: "-1.00000e-10 1.23e+3 9.9e+1"
# expect: "abbb   ccт|bar~ \n\n\n"
# expect: "'hello world' 'Abc' [97,98,99,1090] <<\"abc\">> <<\"Ð°Ð±Ð²\">> [1090,1091] '\\x{442}\\x{435}\\x{441}\\x{442}'\n"
# expect: "'hello world' [97,98,99,1090] <<208,176,208,177,208,178>> [1090,1091] 'тест' 'тест' [97,1090]\n"
# expect: "'\\x{442}\\x{435}\\x{441}\\x{442}' [97,1090] 1.0 1.0e100 -0.0 1.0e-5 123456789012345678901234567890 0.1\n"
# expect: "[97,98,99] [97,98,99] [97,98,99]\n"
# expect: "'\\n' 'a\\'b' a@b_C1 ''"
# expect: "'when' 'fun' maybe 'andalso' 'cond' 'let' 'begin'\n"
# expect: "<<1,2,3:4>> <<128,200>> <<\"abcÈ\">> <<\"abcÈ\">> <<\"ä\"/utf8>> \"ä\" \"ä\" <<\"Ã¤\">>"
# expect: "abc def abc\n"
# expect: "  abc|abc  |    x|ab|\n"
# expect: {:error, :badarg}
# expect: {:error, :badarg}
# expect: {:error, :badarg}
# expect: {:error, :badarg}
# expect: {:error, :badarg}
# expect: "bin 1"
# expect: "atom"
# expect: "[1,2,3,\n 4,5,6]|"
# expect: "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50]"
# expect: "1.0e22"
# expect: "abcdefgh|     xyz|     foo|q-------"
# expect: "ünïcode Ã¼nÃ¯"
# expect: {:error, :badarg}
