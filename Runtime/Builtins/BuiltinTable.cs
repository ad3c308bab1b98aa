using System.Collections.Frozen;
using System.Reflection;

namespace Sema.Runtime.Builtins;

/// <summary>A C# method behind a builtin, one of its overloads, or behind a primitive.</summary>
public sealed class BuiltinOverload(MethodInfo method)
{
    /// <summary>The static method.</summary>
    public MethodInfo Method { get; } = method;

    /// <summary>The number of parameters before a <c>params</c> array.</summary>
    public int Fixed { get; } = method.GetParameters().Count(static p => p.ParameterType == typeof(Value));

    /// <summary>Whether the last parameter takes all further arguments as an array.</summary>
    public bool HasRest { get; } = method.GetParameters() is [.., var last] && last.ParameterType == typeof(Value[]);

    /// <summary>Whether the method returns a <see cref="bool"/>.</summary>
    public bool ReturnsBool { get; } = method.ReturnType == typeof(bool);

    /// <summary>Whether the method returns nothing, which is nil.</summary>
    public bool ReturnsNothing { get; } = method.ReturnType == typeof(void);

    /// <summary>Calls the method with no argument. The delegates are made when first asked for.</summary>
    public Func<Value> Call0 => field ??= HasRest ? () => CallN([])
        : Adapt<Func<Value>, Func<bool>, Action>(static f => () => Value.FromBool(f()), static f => () => { f(); return Value.Nil; });

    /// <summary>Calls the method with one argument.</summary>
    public Func<Value, Value> Call1 => field ??= HasRest ? a => CallN([a])
        : Adapt<Func<Value, Value>, Func<Value, bool>, Action<Value>>(
            static f => a => Value.FromBool(f(a)), static f => a => { f(a); return Value.Nil; });

    /// <summary>Calls the method with two arguments.</summary>
    public Func<Value, Value, Value> Call2 => field ??= HasRest ? (a, b) => CallN([a, b])
        : Adapt<Func<Value, Value, Value>, Func<Value, Value, bool>, Action<Value, Value>>(
            static f => (a, b) => Value.FromBool(f(a, b)), static f => (a, b) => { f(a, b); return Value.Nil; });

    /// <summary>Calls the method with three arguments.</summary>
    public Func<Value, Value, Value, Value> Call3 => field ??= HasRest ? (a, b, c) => CallN([a, b, c])
        : Adapt<Func<Value, Value, Value, Value>, Func<Value, Value, Value, bool>, Action<Value, Value, Value>>(
            static f => (a, b, c) => Value.FromBool(f(a, b, c)), static f => (a, b, c) => { f(a, b, c); return Value.Nil; });

    /// <summary>Calls the method with four arguments.</summary>
    public Func<Value, Value, Value, Value, Value> Call4 => field ??= HasRest ? (a, b, c, d) => CallN([a, b, c, d])
        : Adapt<Func<Value, Value, Value, Value, Value>, Func<Value, Value, Value, Value, bool>, Action<Value, Value, Value, Value>>(
            static f => (a, b, c, d) => Value.FromBool(f(a, b, c, d)), static f => (a, b, c, d) => { f(a, b, c, d); return Value.Nil; });

    /// <summary>Calls a method that <see cref="HasRest"/> with an array of all arguments, at least <see cref="Fixed"/>.</summary>
    public Func<Value[], Value> CallN => field ??= BindN();

    private Func<Value[], Value> BindN()
    {
        switch (Fixed)
        {
            case 0:
                return Adapt<Func<Value[], Value>, Func<Value[], bool>, Action<Value[]>>(
                    static f => r => Value.FromBool(f(r)), static f => r => { f(r); return Value.Nil; });
            case 1:
                var f1 = Adapt<Func<Value, Value[], Value>, Func<Value, Value[], bool>, Action<Value, Value[]>>(
                    static f => (a, r) => Value.FromBool(f(a, r)), static f => (a, r) => { f(a, r); return Value.Nil; });
                return all => f1(all[0], all[1..]);
            case 2:
                var f2 = Adapt<Func<Value, Value, Value[], Value>, Func<Value, Value, Value[], bool>, Action<Value, Value, Value[]>>(
                    static f => (a, b, r) => Value.FromBool(f(a, b, r)), static f => (a, b, r) => { f(a, b, r); return Value.Nil; });
                return all => f2(all[0], all[1], all[2..]);
            case 3:
                var f3 = Adapt<Func<Value, Value, Value, Value[], Value>, Func<Value, Value, Value, Value[], bool>, Action<Value, Value, Value, Value[]>>(
                    static f => (a, b, c, r) => Value.FromBool(f(a, b, c, r)), static f => (a, b, c, r) => { f(a, b, c, r); return Value.Nil; });
                return all => f3(all[0], all[1], all[2], all[3..]);
            default:
                var f4 = Adapt<Func<Value, Value, Value, Value, Value[], Value>, Func<Value, Value, Value, Value, Value[], bool>, Action<Value, Value, Value, Value, Value[]>>(
                    static f => (a, b, c, d, r) => Value.FromBool(f(a, b, c, d, r)), static f => (a, b, c, d, r) => { f(a, b, c, d, r); return Value.Nil; });
                return all => f4(all[0], all[1], all[2], all[3], all[4..]);
        }
    }

