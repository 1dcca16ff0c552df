x = 1
if true do
  x = 2
  IO.inspect(x)
end
case 3 do
  x -> IO.inspect(x)
end
IO.inspect(x)
# expect: 2
# expect: 3
# expect: 1
