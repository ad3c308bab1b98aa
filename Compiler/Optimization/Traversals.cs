using Sema.Compiler.Core;
using Sema.Runtime.Builtins;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>The loops that do what the builtins of <see cref="ListTraversals"/> do that go through one source from its beginning.</summary>
internal static class Traversals
{
    /// <summary>How many arguments the procedure gets that is a builtin's first operand; null when there is no loop for such a call.</summary>
    public static int? Arity(string builtin, int operands) => (builtin, operands) switch
    {
        ("map" or "filter" or "list/reject" or "for-each" or "any" or "every" or "list/find", 2) => 1,
        ("foldl", 3) => 2,
        _ => null,
    };

    /// <summary>The loop for a call of a builtin that has an <see cref="Arity"/>.</summary>
    public static CoreExpr Loop(string builtin, Callback f, CallExpr call, Source source)
    {
        var build = new LoopBuilder(call.Span);
        return builtin switch
        {
            "map" => Map(build, f, source),
            "filter" or "list/reject" => Select(build, f, builtin, source),
            "foldl" => FoldLeft(build, f, call.Operands[1], source),
            "for-each" => build.Loop(builtin, source, [],
                (next, item) => new SequenceExpr(call.Span, [f.Apply(item), next()]), build.Constant(Value.Nil)),
            "any" => Search(build, f, builtin, source, _ => build.Constant(Value.True), null, Value.False),
            "every" => Search(build, f, builtin, source, null, _ => build.Constant(Value.False), Value.True),
            _ => Search(build, f, builtin, source, static item => item, null, Value.Nil),
        };
    }

    private static CoreExpr Map(LoopBuilder build, Callback f, Source source)
    {
        var results = new Variable("results");
        var (room, with, list) = source.Room is { } known
            ? (known, nameof(Primitives.ResultsWith), nameof(Primitives.ResultList))
            : (build.Primitive(nameof(Primitives.SelectionOf)), nameof(Primitives.SelectionWith), nameof(Primitives.SelectionList));
        return build.Loop("map", source, [(results, room)],
            (next, item) => next(build.Primitive(with, build.Read(results), f.Apply(item))), build.Primitive(list, build.Read(results)));
    }

    private static CoreExpr Select(LoopBuilder build, Callback f, string builtin, Source source)
    {
        Variable results = new("results"), element = new("item");
        return build.Loop(builtin, source, [(results, build.Primitive(nameof(Primitives.SelectionOf)))],
            (next, item) =>
            {
                var with = next(build.Primitive(nameof(Primitives.SelectionWith), build.Read(results), build.Read(element)));
                var without = next(build.Read(results));
                var wanted = builtin == "filter";
                return build.Let(element, item, build.If(f.Apply(build.Read(element)), wanted ? with : without, wanted ? without : with));
            },
            build.Primitive(nameof(Primitives.SelectionList), build.Read(results)));
    }

    private static CoreExpr FoldLeft(LoopBuilder build, Callback f, CoreExpr initial, Source source)
    {
        Variable first = new("initial"), result = f.Parameter(0) ?? new("result");
        var isConstant = initial is ConstantExpr;
        var loop = build.Loop("foldl", source, [(result, isConstant ? initial : build.Read(first))],
            (next, item) => next(f.Apply(build.Read(result), item)), build.Read(result));
        // It is evaluated before the sequence is.
        return isConstant ? loop : build.Let(first, initial, loop);
    }

    /// <summary>A loop that ends early, with what is given for a true or a false result of the procedure.</summary>
    private static CoreExpr Search(LoopBuilder build, Callback f, string builtin, Source source,
        Func<CoreExpr, CoreExpr>? whenTrue, Func<CoreExpr, CoreExpr>? whenFalse, Value otherwise)
    {
        var element = new Variable("item");
        return build.Loop(builtin, source, [],
            (next, item) =>
            {
                CoreExpr End(Func<CoreExpr, CoreExpr>? end) => end is null ? next() : end(build.Read(element));
                return build.Let(element, item, build.If(f.Apply(build.Read(element)), End(whenTrue), End(whenFalse)));
            },
            build.Constant(otherwise));
    }
}
