using Sema.Runtime.Builtins;

namespace Sema.Compiler.Expansion;

/// <summary>The macros that every program has (§4.1). Each method makes one expansion step; the text above it is its shape.</summary>
internal static class Prelude
{
    /// <summary>The macros by name; <see cref="PreludeMacros"/> declares them.</summary>
    public static IReadOnlyDictionary<string, MacroDefinition> Macros { get; } = All();

    private static Dictionary<string, MacroDefinition> All()
    {
        var all = new Dictionary<string, MacroDefinition>(StringComparer.Ordinal);
        void Add(string name, Func<SyntaxList, bool, Syntax> transform) =>
            all.Add(name, new BuiltInMacro(PreludeMacros.All[name], transform));
        void AddStep(string name, Func<SyntaxList, Syntax> transform) => Add(name, (call, _) => transform(call));
        Add("->", static (call, isWhole) => Thread(call, isWhole, InsertFirst));
        Add("->>", static (call, isWhole) => Thread(call, isWhole, InsertLast));
        Add("as->", ThreadAs);
        Add("some->", ThreadSome);
        AddStep("when-let", WhenLet);
        AddStep("if-let", IfLet);
        AddStep("dotimes", DoTimes);
        AddStep("for-range", ForRange);
        AddStep("guard", Guard);
        AddStep("parameterize", Parameterize);
        AddStep("with-stream", WithStream);
        AddStep("with-open", static call => new SyntaxBuilder(call).List("with-stream", call.Items[1..]));
        AddStep("with-retry", WithRetry);
        AddStep("settled/ok?", static call => HasKey(call, "ok"));
        AddStep("settled/err?", static call => HasKey(call, "err"));
        AddStep("settled-partition", SettledPartition);
        AddStep("io/with-raw-mode", WithRawMode);
        AddStep("term/with-alt-screen", static call =>
            Around(call, ["term/enter-alt-screen", "term/hide-cursor"], ["term/show-cursor", "term/leave-alt-screen"]));
        AddStep("term/with-mouse", static call => Around(call, ["term/enable-mouse"], ["term/disable-mouse"]));
        AddStep("term/with-bracketed-paste", static call => Around(call, ["term/enable-bracketed-paste"], ["term/disable-bracketed-paste"]));
        AddStep("term/with-focus-events", static call => Around(call, ["term/enable-focus-events"], ["term/disable-focus-events"]));
        AddStep("term/with-kitty-keys", static call => Around(call, ["term/enable-kitty-keys!"], ["term/disable-kitty-keys!"]));
        return all;
    }

    // (-> v form more…)  →  (-> (form v) more…)
    private static Syntax Thread(SyntaxList call, bool isWhole, Func<SyntaxBuilder, Syntax, Syntax, Syntax> insert)
    {
        var items = call.Items;
        if (items.Length == 2) return items[1];
        var make = new SyntaxBuilder(call);
        var value = insert(make, items[1], items[2]);
        if (!isWhole) return make.List(items[0], value, items[3..]);
        foreach (var form in items.AsSpan(3)) value = insert(make, value, form);
        return value;
    }

    private static Syntax InsertFirst(SyntaxBuilder make, Syntax value, Syntax form) => form switch
    {
        SyntaxList { Items: [] } => make.List(make.Nil, value),
        SyntaxList { Items: [var head, ..] } list => make.List(head, value, list.Items[1..]),
        _ => make.List(form, value),
    };

    private static Syntax InsertLast(SyntaxBuilder make, Syntax value, Syntax form) => form switch
    {
        SyntaxList { Items: [] } => make.List(make.Nil, value),
        SyntaxList list => make.List(list.Items, value),
        _ => make.List(form, value),
    };

    // (as-> v name form more…)  →  (let ((name v)) (as-> form name more…))
    private static Syntax ThreadAs(SyntaxList call, bool isWhole)
    {
        var items = call.Items;
        if (items.Length == 3) return items[1];
        var make = new SyntaxBuilder(call);
        SyntaxList Bind(Syntax value, Syntax body) => make.List("let", make.List(make.List(items[2], value)), body);
        if (!isWhole) return Bind(items[1], make.List("as->", items[3], items[2], items[4..]));
        var result = items[^1];
        for (var i = items.Length - 2; i >= 3; i--) result = Bind(items[i], result);
        return Bind(items[1], result);
    }

