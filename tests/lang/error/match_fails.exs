{:ok, _x} = :error
# expect error: no match of right hand side value: :error
