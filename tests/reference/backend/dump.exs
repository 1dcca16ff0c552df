# dump.exs OUT_DIR FILE... - compiles with the reference and writes each module's expanded definitions (compile_etf.c).
defmodule ElverDump do
  def on_module(env, _bytecode) do
    mod = env.module
    defs =
      for {name, arity} = fa <- Module.definitions_in(mod) do
        {:v1, kind, meta, clauses} = Module.get_definition(mod, fa)
        fname = if kind in [:defmacro, :defmacrop], do: :"MACRO-#{name}", else: name
        macro? = kind in [:defmacro, :defmacrop]
        clauses =
          if macro?,
            do: (for {m, args, g, b} <- clauses, do: {m, [{:_, [], nil} | args], g, b}),
            else: clauses
        {fname, if(macro?, do: arity + 1, else: arity), kind in [:def, :defmacro], meta[:line] || 0, clauses}
      end
    defs = [info(mod, defs) | defs]
    attrs = [vsn: [1]]
    dir = :persistent_term.get(:elver_dump_dir)
    File.write!(Path.join(dir, "#{mod}.etf"), :erlang.term_to_binary({mod, Path.relative_to_cwd(env.file), defs, attrs}))
  end

  defp info(mod, defs) do
    macros = for {n, a, true, _, _} <- defs, "MACRO-" <> name <- [Atom.to_string(n)], do: {String.to_atom(name), a - 1}
    funs = for {n, a, true, _, _} <- defs, not String.starts_with?(Atom.to_string(n), "MACRO-"), do: {n, a}
    clause = fn key, value -> {[], [key], [], Macro.escape(value)} end
    {:__info__, 1, true, 0,
     [clause.(:module, mod), clause.(:functions, Enum.sort(funs)), clause.(:macros, Enum.sort(macros)),
      clause.(:attributes, []), clause.(:compile, []), clause.(:md5, ""), clause.(:struct, nil)]}
  end
end

[dir | files] = System.argv()
File.mkdir_p!(dir)
:persistent_term.put(:elver_dump_dir, dir)
Code.put_compiler_option(:ignore_module_conflict, true)

# Every module gets an @after_compile-like hook through the tracer.
defmodule ElverTracer do
  def trace({:on_module, _bytecode, _}, env), do: ElverDump.on_module(env, nil)
  def trace(_, _), do: :ok
end
Code.put_compiler_option(:tracers, [ElverTracer])
for f <- files, do: Code.compile_file(f)