    // (some-> v form more…)  →  (let ((t v)) (if (nil? t) nil (some-> (form t) more…)))
    private static Syntax ThreadSome(SyntaxList call, bool isWhole)
    {
        var items = call.Items;
        if (items.Length == 2) return items[1];
        var make = new SyntaxBuilder(call);
        SyntaxList Stop(Syntax name, Syntax value, Syntax rest) =>
            make.List("let", make.List(make.List(name, value)), make.List("if", make.List("nil?", name), make.Nil, rest));
        if (!isWhole)
        {
            var name = make.Fresh("v");
            return Stop(name, items[1], make.List("some->", InsertFirst(make, name, items[2]), items[3..]));
        }
        var names = Array.ConvertAll(items[2..], _ => make.Fresh("v"));
        var result = InsertFirst(make, names[^1], items[^1]);
        for (var i = names.Length - 1; i >= 1; i--) result = Stop(names[i], InsertFirst(make, names[i - 1], items[i + 1]), result);
        return Stop(names[0], items[1], result);
    }

    // (when-let (x e) body…)  →  (let ((x e)) (when (not (nil? x)) body…))
    private static Syntax WhenLet(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var name = Part(make, call.Items[1], 0);
        return make.List("let", make.List(make.List(name, Part(make, call.Items[1], 1))),
            make.List("when", make.List("not", make.List("nil?", name)), call.Items[2..]));
    }

    // (if-let (x e) then else)  →  (let ((x e)) (if (nil? x) else then))
    private static Syntax IfLet(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var name = Part(make, call.Items[1], 0);
        return make.List("let", make.List(make.List(name, Part(make, call.Items[1], 1))),
            make.List("if", make.List("nil?", name), call.Items[3], call.Items[2]));
    }

    // (dotimes (i n) body…)  →  (do ((i 0 (+ i 1))) ((= i n)) body…)
    private static Syntax DoTimes(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var zero = make.Atom(new Value(0));
        return Count(make, call, "=", zero, Part(make, call.Items[1], 1), make.Atom(new Value(1)));
    }

    // (for-range (i from to step) body…)  →  (do ((i from (+ i step))) ((>= i to)) body…)
    private static Syntax ForRange(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var range = call.Items[1];
        // The reference looks for a step only in a list of at least four parts; a vector without one counts by nil there.
        var step = Parts(range).Length > 3 || range is SyntaxVector ? Part(make, range, 3) : make.Atom(new Value(1));
        return Count(make, call, ">=", Part(make, range, 1), Part(make, range, 2), step);
    }

    private static SyntaxList Count(SyntaxBuilder make, SyntaxList call, string test, Syntax from, Syntax to, Syntax step)
    {
        var name = Part(make, call.Items[1], 0);
        return make.List("do", make.List(make.List(name, from, make.List("+", name, step))),
            make.List(make.List(test, name, to)), call.Items[2..]);
    }

    // (guard (e clause…) body…)  →  (try (begin body…) (catch c (let ((e …thrown value or c…)) (cond clause… (else (raise e))))))
    private static Syntax Guard(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var name = Part(make, call.Items[1], 0);
        var parts = Parts(call.Items[1]);
        var clauses = parts.Length == 0 ? parts : parts[1..];
        Syntax[] otherwise = clauses.Length > 0 && IsElse(clauses[^1])
            ? [] : [make.List("else", make.List("raise", name))];
        var caught = make.Fresh("guard-err");
        var raised = make.List("if", make.List("equal?", make.List(make.Keyword("type"), caught), make.Keyword("user")),
            make.List(make.Keyword("value"), caught), caught);
        return make.List("try", make.List("begin", call.Items[2..]),
            make.List("catch", caught,
                make.List("let", make.List(make.List(name, raised)), make.List("cond", clauses, otherwise))));
    }

    private static bool IsElse(Syntax clause) =>
        clause is SyntaxList { Items: [var first, ..] } && first.IsSymbol("else")
        || clause is SyntaxVector { Items: [var head, ..] } && head.IsSymbol("else");

    // (parameterize ((p v)…) body…)  →  (__parameterize (list p…) (list v…) (fn () body…))
    private static Syntax Parameterize(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var bindings = call.Items[1] switch
        {
            SyntaxList list => list.Items,
            SyntaxVector vector => vector.Items,
            var other => throw Raise.Sequence("map", other.ToDatum()),
        };
        foreach (var binding in bindings)
            if (binding is not (SyntaxList or SyntaxVector))
                throw Raise.Type("list or vector", binding.ToDatum(), "first: argument 1 must be a list or vector");
        return make.List("__parameterize",
            make.List("list", Array.ConvertAll(bindings, binding => Part(make, binding, 0))),
            make.List("list", Array.ConvertAll(bindings, binding => Part(make, binding, 1))),
            make.List("fn", make.List(), call.Items[2..]));
    }

