using System.Collections.Frozen;
using System.Reflection;

namespace Sema.Runtime.Builtins;

/// <summary>One C# overload of a builtin.</summary>
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
