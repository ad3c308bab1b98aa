using System.Reflection;
using Sema.Compiler.Emit;
using Sema.Compiler.Modules;

namespace Sema.Compiler.Interpretation;

/// <summary>What an interpreted unit uses of a compiled library: found when the code runs, for then the library has to be there.</summary>
internal static class LibraryUnit
{
    public static MemberInfo Member(Library library, string name) =>
        Assembly.LoadFrom(library.Path).GetType(LibraryEmitter.UnitName, throwOnError: true)!
            .GetMember(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly).Single();
}

/// <summary>What a library exports.</summary>
internal sealed class ExternalNode(Library library, string field) : Node
{
    private FieldInfo? _field;

    public override Value Evaluate(Activation activation) =>
        (Value)(_field ??= (FieldInfo)LibraryUnit.Member(library, field)).GetValue(null)!;
}

/// <summary>Runs the modules of a library, unless they have run.</summary>
internal sealed class LibraryRunNode(Library library, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        activation.Site = site;
        ((MethodInfo)LibraryUnit.Member(library, LibraryEmitter.RunOnce)).CreateDelegate<Action>()();
        return Value.Nil;
    }
}
