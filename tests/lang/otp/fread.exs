# :io_lib.fread.
IO.inspect :io_lib.fread('~d ~s', '12 foo bar')
IO.inspect :io_lib.fread('~2d:~2d', '12:34')
IO.inspect :io_lib.fread('~f', '1.5')
IO.inspect :io_lib.fread('~d', 'abc')
IO.inspect :io_lib.fread('~c~a', 'xyz')

# expect: {:ok, [12, 'foo'], ' bar'}
# expect: {:ok, '\f"', []}
# expect: {:ok, [1.5], []}
# expect: {:error, {:fread, :integer}}
# expect: {:ok, ['x', :yz], []}
