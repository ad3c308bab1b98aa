using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Modules;
using Sema.Runtime.Builtins;

namespace Sema.Compiler.Resolution;

/// <summary>
/// A program in which every variable has storage and every call says how it is made. Both back ends know this family and
/// nothing before it.
/// </summary>
/// <remarks>
/// Storage. Each <see cref="ResolvedProcedure"/> activation has numbered slots: first its captured-by-value parameters when it
/// is <see cref="ResolvedProcedure.IsLifted">lifted</see>, then its parameters (the rest list last), then its locals. A slot
/// holds a value, or a box for a variable that is both assigned and captured (<see cref="VariablePlace.IsBoxed"/>). A closure's captures
/// are numbered too and hold values or boxes likewise; they are never assigned after creation, except that the members of one
/// <see cref="ClosuresExpr"/> are patched with each other.
/// </remarks>
public abstract record ResolvedExpr(SourceSpan Span);

/// <summary>A constant.</summary>
public sealed record ResolvedConstant(SourceSpan Span, Value Value) : ResolvedExpr(Span);

/// <summary>Reads a slot, through its box if it is boxed.</summary>
public sealed record SlotRead(SourceSpan Span, Slot Slot) : ResolvedExpr(Span);

/// <summary>Assigns a slot, through its box if it is boxed; the value is the new value.</summary>
public sealed record SlotWrite(SourceSpan Span, Slot Slot, ResolvedExpr Value) : ResolvedExpr(Span);

/// <summary>Reads a capture of the running closure, through its box if it is boxed.</summary>
public sealed record CaptureRead(SourceSpan Span, Capture Capture) : ResolvedExpr(Span);

/// <summary>Assigns a boxed capture; the value is the new value.</summary>
public sealed record CaptureWrite(SourceSpan Span, Capture Capture, ResolvedExpr Value) : ResolvedExpr(Span);

/// <summary>
/// Reads a global; raises <c>Unbound variable</c> when it has no value yet, if <paramref name="IsChecked"/>. In an open program that is the
/// cell's visible value; without the check, the cell's own.
/// </summary>
public sealed record GlobalRead(SourceSpan Span, Global Global, bool IsChecked) : ResolvedExpr(Span);

/// <summary>Assigns a global (in an open program, by <c>GlobalCell.Assign</c>); the value is the new value.</summary>
public sealed record GlobalWrite(SourceSpan Span, Global Global, ResolvedExpr Value) : ResolvedExpr(Span);

/// <summary>Defines a global; the value is nil.</summary>
public sealed record GlobalDefine(SourceSpan Span, Global Global, ResolvedExpr Value) : ResolvedExpr(Span);

/// <summary>A builtin as a value.</summary>
public sealed record BuiltinRead(SourceSpan Span, BuiltinInfo Builtin) : ResolvedExpr(Span);

/// <summary>The namespace of a linked module, or the unit's own when <paramref name="Module"/> is null, as an opaque value.</summary>
public sealed record NamespaceRead(SourceSpan Span, string? Module = null) : ResolvedExpr(Span);

/// <summary>A conditional.</summary>
public sealed record ResolvedIf(SourceSpan Span, ResolvedExpr Test, ResolvedExpr Then, ResolvedExpr Else) : ResolvedExpr(Span);

/// <summary>Evaluates in order; the value is the last one's. Never empty.</summary>
public sealed record ResolvedSequence(SourceSpan Span, IReadOnlyList<ResolvedExpr> Items) : ResolvedExpr(Span);

/// <summary>Stores a value in a slot (in a new box, if it is boxed), then evaluates the body.</summary>
public sealed record ResolvedLet(SourceSpan Span, Slot Slot, ResolvedExpr Value, ResolvedExpr Body) : ResolvedExpr(Span);

/// <summary>Creates one closure.</summary>
public sealed record ClosureExpr(SourceSpan Span, ResolvedProcedure Procedure, IReadOnlyList<CaptureSource> Captures) : ResolvedExpr(Span);

/// <summary>
/// Creates closures that may capture each other and stores them in their slots, then evaluates the body. All are allocated
/// first; then the captures that name a slot of the group are filled in.
/// </summary>
public sealed record ClosuresExpr(SourceSpan Span, IReadOnlyList<ClosureBinding> Closures, ResolvedExpr Body) : ResolvedExpr(Span);

/// <summary>A call of an unknown procedure. In tail position it must not grow the stack.</summary>
public sealed record ResolvedCall(SourceSpan Span, ResolvedExpr Operator, IReadOnlyList<ResolvedExpr> Operands, bool IsTail) : ResolvedExpr(Span);

