using System.Runtime.CompilerServices;
using Sema.Compiler.Resolution;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Interpretation;

/// <summary>
/// The second back end: makes a tree of <see cref="Node"/>s of a resolved unit and evaluates it. It starts at once, where
/// emitting, loading and compiling an assembly takes milliseconds: for macros, <c>eval</c>, <c>load</c> and the REPL.
/// </summary>
internal static class Interpreter
{
    /// <summary>
    /// How many activations may wait for each other. The stack would hold more of them, but .NET takes some microseconds for each to
    /// get a condition out of there.
    /// </summary>
    private const int DepthLimit = 1_200_000;

    /// <summary>The value of a unit run in a namespace.</summary>
    [FreshStack]
    public static Value Run(ResolvedProgram program, Namespace globals)
    {
        var main = NodeBuilder.Run(program, globals);
        return Call(new Activation(main.Constant, new Value[main.SlotCount], isReady: true));
    }

    /// <summary>The value of a call that is ready: the one place where tail calls are made, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Call(Activation activation)
    {
        var value = Enter(activation);
        return value.Ref is Activation pending ? Finish(pending) : value;
    }

    /// <summary>Runs an activation and the interpreted ones that take its place by tail calls.</summary>
    [InterpreterEntry]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value Enter(Activation activation)
    {
        StackGuard.Check();
        ref var innermost = ref InterpretedFrame.Innermost;
        var caller = innermost;
        var depth = caller is Activation { Depth: var below } ? below + 1 : 1;
        if (depth > DepthLimit) throw Raise.StackOverflow();
        while (true)
        {
            activation.Caller = caller;
            activation.Depth = depth;
            innermost = activation;
            var value = ((InterpretedProcedure)activation.Callee).Code.Body.Evaluate(activation);
            if (value.Ref is not Activation { IsReady: true } next)
            {
                innermost = caller;
                return value;
            }
            activation = next;
        }
    }

    /// <summary>Makes a tail call whose callee is not interpreted: the activation that asked for it is gone, from traces too.</summary>
    private static Value Finish(Activation pending)
    {
        while (true)
        {
            Value value;
            if (pending.IsReady) value = Enter(pending);
            else if (pending.Callee is Multimethod multimethod)
            {
                pending = Activation.Call(multimethod.Select(pending.Slots), pending.Slots);
                continue;
            }
            else return pending.Callee.Apply(pending.Slots);
            if (value.Ref is not Activation next) return value;
            pending = next;
        }
    }
}
