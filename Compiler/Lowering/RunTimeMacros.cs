using Sema.Compiler.Core;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

/// <summary>
/// Leaves the definitions of macros out of programs that cannot expand anything when they run. Before:
/// <c>(define m (make-macro "m" (fn …)))</c>; after: <c>(define m (make-macro "m" nil))</c>.
/// </summary>
internal static class RunTimeMacros
{
    public static CoreProgram Trim(CoreProgram program)
    {
        var scan = new Scan();
        foreach (var form in program.Forms) scan.Visit(form);
        return scan is { HasMacros: true, UsesNamespace: false } ? program with { Forms = program.Forms.Select(Trim).ToList() } : program;
    }

    private static CoreExpr Trim(CoreExpr form) => form switch
    {
        SequenceExpr sequence => sequence with { Items = sequence.Items.Select(Trim).ToList() },
        UnitExpr unit => unit with { Body = Trim(unit.Body) },
        DefineGlobalExpr define => define with { Value = Trim(define.Value) },
        PrimitiveExpr macro when IsMacro(macro) => macro with { Operands = [macro.Operands[0], new ConstantExpr(macro.Span, Value.Nil)] },
        _ => form,
    };

    /// <summary>Whether a primitive makes a macro object.</summary>
    public static bool IsMacro(PrimitiveExpr primitive) => primitive.Primitive.Name == nameof(Primitives.MakeMacro);

    private sealed class Scan : CoreVisitor
    {
        public bool HasMacros { get; private set; }

        public bool UsesNamespace { get; private set; }

        public override void Visit(CoreExpr expr)
        {
            UsesNamespace |= expr is NamespaceExpr;
            HasMacros |= expr is PrimitiveExpr primitive && IsMacro(primitive);
            base.Visit(expr);
        }
    }
}
