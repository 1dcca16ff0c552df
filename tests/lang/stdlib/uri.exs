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

show.(URI.parse("https://elixir-lang.org/a?b=c#d"))  # expect: %URI{scheme: "https", authority: "elixir-lang.org", userinfo: nil, host: "elixir-lang.org", port: 443, path: "/a", query: "b=c", fragment: "d"}
show.(URI.parse("//user:pw@host:80/p"))  # expect: %URI{scheme: nil, authority: "user:pw@host:80", userinfo: "user:pw", host: "host", port: 80, path: "/p", query: nil, fragment: nil}
show.(URI.parse("mailto:a@b.c"))  # expect: %URI{scheme: "mailto", userinfo: nil, host: nil, port: nil, path: "a@b.c", query: nil, fragment: nil}
show.(URI.parse("/path?x"))  # expect: %URI{scheme: nil, userinfo: nil, host: nil, port: nil, path: "/path", query: "x", fragment: nil}
show.(URI.parse("http://[::1]:8080/"))  # expect: %URI{scheme: "http", authority: "[::1]:8080", userinfo: nil, host: "::1", port: 8080, path: "/", query: nil, fragment: nil}
show.(URI.parse("ftp://x"))  # expect: %URI{scheme: "ftp", authority: "x", userinfo: nil, host: "x", port: 21, path: nil, query: nil, fragment: nil}
show.(URI.parse(""))  # expect: %URI{scheme: nil, userinfo: nil, host: nil, port: nil, path: nil, query: nil, fragment: nil}
show.(URI.parse("HTTP://Foo"))  # expect: %URI{scheme: "http", authority: "Foo", userinfo: nil, host: "Foo", port: 80, path: nil, query: nil, fragment: nil}
show.(URI.new("https://elixir-lang.org/"))  # expect: {:ok, %URI{scheme: "https", userinfo: nil, host: "elixir-lang.org", port: 443, path: "/", query: nil, fragment: nil}}
show.(URI.new("http://a b"))  # expect: {:error, ":"}
show.(failure.(fn -> URI.new!("http://a b") end))  # expect: {URI.Error, "cannot parse due to reason invalid_uri: \":\""}
show.(URI.new("http://x:99999999x/"))  # expect: {:error, ":"}
show.(URI.new("/a/b?c=d"))  # expect: {:ok, %URI{scheme: nil, userinfo: nil, host: nil, port: nil, path: "/a/b", query: "c=d", fragment: nil}}
show.(failure.(fn -> URI.new!("http://foo.com?x=[") end))  # expect: {URI.Error, "cannot parse due to reason invalid_uri: \":\""}
show.(URI.to_string(URI.parse("https://u@elixir-lang.org:8080/a?b=c#d")))  # expect: "https://u@elixir-lang.org:8080/a?b=c#d"
show.(to_string(URI.parse("http://google.com")))  # expect: "http://google.com"
show.(failure.(fn -> URI.to_string(%URI{host: "a", path: "b"}) end))  # expect: {ArgumentError, ":path in URI must be empty or an absolute path if URL has a :host, got: %URI{scheme: nil, userinfo: nil, host: \"a\", port: nil, path: \"b\", query: nil, fragment: nil}"}
show.(URI.to_string(%URI{path: "//a"}))  # expect: "//a"
show.(URI.to_string(%URI{scheme: "http", host: "::1", path: "/"}))  # expect: "http://[::1]/"
show.(URI.encode("ftp://s-ite.tld/?value=put it+й"))  # expect: "ftp://s-ite.tld/?value=put%20it+%D0%B9"
show.(URI.encode("a b/c", &URI.char_unreserved?/1))  # expect: "a%20b%2Fc"
show.(URI.encode_www_form("put: it+й"))  # expect: "put%3A+it%2B%D0%B9"
show.(URI.decode("https%3A%2F%2Felixir-lang.org+x"))  # expect: "https://elixir-lang.org+x"
show.(URI.decode("%4"))  # expect: "%4"
show.(URI.decode_www_form("%3Call+in%2F"))  # expect: "<all in/"
show.(URI.decode_www_form("%ZZ"))  # expect: "%ZZ"
show.(URI.encode_query(%{"foo" => 1, "b c" => "d&e"}))  # expect: "b+c=d%26e&foo=1"
show.(URI.encode_query([a: 1, b: "x y"], :rfc3986))  # expect: "a=1&b=x%20y"
show.(failure.(fn -> URI.encode_query([a: [1]]) end))  # expect: {ArgumentError, "encode_query/2 values cannot be lists, got: [1]"}
show.(URI.decode_query("foo=1&bar=2&baz"))  # expect: %{"bar" => "2", "baz" => "", "foo" => "1"}
show.(URI.decode_query("a=%20+x", %{}, :rfc3986))  # expect: %{"a" => " +x"}
show.((URI.decode_query("a=1;b=2")))  # expect: %{"a" => "1;b=2"}
show.(URI.decode_query("", %{"a" => 1}))  # expect: %{"a" => 1}
show.(URI.query_decoder("foo=1&bar=2") |> Enum.to_list)  # expect: [{"foo", "1"}, {"bar", "2"}]
show.(URI.merge("http://google.com/a/b", "../c?q"))  # expect: %URI{scheme: "http", authority: "google.com", userinfo: nil, host: "google.com", port: 80, path: "/c", query: "q", fragment: nil}
show.(URI.merge("http://google.com/a/b", "http://x/y"))  # expect: %URI{scheme: "http", authority: "x", userinfo: nil, host: "x", port: 80, path: "/y", query: nil, fragment: nil}
show.(URI.merge("http://google.com", "//h/x"))  # expect: %URI{scheme: "http", authority: "h", userinfo: nil, host: "h", port: nil, path: "/x", query: nil, fragment: nil}
show.(URI.merge("http://google.com/a/b?q#f", "#g"))  # expect: %URI{scheme: "http", authority: "google.com", userinfo: nil, host: "google.com", port: 80, path: "/a/b", query: "q", fragment: "g"}
show.(URI.merge("http://google.com/a/b?q", "?r"))  # expect: %URI{scheme: "http", authority: "google.com", userinfo: nil, host: "google.com", port: 80, path: "/a/b", query: "r", fragment: nil}
show.(URI.merge("http://a/b/c/d", "./e/../../f"))  # expect: %URI{scheme: "http", authority: "a", userinfo: nil, host: "a", port: 80, path: "/b/f", query: nil, fragment: nil}
show.(failure.(fn -> URI.merge("/a", "b") end))  # expect: {ArgumentError, "you must merge onto an absolute URI"}
show.(URI.merge("http://a", "b"))  # expect: %URI{scheme: "http", authority: "a", userinfo: nil, host: "a", port: 80, path: "/b", query: nil, fragment: nil}
show.(URI.merge("http://a/b/", "c/"))  # expect: %URI{scheme: "http", authority: "a", userinfo: nil, host: "a", port: 80, path: "/b/c/", query: nil, fragment: nil}
show.(URI.default_port("https"))  # expect: 443
show.(URI.append_query(URI.parse("http://a/?b=c"), "d=e"))  # expect: %URI{scheme: "http", authority: "a", userinfo: nil, host: "a", port: 80, path: "/", query: "b=c&d=e", fragment: nil}
show.(URI.append_query(URI.parse("http://a/"), "d=e"))  # expect: %URI{scheme: "http", authority: "a", userinfo: nil, host: "a", port: 80, path: "/", query: "d=e", fragment: nil}
show.(URI.append_query(URI.parse("http://a/?b&"), "d=e"))  # expect: %URI{scheme: "http", authority: "a", userinfo: nil, host: "a", port: 80, path: "/", query: "b&d=e", fragment: nil}
show.(URI.char_reserved?(?+))  # expect: true
show.(URI.char_unreserved?(?_))  # expect: true
show.(URI.char_unescaped?(?{))  # expect: false
show.(%URI{})  # expect: %URI{scheme: nil, userinfo: nil, host: nil, port: nil, path: nil, query: nil, fragment: nil}
show.(URI.parse("foo:bar"))  # expect: %URI{scheme: "foo", userinfo: nil, host: nil, port: nil, path: "bar", query: nil, fragment: nil}
show.(URI.parse("http://host:/x"))  # expect: %URI{scheme: "http", authority: "host:", userinfo: nil, host: "host", port: 80, path: "/x", query: nil, fragment: nil}
show.(URI.parse("ldap://[2001:db8::7]/c=GB?one#x"))  # expect: %URI{scheme: "ldap", authority: "[2001:db8::7]", userinfo: nil, host: "2001:db8::7", port: 389, path: "/c=GB", query: "one", fragment: "x"}
show.(URI.parse("tel:+1-816"))  # expect: %URI{scheme: "tel", userinfo: nil, host: nil, port: nil, path: "+1-816", query: nil, fragment: nil}
show.(URI.new("a:b@c"))  # expect: {:ok, %URI{scheme: "a", userinfo: nil, host: nil, port: nil, path: "b@c", query: nil, fragment: nil}}
show.(URI.new("http://a/%zz"))  # expect: {:ok, %URI{scheme: "http", userinfo: nil, host: "a", port: 80, path: "/%zz", query: nil, fragment: nil}}
show.(failure.(fn -> URI.encode_query("a") end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for \"a\" of type BitString"}