    // (with-stream (s e) body…)  →  (let ((s e)) …body, then (stream/close s)…)
    private static Syntax WithStream(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var stream = Part(make, call.Items[1], 0);
        var value = Part(make, call.Items[1], 1);
        return make.List("let", make.List(make.List(stream, value)), Finally(make, call.Items[2..], make.List("stream/close", stream)));
    }

    // (io/with-raw-mode body…)  →  (let ((raw (io/tty-raw!))) …body, then (when raw (io/tty-restore! raw))…)
    private static Syntax WithRawMode(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        var raw = make.Fresh("raw");
        var restore = make.List("when", raw, make.List("io/tty-restore!", raw));
        return make.List("let", make.List(make.List(raw, make.List("io/tty-raw!"))), Finally(make, call.Items[1..], restore));
    }

    // (term/with-… body…)  →  (begin (on)… …body, then (off)…)
    private static Syntax Around(SyntaxList call, string[] on, string[] off)
    {
        var make = new SyntaxBuilder(call);
        Syntax[] Calls(string[] names) => Array.ConvertAll(names, name => (Syntax)make.List(name));
        return make.List("begin", Calls(on), Finally(make, call.Items[1..], Calls(off)));
    }

    // (let ((r (try (begin body…) (catch x last… (throw x))))) last… r)
    private static SyntaxList Finally(SyntaxBuilder make, Syntax[] body, params Syntax[] last)
    {
        var result = make.Fresh("res");
        var error = make.Fresh("e");
        var attempt = make.List("try", make.List("begin", body), make.List("catch", error, last, make.List("throw", error)));
        return make.List("let", make.List(make.List(result, attempt)), last, result);
    }

    // (with-retry opts thunk): a loop that calls the thunk until it does not raise, sleeping longer each time.
    private static Syntax WithRetry(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        Syntax options = make.Fresh("wr-opts"), thunk = make.Fresh("wr-f");
        Syntax most = make.Fresh("wr-max"), wait = make.Fresh("wr-base"), factor = make.Fresh("wr-fac"), on = make.Fresh("wr-on");
        Syntax go = make.Fresh("go"), n = make.Fresh("n"), delay = make.Fresh("delay"), error = make.Fresh("e");
        SyntaxList Option(string key) => make.List("get", options, make.Keyword(key));
        SyntaxList OptionOr(string key, long otherwise) => make.List("or", Option(key), make.Atom(new Value(otherwise)));

        var again = make.List("begin", make.List("async/sleep", delay),
            make.List(go, make.List("+", n, make.Atom(new Value(1))), make.List("*", delay, factor)));
        var handler = make.List("catch", error, make.List("when", on, make.List(on, error, n)),
            make.List("if", make.List(">=", n, most), make.List("throw", error), again));
        var loop = make.List("fn", make.List(n, delay), make.List("try", make.List(thunk), handler));
        return make.List("let", make.List(make.List(options, call.Items[1]), make.List(thunk, call.Items[2])),
            make.List("let",
                make.List(make.List(most, OptionOr("max", 3)), make.List(wait, OptionOr("base-ms", 200)),
                    make.List(factor, OptionOr("factor", 2)), make.List(on, Option("on"))),
                make.List("letrec", make.List(make.List(go, loop)), make.List(go, make.Atom(new Value(1)), wait))));
    }

    private static SyntaxList HasKey(SyntaxList call, string key)
    {
        var make = new SyntaxBuilder(call);
        return make.List("contains?", call.Items[1], make.Keyword(key));
    }

    // (settled-partition rs)  →  (let ((t rs)) {:err (map :err of those with it) :ok …})
    private static Syntax SettledPartition(SyntaxList call)
    {
        var make = new SyntaxBuilder(call);
        Syntax results = make.Fresh("rs"), item = make.Fresh("r");
        KeyValuePair<Syntax, Syntax> Those(string key) => new(make.Keyword(key),
            make.List("map", make.List("fn", make.List(item), make.List(make.Keyword(key), item)),
                make.List("filter",
                    make.List("fn", make.List(item), make.List("contains?", item, make.Keyword(key))), results)));
        return make.List("let", make.List(make.List(results, call.Items[1])),
            new SyntaxMap(call.Source, call.Span, [Those("err"), Those("ok")]) { Origin = call.Origin ?? call });
    }

    private static Syntax Part(SyntaxBuilder make, Syntax binding, int index)
    {
        var parts = Parts(binding);
        return index < parts.Length ? parts[index] : make.Nil;
    }

    private static Syntax[] Parts(Syntax binding) => binding switch
    {
        SyntaxList list => list.Items,
        SyntaxVector vector => vector.Items,
        _ => throw Raise.TypeIn("car", "list or vector", binding.ToDatum()),
    };
}