/// <summary>
/// A call of a known procedure with the right number of arguments: <paramref name="Captured"/> gives the leading slots of a
/// lifted target; <paramref name="Operands"/> its parameters, the rest list already built as one operand.
/// </summary>
public sealed record KnownCall(
    SourceSpan Span, ResolvedProcedure Target, IReadOnlyList<CaptureSource> Captured, IReadOnlyList<ResolvedExpr> Operands, bool IsTail) : ResolvedExpr(Span);

/// <summary>A call of a procedure of a compiled library with the right number of arguments; operands as in <see cref="KnownCall"/>.</summary>
public sealed record ExternalCall(
    SourceSpan Span, Library Library, LibraryExport Target, IReadOnlyList<ResolvedExpr> Operands, bool IsTail) : ResolvedExpr(Span);

/// <summary>Reads what a compiled library exports; the marker of an unbound global when the library did not bind the name.</summary>
public sealed record ExternalRead(SourceSpan Span, Library Library, LibraryExport Export) : ResolvedExpr(Span);

/// <summary>Runs the modules of a compiled library, unless they have run; the value is nil.</summary>
public sealed record LibraryRun(SourceSpan Span, Library Library) : ResolvedExpr(Span);

/// <summary>A call of one overload of a builtin. With <see cref="BuiltinOverload.HasRest"/> the surplus operands go into an array.</summary>
public sealed record BuiltinCall(SourceSpan Span, BuiltinInfo Builtin, BuiltinOverload Overload, IReadOnlyList<ResolvedExpr> Operands) : ResolvedExpr(Span)
{
    /// <summary>Whether it is an <c>assoc</c> to a map that has no other use from then on (<see cref="Accumulators"/>).</summary>
    public bool IsLastUse { get; set; }
}

/// <summary>A call of a runtime operation; when its method takes one array, all operands go into it.</summary>
public sealed record PrimitiveCall(SourceSpan Span, Primitive Primitive, IReadOnlyList<ResolvedExpr> Operands) : ResolvedExpr(Span);

/// <summary><c>(apply f a … seq)</c>: spreads the last operand; a proper tail call when in tail position.</summary>
public sealed record ApplyCall(SourceSpan Span, ResolvedExpr Operator, IReadOnlyList<ResolvedExpr> Operands, bool IsTail) : ResolvedExpr(Span);

/// <summary>
/// A local loop: stores the initial values in the slots (in new boxes, if boxed), then evaluates the body; a
/// <see cref="ResolvedContinue"/> in tail position of the body starts over with other values (in new boxes).
/// </summary>
public sealed record ResolvedLoop(SourceSpan Span, Loop Loop, IReadOnlyList<ResolvedExpr> Initial, ResolvedExpr Body) : ResolvedExpr(Span);

/// <summary>
/// Evaluates the body; a <see cref="ResolvedContinue"/> of <paramref name="Target"/> in its tail position goes on with
/// <paramref name="Join"/> instead, as one in tail position of <paramref name="Join"/> does again.
/// </summary>
public sealed record ResolvedJoin(SourceSpan Span, Loop Target, ResolvedExpr Body, ResolvedExpr Join) : ResolvedExpr(Span);

/// <summary>Starts the next iteration of an enclosing loop, or jumps to a join point, which it is in tail position of. All operands are evaluated before any slot is written.</summary>
public sealed record ResolvedContinue(SourceSpan Span, Loop Loop, IReadOnlyList<ResolvedExpr> Operands) : ResolvedExpr(Span);

/// <summary>
/// Evaluates the body; a condition is stored as its map in the slot and the handler evaluated, outside of the protected
/// region. <paramref name="NeedsTrace"/> is false when the handler cannot look at <c>:stack-trace</c>.
/// </summary>
public sealed record ResolvedTry(SourceSpan Span, ResolvedExpr Body, Slot Slot, ResolvedExpr Handler, bool NeedsTrace) : ResolvedExpr(Span);

/// <summary>Where a variable lives: a place in an activation or in a closure.</summary>
public abstract class VariablePlace(int index, string name)
{
    /// <summary>Its number among those of the procedure.</summary>
    public int Index { get; } = index;

    /// <summary>The variable's name, for debuggers and dumps.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it holds a box.</summary>
    public bool IsBoxed { get; set; }

    /// <summary>What the variable seems to hold, when the program computes with it or calls it: a guess.</summary>
    public PassedAs Likely { get; set; }

    /// <summary>How it is best kept: a box stays one.</summary>
    public PassedAs KeptAs => IsBoxed ? PassedAs.Value : Likely;
}

/// <summary>One place in an activation.</summary>
public sealed class Slot(int index, string name) : VariablePlace(index, name);

/// <summary>One captured variable of a closure.</summary>
public sealed class Capture(int index, string name) : VariablePlace(index, name);