    private TValue Adapt<TValue, TBool, TNothing>(Func<TBool, TValue> fromBool, Func<TNothing, TValue> fromNothing)
        where TValue : Delegate where TBool : Delegate where TNothing : Delegate =>
        ReturnsBool ? fromBool(Method.CreateDelegate<TBool>())
        : ReturnsNothing ? fromNothing(Method.CreateDelegate<TNothing>())
        : Method.CreateDelegate<TValue>();
}

/// <summary>A builtin procedure as declared by its <see cref="BuiltinAttribute"/>.</summary>
public sealed class BuiltinInfo
{
    internal BuiltinInfo(BuiltinAttribute declaration, BuiltinGroupAttribute group, BuiltinOverload[] overloads)
    {
        Declaration = declaration;
        Group = group.Name;
        Libraries = group.Libraries;
        Overloads = overloads;
        var min = Math.Max(declaration.MinArguments, overloads.Min(static o => o.Fixed));
        var max = overloads.Any(static o => o.HasRest) ? (declaration.MaxArguments > 0 ? declaration.MaxArguments : -1)
            : overloads.Max(static o => o.Fixed);
        Arity = new Arity(min, max);
    }

    /// <summary>The attribute.</summary>
    public BuiltinAttribute Declaration { get; }

    /// <summary>The primary name.</summary>
    public string Name => Declaration.Name;

    /// <summary>The group of the specification.</summary>
    public string Group { get; }

    /// <summary>The names of the assemblies besides the runtime that the group needs.</summary>
    public IReadOnlyList<string> Libraries { get; }

    /// <summary>The overloads, by increasing argument count.</summary>
    public BuiltinOverload[] Overloads { get; }

    /// <summary>The argument counts accepted by all overloads together.</summary>
    public Arity Arity { get; }

    /// <summary>The overload for a call with that many arguments, or null when the arity does not fit.</summary>
    public BuiltinOverload? Overload(int arguments) =>
        !Arity.Accepts(arguments) ? null
        : Array.Find(Overloads, o => o.Fixed == arguments && !o.HasRest) ?? Array.Find(Overloads, o => o.HasRest && o.Fixed <= arguments);

    /// <summary>The procedure object, the same one each time.</summary>
    public BuiltinProcedure Procedure => field ??= new BuiltinProcedure(this);
}

/// <summary>All builtins, found by reflection over this assembly: what the compiler, <c>semac doc</c> and the tests use.</summary>
public static class BuiltinTable
{
    private static readonly Lazy<FrozenDictionary<string, BuiltinInfo>> Table = new(Load);

    /// <summary>Every name, aliases included, with its builtin.</summary>
    public static IReadOnlyDictionary<string, BuiltinInfo> All => Table.Value;

    /// <summary>The builtin of a name or alias, or null.</summary>
    public static BuiltinInfo? Find(string name) => Table.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, BuiltinInfo> Load()
    {
        var all = new Dictionary<string, BuiltinInfo>(StringComparer.Ordinal);
        foreach (var type in typeof(BuiltinTable).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<BuiltinGroupAttribute>() is not { } group) continue;
            var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
            foreach (var method in methods)
            {
                if (method.GetCustomAttribute<BuiltinAttribute>() is not { } declaration) continue;
                var overloads = methods.Where(m => m.Name == method.Name).Select(static m => new BuiltinOverload(m))
                    .OrderBy(static o => o.Fixed).ThenBy(static o => o.HasRest).ToArray();
                var info = new BuiltinInfo(declaration, group, overloads);
                all.Add(info.Name, info);
                foreach (var alias in declaration.Aliases) all.Add(alias, info);
            }
        }
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
