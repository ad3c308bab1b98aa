using System.Runtime.CompilerServices;
using Sema.Runtime.Builtins;
using Sema.Runtime.Modules;

namespace Sema.Runtime.Hosting;

/// <summary>The base of the class that the compiler emits for a unit; its one instance runs the program.</summary>
public abstract class CompiledUnit
{
    /// <summary>The namespace of the program's globals, when run-time code can reach them by name.</summary>
    public Namespace Namespace { get; set; } = new();

    /// <summary>Runs the unit's forms in order; returns the value of the last.</summary>
    public abstract Value Run();

    /// <summary>The value of a global, which must have one.</summary>
    /// <exception cref="SemaException"><c>Unbound variable: NAME</c></exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Bound(Value value, string name, string? hint) => value.IsUnbound ? throw Raise.Unbound(name, hint) : value;

    /// <summary>What a reference to a global that run-time code can reach sees.</summary>
    /// <exception cref="SemaException"><c>Unbound variable: NAME</c></exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Read(GlobalCell cell, string? hint) => cell.Value.IsUnbound ? Outer(cell, hint) : cell.Value;

    /// <summary>The cell of a global that run-time code can reach.</summary>
    public static GlobalCell Cell(Namespace globals, string name) => globals.Lookup(name);

    /// <summary>The cell that definitions in the root namespace fill.</summary>
    public static GlobalCell RootCell(Namespace globals, string name) => globals.Root.Define(name);

    private static Value Outer(GlobalCell cell, string? hint) => Bound(cell.Visible, cell.Name, hint);

    /// <summary>Runs the type initialiser of the class of a unit's constants.</summary>
    public static void MakeConstants(RuntimeTypeHandle constants) => RuntimeHelpers.RunClassConstructor(constants);

    /// <summary>A builtin as a value.</summary>
    public static Value Builtin(string name) => new(BuiltinTable.Find(name)!.Procedure);
}
