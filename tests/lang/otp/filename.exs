# :filename.
IO.inspect :filename.join(["a", "b/", "/c", "d"]); IO.inspect :filename.join('a', 'b'); IO.inspect :filename.basename('/a/b.c', '.c'); IO.inspect :filename.dirname("/a/b/"); IO.inspect :filename.dirname('a'); IO.inspect :filename.extension('x/y.tar.gz'); IO.inspect :filename.rootname('x/y.tar.gz'); IO.inspect :filename.split('/a/b/c'); IO.inspect :filename.absname("x", "/y"); IO.inspect :filename.basename("/"); IO.inspect :filename.extension(".bashrc"); IO.inspect :filename.dirname("/"); IO.inspect :filename.dirname("/a")

# expect: "/c/d"
# expect: 'a/b'
# expect: 'b'
# expect: "/a/b"
# expect: '.'
# expect: '.gz'
# expect: 'x/y.tar'
# expect: ['/', 'a', 'b', 'c']
# expect: "/y/x"
# expect: ""
# expect: ""
# expect: "/"
# expect: "/"
