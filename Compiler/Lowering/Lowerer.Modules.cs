using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

// Modules (§7). The expander replaced the imports and loads whose files it found by (#%import module name…) and
// (#%units form…), which no text can hold; what is left is done when the program runs.
public sealed partial class Lowerer
{
    /// <summary><c>(module name (export …) body…)</c> is a sequence (§7.1).</summary>
    private CoreExpr Module(Form form, Scope? scope)
    {
        form.AtLeast(2);
        if (form.Operands[0].AsSymbol is null) throw form.Malformed("module: expected a symbol", form.Operands[0]);
        if (form.Operands[1] is not SyntaxList declaration) throw form.Malformed("module: expected a list", form.Operands[1]);
        if (declaration.Items is not [var export, .. var names] || !export.IsSymbol("export"))
            throw form.Malformed("module: second argument must start with 'export'", form.Operands[1]);
        var exports = Names(form, "module", names);
        var body = All(form.Operands[2..], scope);
        if (!_declaresExports) return Sequence(form.Span, body);
        var declare = Primitive(form.Span, nameof(Primitives.DeclareExports), exports, new NamespaceExpr(form.Span));
        return Sequence(form.Span, body.Length == 0 ? [declare, Nil(form.Span)] : [declare, .. body]);
    }

    private CoreExpr Import(Form form, Scope? scope)
    {
        var path = Expr(form.AtLeast(1)[0], scope);
        var names = form.Operands.Length == 1 ? Nil(form.Span) : Names(form, "import", form.Operands[1..]);
        return Primitive(form.Span, nameof(Primitives.Import), path, names, new NamespaceExpr(form.Span));
    }

    private CoreExpr Load(Form form, Scope? scope) =>
        Primitive(form.Span, nameof(Primitives.Load), Expr(form.Exactly(1)[0], scope), new NamespaceExpr(form.Span));

    private static ConstantExpr Names(Form form, string title, ReadOnlySpan<Syntax> symbols)
    {
        var names = new Value[symbols.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = Value.FromString(symbols[i].AsSymbol?.Name ?? throw form.Malformed($"{title}: expected a symbol", symbols[i]));
        return new ConstantExpr(form.Span, Lists.FromArray(names));
    }

    private CoreExpr LinkedImport(Form form, Scope? scope)
    {
        var names = form.Operands[1..];
        return new ImportExpr(form.Span, form.Operands[0].AsSymbol!.Name, names.Length == 0 ? null : Array.ConvertAll(names, static n => n.AsSymbol!.Name));
    }

    private CoreExpr Units(Form form, Scope? scope)
    {
        var outer = _isOneUnit;
        _isOneUnit = false;
        var units = Array.ConvertAll(form.Operands, unit => (CoreExpr)new UnitExpr(SourceSpan.Of(unit), Expr(unit, scope)));
        _isOneUnit = outer;
        return Sequence(form.Span, units);
    }
}
