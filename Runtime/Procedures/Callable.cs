using System.Runtime.CompilerServices;

namespace Sema.Runtime.Procedures;

/// <summary>Turns values into procedures, with the errors of §5.3.</summary>
public static class Callable
{
    /// <summary>The operator of a call: raises <c>not callable: VALUE (TYPE)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Procedure Operator(Value value) => value.Ref as Procedure ?? throw Raise.NotCallable(value);

    /// <summary>Whether a value is a procedure, for emitted code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HoldsProcedure(Value value) => value.Ref is Procedure;

    /// <summary>The procedure that a value is for certain, for emitted code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Procedure Procedure(Value value) => Unsafe.As<Procedure>(value.Ref!);

    /// <summary>Nothing, for emitted code: from there on the JIT knows what no value ever breaks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IsNotNull(Procedure procedure) => procedure.IsNotNull();

    /// <summary>The procedure argument of a higher-order builtin: raises <c>expected callable, got TYPE</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Procedure Argument(Value value) => value.Ref as Procedure ?? throw Raise.Type("callable", value);
}
