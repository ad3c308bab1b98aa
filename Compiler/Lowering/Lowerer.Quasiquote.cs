using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Hosting;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

// Quasiquote (§4.2): levels are counted, name# is one fresh symbol per quasiquote form.
public sealed partial class Lowerer
{
    private CoreExpr Quasiquote(Form form, Scope? scope) =>
        new Template(this, form, scope).Expand(form.Exactly(1)[0], 1);

    private sealed class Template(Lowerer lowerer, Form form, Scope? scope)
    {
        private readonly Dictionary<string, Symbol> _fresh = new(StringComparer.Ordinal);

        public CoreExpr Expand(Syntax syntax, int level)
        {
            StackGuard.Check();
            var span = SourceSpan.Of(syntax);
            switch (syntax)
            {
                case SyntaxAtom { Value.Ref: Symbol symbol }: return new ConstantExpr(span, new Value(Rename(symbol)));
                case SyntaxAtom atom: return new ConstantExpr(span, atom.Value);
                case SyntaxList { Items: [] }: return new ConstantExpr(span, Value.EmptyList);
                case SyntaxList { Items: [var head, .. var rest] } list:
                    if (head.IsSymbol("unquote"))
                    {
                        if (rest.Length != 1) throw DiagnosticBag.FormArity(form.List, "unquote", "1", rest.Length, list);
                        return level == 1 ? lowerer.Expr(rest[0], scope) : Rebuild(head, Expand(rest[0], level - 1), span);
                    }
                    if (head.IsSymbol("quasiquote") && rest.Length == 1) return Rebuild(head, Expand(rest[0], level + 1), span);
                    if (head.IsSymbol("unquote-splicing")) return new ConstantExpr(span, Renamed(list));
                    return Items(list.Items, level, span);
                case SyntaxVector vector: return Primitive(span, nameof(Primitives.ListToVector), Items(vector.Items, level, span));
                case SyntaxMap map:
                    var parts = new List<CoreExpr>();
                    foreach (var (key, value) in map.Entries)
                        foreach (var part in new[] { key, value })
                        {
                            if (part is SyntaxList { Items: [var splice, _] } && splice.IsSymbol("unquote-splicing"))
                                throw form.Malformed("unquote-splicing is not allowed in a quasiquoted map key or value", part, "splicing only makes sense inside a list or vector");
                            parts.Add(Expand(part, level));
                        }
                    return Primitive(span, nameof(Primitives.MakeMap), [.. parts]);
                default: throw new InvalidOperationException();
            }
        }

        private static CoreExpr Rebuild(Syntax head, CoreExpr operand, SourceSpan span) =>
            Primitive(span, nameof(Primitives.MakeList), new ConstantExpr(span, head.ToDatum()), operand);

        private CoreExpr Items(Syntax[] items, int level, SourceSpan span)
        {
            var segments = new List<CoreExpr>();
            var run = new List<CoreExpr>();
            void EndRun()
            {
                if (run.Count > 0) segments.Add(run.TrueForAll(static e => e is ConstantExpr)
                    ? new ConstantExpr(span, Lists.From(run.Select(static e => ((ConstantExpr)e).Value)))
                    : Primitive(span, nameof(Primitives.MakeList), [.. run]));
                run.Clear();
            }
            foreach (var item in items)
            {
                if (level == 1 && item is SyntaxList { Items: [var head, var operand] } && head.IsSymbol("unquote-splicing"))
                {
                    EndRun();
                    segments.Add(lowerer.Expr(operand, scope));
                }
                else run.Add(Expand(item, level));
            }
            EndRun();
            // A lone splice gives its operand, unchecked.
            return segments.Count == 1 ? segments[0] : segments.Count == 0 ? new ConstantExpr(span, Value.EmptyList)
                : Primitive(span, nameof(Primitives.Append), [.. segments]);
        }

        private Symbol Rename(Symbol symbol)
        {
            var name = symbol.Name;
            if (name.Length < 2 || name[^1] != '#' || name.EndsWith("##", StringComparison.Ordinal)) return symbol;
            if (!_fresh.TryGetValue(name, out var fresh)) _fresh.Add(name, fresh = Symbol.Intern(SemaContext.Current.FreshName(name[..^1])));
            return fresh;
        }

        private Value Renamed(Syntax syntax) => syntax switch
        {
            SyntaxAtom { Value.Ref: Symbol symbol } => new Value(Rename(symbol)),
            SyntaxList list => Lists.FromArray(Array.ConvertAll(list.Items, Renamed)),
            SyntaxVector vector => new Value(new Vector(Array.ConvertAll(vector.Items, Renamed))),
            _ => syntax.ToDatum(),
        };
    }
}
