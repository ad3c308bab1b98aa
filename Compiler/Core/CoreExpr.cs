using Sema.Compiler.Diagnostics;
using Sema.Compiler.Modules;

namespace Sema.Compiler.Core;

/// <summary>
/// A program without sugar: what the lowerer makes of macro-free syntax. The closed family of expression forms; every node
/// carries the place it comes from. Names that are not local are globals, builtins included.
/// </summary>
public abstract record CoreExpr(SourceSpan Span);

/// <summary>A literal or quoted datum.</summary>
public sealed record ConstantExpr(SourceSpan Span, Value Value) : CoreExpr(Span);

/// <summary>Reads a local variable.</summary>
public sealed record LocalExpr(SourceSpan Span, Variable Variable) : CoreExpr(Span);

/// <summary>Reads a global; raises <c>Unbound variable</c> when no definition was evaluated.</summary>
public sealed record GlobalExpr(SourceSpan Span, string Name) : CoreExpr(Span)
{
    /// <summary>The place of the name itself, when <see cref="CoreExpr.Span"/> is the call it is part of.</summary>
    public SourceSpan? Place { get; init; }

    /// <summary>Whether the marker of an unbound global is a result too, instead of the condition: for operands of <c>IsBound</c> only.</summary>
    public bool MayBeUnbound { get; init; }
}

/// <summary>Assigns a local variable; the value is the new value. The variable's <see cref="Variable.IsAssigned"/> is set.</summary>
public sealed record SetLocalExpr(SourceSpan Span, Variable Variable, CoreExpr Value) : CoreExpr(Span);

/// <summary>Assigns a global, which it creates when unknown (§4.3); the value is the new value.</summary>
public sealed record SetGlobalExpr(SourceSpan Span, string Name, CoreExpr Value) : CoreExpr(Span);

/// <summary>Defines a global of the module, or of the root namespace (record procedures, §4.9); the value is nil.</summary>
public sealed record DefineGlobalExpr(SourceSpan Span, string Name, CoreExpr Value, bool InRoot = false) : CoreExpr(Span)
{
    /// <summary>Whether an import binds the name: then calls of inlined builtins of that name stay inlined (§9.2).</summary>
    public bool IsImport { get; init; }
}

/// <summary>A conditional; only nil and <c>#f</c> are false.</summary>
public sealed record IfExpr(SourceSpan Span, CoreExpr Test, CoreExpr Then, CoreExpr Else) : CoreExpr(Span);

/// <summary>Evaluates in order; the value is the last one's. Never empty.</summary>
public sealed record SequenceExpr(SourceSpan Span, IReadOnlyList<CoreExpr> Items) : CoreExpr(Span);

/// <summary>Binds fresh variables to values computed left to right outside their scope.</summary>
public sealed record LetExpr(SourceSpan Span, IReadOnlyList<Binding> Bindings, CoreExpr Body) : CoreExpr(Span);

/// <summary>Binds mutually recursive procedures. None of the variables is assigned.</summary>
public sealed record LetrecExpr(SourceSpan Span, IReadOnlyList<ProcedureBinding> Bindings, CoreExpr Body) : CoreExpr(Span);

/// <summary>A procedure. <paramref name="Name"/> is null for an anonymous one (§5.1); <paramref name="Rest"/> gets a list.</summary>
public sealed record LambdaExpr(
    SourceSpan Span, string? Name, IReadOnlyList<Variable> Parameters, Variable? Rest, CoreExpr Body) : CoreExpr(Span)
{
    /// <summary>Whether it computes a promise: it may return <see cref="Promise.Next"/> to the promise, the only caller.</summary>
    public bool IsDelayed { get; init; }
}

/// <summary>A call: the operator, then the operands from left to right.</summary>
public sealed record CallExpr(SourceSpan Span, CoreExpr Operator, IReadOnlyList<CoreExpr> Operands) : CoreExpr(Span)
{
    /// <summary>Whether it was in tail position of a procedure whose body an optimisation has moved: then traces do not show that procedure.</summary>
    public bool WasTail { get; init; }

    /// <summary>Whether it is so rare that it should stay small.</summary>
    public bool IsCold { get; init; }
}

/// <summary>
/// The body of the procedure <paramref name="Name"/> that an optimisation has put in the place of a call, which a builtin made if
/// <paramref name="IsCallback"/>; without a name, that builtin's own code. Transparent, except to stack traces.
/// </summary>
public sealed record InlinedExpr(SourceSpan Span, CoreExpr Body, string? Name, bool IsCallback) : CoreExpr(Span)
{
    /// <summary>Whether the call was in tail position of its procedure.</summary>
    public bool WasTail { get; init; }
}

/// <summary>A call of a runtime operation that has no name in the language, or whose name the program cannot rebind.</summary>
public sealed record PrimitiveExpr(SourceSpan Span, Primitive Primitive, IReadOnlyList<CoreExpr> Operands) : CoreExpr(Span);

/// <summary>Evaluates the body; a condition is bound as its map to <paramref name="Variable"/> for the handler, which is in tail position.</summary>
public sealed record TryExpr(SourceSpan Span, CoreExpr Body, Variable Variable, CoreExpr Handler) : CoreExpr(Span);

/// <summary>The namespace of a linked module, or the unit's own, as an opaque value: an operand of <c>eval</c>, <c>load</c> and <c>import</c>.</summary>
public sealed record NamespaceExpr(SourceSpan Span, string? Module = null) : CoreExpr(Span);

/// <summary>A unit inside a program: a form of a loaded or imported file (§6.1). At top level only; <c>GlobalAnalysis</c> flattens it.</summary>
public sealed record UnitExpr(SourceSpan Span, CoreExpr Body) : CoreExpr(Span);

/// <summary>
/// An import of a module that the compiler found, of all its exports or of <paramref name="Names"/>. At top level only; the
/// linker replaces it.
/// </summary>
public sealed record ImportExpr(SourceSpan Span, string Module, IReadOnlyList<string>? Names) : CoreExpr(Span);

/// <summary>Runs the modules of a compiled library, unless they have run; the value is nil. The linker makes it.</summary>
public sealed record RunLibraryExpr(SourceSpan Span, Library Library) : CoreExpr(Span);

/// <summary>What a compiled library exports under a name; the library has run. The linker makes it.</summary>
public sealed record ExternalExpr(SourceSpan Span, Library Library, LibraryExport Export) : CoreExpr(Span);

/// <summary>A variable with its initial value.</summary>
public sealed record Binding(Variable Variable, CoreExpr Value);

/// <summary>A variable with the procedure it is bound to.</summary>
public sealed record ProcedureBinding(Variable Variable, LambdaExpr Lambda);

/// <summary>One unit after lowering: its top-level forms in order. The unit's value is the last one's, nil if there is none.</summary>
public sealed record CoreProgram(SourceText Source, IReadOnlyList<CoreExpr> Forms);

/// <summary>A local variable; the object is its identity.</summary>
public sealed class Variable(string name)
{
    /// <summary>The name in the source; not unique.</summary>
    public string Name { get; } = name;

    /// <summary>Whether some <see cref="SetLocalExpr"/> assigns it.</summary>
    public bool IsAssigned { get; set; }

    /// <summary>Whether the source mentions it other than by assigning it.</summary>
    public bool IsRead { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
