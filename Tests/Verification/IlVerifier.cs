using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using FlowControl = Mono.Cecil.Cil.FlowControl;
using OpCodes = Mono.Cecil.Cil.OpCodes;

namespace Sema.Tests.Verification;

/// <summary>
/// Checks an emitted assembly: stack depth of every method on every path, tail calls, protected regions, references; then
/// lets the JIT compile every method. Types on the stack are not tracked: that is ILVerify's part (<c>./build.sh verify</c>).
/// </summary>
internal static class IlVerifier
{
    /// <summary>The problems found, each with its method.</summary>
    public static List<string> Verify(byte[] image)
    {
        var problems = new List<string>();
        using (var module = ModuleDefinition.ReadModule(new MemoryStream(image)))
        {
            foreach (var reference in module.AssemblyReferences)
                if (reference.Name is "System.Private.CoreLib" or "mscorlib") problems.Add($"refers to {reference.Name}");
            foreach (var method in module.Types.SelectMany(static t => t.Methods).Where(static m => m.HasBody))
                problems.AddRange(Method(method).Select(p => $"{method.Name}: {p}"));
        }
        if (problems.Count == 0) problems.AddRange(Prepare(image));
        return problems;
    }

    private static IEnumerable<string> Method(MethodDefinition method)
    {
        var depth = new Dictionary<Instruction, int>();
        var work = new Stack<Instruction>();
        var problems = new List<string>();
        void Flow(Instruction? target, int stack)
        {
            if (target is null) problems.Add("falls off the end");
            else if (!depth.TryGetValue(target, out var known))
            {
                depth.Add(target, stack);
                work.Push(target);
            }
            else if (known != stack) problems.Add($"IL_{target.Offset:x4} is reached with {known} and {stack} values");
        }
        Flow(method.Body.Instructions[0], 0);
        foreach (var handler in method.Body.ExceptionHandlers) Flow(handler.HandlerStart, 1);
        while (work.TryPop(out var instruction))
        {
            var stack = depth[instruction];
            var after = stack - Pops(instruction, method, stack) + Pushes(instruction);
            if (stack - Pops(instruction, method, stack) < 0) problems.Add($"{instruction} pops an empty stack");
            if (instruction.OpCode == OpCodes.Tail) TailCall(instruction, method, problems);
            if (instruction.OpCode == OpCodes.Ret && stack != (method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1)) problems.Add($"{instruction} with {stack} values");
            if (instruction.OpCode.Code is Code.Leave or Code.Leave_S) after = 0;
            else if (InRegion(instruction, method) && instruction.OpCode == OpCodes.Ret) problems.Add("returns from a protected region");
            if (instruction.Operand is Instruction target) Flow(target, after);
            if (instruction.Operand is Instruction[] targets)
                foreach (var each in targets) Flow(each, after);
            if (instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw)) Flow(instruction.Next, after);
        }
        foreach (var handler in method.Body.ExceptionHandlers)
            if (depth.TryGetValue(handler.TryStart, out var entry) && entry != 0) problems.Add("a protected region is entered with values on the stack");
        return problems;
    }

    private static void TailCall(Instruction prefix, MethodDefinition method, List<string> problems)
    {
        if (prefix.Next.OpCode.FlowControl != FlowControl.Call || prefix.Next.Next.OpCode != OpCodes.Ret) problems.Add($"{prefix}: not a call and a return");
        if (InRegion(prefix, method)) problems.Add($"{prefix}: in a protected region");
    }

    private static bool InRegion(Instruction instruction, MethodDefinition method) => method.Body.ExceptionHandlers.Any(h =>
        (instruction.Offset >= h.TryStart.Offset && instruction.Offset < h.TryEnd.Offset) ||
        (instruction.Offset >= h.HandlerStart.Offset && instruction.Offset < h.HandlerEnd.Offset));

    private static int Pops(Instruction instruction, MethodDefinition method, int stack)
    {
        if (instruction.OpCode == OpCodes.Ret) return method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1;
        if (instruction.Operand is MethodReference called && instruction.OpCode.FlowControl == FlowControl.Call)
            return called.Parameters.Count + (called.HasThis && instruction.OpCode != OpCodes.Newobj ? 1 : 0);
        return instruction.OpCode.StackBehaviourPop switch
        {
            StackBehaviour.Pop0 => 0,
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
            StackBehaviour.PopAll => stack,
            _ => 3,
        };
    }

    private static int Pushes(Instruction instruction)
    {
        if (instruction.OpCode == OpCodes.Newobj) return 1;
        if (instruction.Operand is MethodReference called && instruction.OpCode.FlowControl == FlowControl.Call)
            return called.ReturnType.MetadataType == MetadataType.Void ? 0 : 1;
        return instruction.OpCode.StackBehaviourPush switch { StackBehaviour.Push0 => 0, StackBehaviour.Push1_push1 => 2, _ => 1 };
    }

    private static IEnumerable<string> Prepare(byte[] image)
    {
        var context = new AssemblyLoadContext("verification", isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(image));
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var method in assembly.GetTypes().SelectMany(static t => t.GetMethods(All)))
        {
            string? problem = null;
            try
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
            catch (Exception e) when (e is InvalidProgramException or TypeLoadException or MissingMemberException)
            {
                problem = $"{method.Name}: {e.Message}";
            }
            if (problem is not null) yield return problem;
        }
    }
}