/// <summary>Where the content of a new closure's capture (a value or a box, unread) comes from: exactly one of the two is set.</summary>
public sealed record CaptureSource(Slot? Slot, Capture? Capture)
{
    /// <summary>The one of the two that is set.</summary>
    public VariablePlace Place => (VariablePlace?)Slot ?? Capture!;
}

/// <summary>A closure of a <see cref="ClosuresExpr"/> and its slot, which is not boxed.</summary>
public sealed record ClosureBinding(Slot Slot, ResolvedProcedure Procedure, IReadOnlyList<CaptureSource> Captures);

/// <summary>The identity and variables of a local loop or join point.</summary>
public sealed class Loop(string name, IReadOnlyList<Slot> slots)
{
    /// <summary>The name of the named <c>let</c>, for dumps.</summary>
    public string Name { get; } = name;

    /// <summary>The loop's variables.</summary>
    public IReadOnlyList<Slot> Slots { get; } = slots;
}

/// <summary>A global of the program.</summary>
public sealed class Global(string name)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The linked module that it belongs to, by its key; null for the unit itself.</summary>
    public string? Module { get; init; }

    /// <summary>Whether its definition goes to the root namespace.</summary>
    public bool InRoot { get; set; }

    /// <summary>The builtin whose name the program rebinds; its value until then. Null for other names.</summary>
    public BuiltinInfo? Builtin { get; init; }

    /// <summary>
    /// The procedure, when the global is defined once, at top level, never assigned, and before any possible use: then it
    /// is a constant, and calls are <see cref="KnownCall"/>s.
    /// </summary>
    public ResolvedProcedure? Constant { get; set; }

    /// <summary>Whether the global, likewise, is a multimethod and nothing else.</summary>
    public bool IsMultimethod { get; set; }
}

/// <summary>A procedure of the program.</summary>
public sealed class ResolvedProcedure(string? name, SourceSpan span)
{
    /// <summary>The name in errors and traces; null for an anonymous lambda.</summary>
    public string? Name { get; } = name;

    /// <summary>Where it was written.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>The leading slots that a lifted procedure gets from its callers instead of captures.</summary>
    public IReadOnlyList<Slot> LiftedSlots { get; set; } = [];

    /// <summary>The parameters' slots, the rest parameter's excluded.</summary>
    public IReadOnlyList<Slot> Parameters { get; set; } = [];

    /// <summary>The slot of the rest list, or null.</summary>
    public Slot? Rest { get; set; }

    /// <summary>
    /// How the parameters are passed to the version of the procedure that is called when the arguments are of these kinds; null
    /// when there is no such version.
    /// </summary>
    public IReadOnlyList<PassedAs>? FastParameters { get; set; }

    /// <summary>Whether the fast version goes on in the general one wherever it would have to call something (<see cref="ListLoops"/>).</summary>
    public bool LeavesRareCases { get; set; }

    /// <summary>What it seems to return: a guess.</summary>
    public PassedAs LikelyResult { get; set; }

    /// <summary>Whether the fast version returns a raw flonum: whatever happens there, the result is one.</summary>
    public bool ReturnsFlonum { get; set; }

    /// <summary>Whether it returns a marker for a condition instead of throwing it (<see cref="Runtime.Errors.ReturnedCondition"/>).</summary>
    public bool ReturnsConditions { get; set; }

    /// <summary>Whether somebody may look at the trace of a condition that it returns.</summary>
    public bool TracesConditions { get; set; } = true;

    /// <summary>The number of slots of an activation.</summary>
    public int SlotCount { get; set; }

    /// <summary>The captures, when it is a closure.</summary>
    public IReadOnlyList<Capture> Captures { get; set; } = [];

    /// <summary>Whether some capture is better kept raw: then there are closures of two classes.</summary>
    public bool HasRawCaptures => Captures.Any(static c => c.KeptAs != PassedAs.Value);

    /// <summary>Whether it is never a value: all its calls are known.</summary>
    public bool IsLifted { get; set; }

    /// <summary>Whether recursion can pass through it without a tail call, so that it checks the stack.</summary>
    public bool ChecksStack { get; set; }

    /// <summary>The body. Boxed parameters are boxed on entry by the back end.</summary>
    public ResolvedExpr Body { get; set; } = null!;
}

/// <summary>One unit, ready for a back end. <paramref name="Main"/> has no parameters; it is the unit's forms in order.</summary>
public sealed record ResolvedProgram(
    SourceText Source, ResolvedProcedure Main, IReadOnlyList<ResolvedProcedure> Procedures, IReadOnlyList<Global> Globals)
{
    /// <summary>Whether run-time code may rebind the globals (the unit uses <c>eval</c>, <c>load</c> …): they are reached by name.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The classes of the record types whose constructors the unit knows.</summary>
    public RecordClasses Records { get; init; } = new();
}
