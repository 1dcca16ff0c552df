#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# covered_ops.sh: which generic instructions the programs of programs/ contain as OTP's compilers compile them, and which
# of those in vm/code/genops.def no program has. Needs erlc and elixirc.
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
for f in "$here"/programs/*.erl; do erlc -o "$dir" "$f" >/dev/null 2>&1; done
elixirc --ignore-module-conflict -o "$dir" "$here"/programs/*.ex >/dev/null 2>&1
cat > "$dir/ops.erl" <<'ERL'
-module(ops).
-export([main/1]).
main(Files) ->
    Ops = lists:usort(lists:append([ops(F) || F <- Files])),
    [io:format("~s~n", [O]) || O <- Ops].
ops(File) ->
    {ok, {_, [{"Code", <<Head:32, Rest/binary>>}]}} = beam_lib:chunks(File, ["Code"]),
    <<_:Head/binary, _/binary>> = Rest,
    {beam_file, _, _, _, _, Functions} = beam_disasm:file(File),
    [name(I) || {function, _, _, _, Is} <- Functions, I <- Is].
name({test, N, _, _}) -> N;
name({test, N, _, _, _}) -> N;
name({test, N, _, _, _, _}) -> N;
name({bif, _, _, Args, _}) -> "bif" ++ integer_to_list(length(Args));
name({gc_bif, _, _, _, Args, _}) -> "gc_bif" ++ integer_to_list(length(Args));
name({arithfbif, N, _, _, _}) -> N;
name(T) when is_tuple(T) -> element(1, T);
name(A) -> A.
ERL
erlc -o "$dir" "$dir/ops.erl" || exit 1
erl -noshell -pa "$dir" -eval 'ops:main(init:get_plain_arguments()), halt().' -extra "$dir"/*.beam | sort -u > "$dir/have"
sed -n 's/^GENOP([0-9]*, \([a-z_0-9]*\),.*/\1/p' "$here/../../vm/code/genops.def" | sort -u > "$dir/all"
# What OTP 25's compilers do not emit: older or newer instructions, and those the disassembler shows under another name.
cat > "$dir/other" <<'LIST'
allocate_heap_zero
allocate_zero
badrecord_
bs_add
bs_append
bs_bits_to_bytes
bs_init2
bs_init_bits
bs_match
bs_private_append
bs_put_binary
bs_put_float
bs_put_integer
bs_put_string
bs_put_utf16
bs_put_utf32
bs_put_utf8
bs_utf16_size
bs_utf8_size
call_fun
executable_line
fcheckerror
fclearerror
init
int_code_end
make_fun2
nif_start
recv_mark
recv_set
set_tuple_element_
update_record
LIST
sort -u "$dir/other" -o "$dir/other"
echo "covered: $(comm -12 "$dir/have" "$dir/all" | wc -l)"
comm -12 "$dir/have" "$dir/all" | paste -sd' ' | fold -sw 120
echo "not covered, and not emitted by OTP 25:"
comm -13 "$dir/have" "$dir/all" | comm -12 - "$dir/other" | paste -sd' ' | fold -sw 120
echo "not covered:"
comm -13 "$dir/have" "$dir/all" | comm -23 - "$dir/other" | paste -sd' '
