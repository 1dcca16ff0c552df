# Structs: definition order, defaults, update, required keys, inspection.
defmodule Point do
  @enforce_keys [:x]
  defstruct [:x, :a, y: 0]
end

defmodule UsePoint do
  def run do
    p = %Point{x: 1}
    IO.inspect(p) # expect: %Point{x: 1, a: nil, y: 0}
    IO.inspect(%{p | y: 5}) # expect: %Point{x: 1, a: nil, y: 5}
    IO.inspect(%Point{p | y: 6}) # expect: %Point{x: 1, a: nil, y: 6}
    IO.inspect(Map.from_struct(p)) # expect: %{a: nil, x: 1, y: 0}
    IO.inspect(p.__struct__) # expect: Point
    IO.inspect(is_struct(p)) # expect: true
    IO.inspect(is_struct(p, Point)) # expect: true
    IO.inspect(is_map(p)) # expect: true
    IO.inspect(struct(p, y: 9, unknown: 1)) # expect: %Point{x: 1, a: nil, y: 9}
    IO.inspect(match?(%{x: 1}, p)) # expect: true
    IO.inspect(match?(%Point{}, %{x: 1})) # expect: false
    IO.inspect(Map.put(p, :x, 2) == %Point{x: 2}) # expect: true
    IO.inspect(put_in(p.y, 3)) # expect: %Point{x: 1, a: nil, y: 3}
    IO.inspect(update_in(p.x, &(&1 + 1)).x) # expect: 2
  end
end

UsePoint.run()
IO.inspect(Point.__info__(:struct) |> Enum.map(& &1.field)) # expect: [:x, :a, :y]
IO.inspect(try do: struct!(Point, y: 1), rescue: (e -> Exception.message(e))) # expect: "the following keys must also be given when building struct Point: [:x]"
IO.inspect(try do: struct!(Point, z: 1, x: 1), rescue: (e -> e.__struct__)) # expect: KeyError
IO.inspect(try do: Enum.count(struct(Point)), rescue: (e -> e.__struct__)) # expect: Protocol.UndefinedError
IO.inspect(%{__struct__: NoSuch, a: 1}) # expect: %{__struct__: NoSuch, a: 1}
IO.inspect(Map.keys(struct(Point))) # expect: [:__struct__, :a, :x, :y]
