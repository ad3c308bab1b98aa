using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Lowering;
using Sema.Compiler.Modules;
using Sema.Runtime.Builtins;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Checks;

/// <summary>
/// What is certain to go wrong when a linked program runs: names that nothing defines, calls that their procedures do not accept
/// (differences.md 8–10). It warns and changes nothing.
/// </summary>
internal sealed class ProgramChecks : CoreVisitor
{
    private readonly DiagnosticBag _diagnostics;
    private readonly Names _names = new();
    private readonly Dictionary<Variable, LambdaExpr> _locals = [];
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    private ProgramChecks(DiagnosticBag diagnostics) => _diagnostics = diagnostics;

    public static void Run(CoreProgram program, DiagnosticBag diagnostics)
    {
        var checks = new ProgramChecks(diagnostics);
        foreach (var form in program.Forms) checks._names.Visit(form);
        foreach (var form in program.Forms) checks.Visit(form);
    }

    public override void Visit(CoreExpr expr)
    {
        switch (expr)
        {
            // A transformer runs where macros are expanded, with other names.
            case PrimitiveExpr macro when RunTimeMacros.IsMacro(macro): return;
            case GlobalExpr { MayBeUnbound: false } global: Read(global); break;
            case SetGlobalExpr set: Assigned(set); break;
            case LetExpr let:
                foreach (var (variable, value) in let.Bindings) Remember(variable, value);
                break;
            case LetrecExpr letrec:
                foreach (var (variable, lambda) in letrec.Bindings) Remember(variable, lambda);
                break;
            case CallExpr call: Call(call); break;
        }
        base.Visit(expr);
    }

    private void Remember(Variable variable, CoreExpr value)
    {
        if (value is LambdaExpr lambda && !variable.IsAssigned) _locals.Add(variable, lambda);
    }

    private void Read(GlobalExpr global)
    {
        if (_names.IsKnown(global.Name) || !_reported.Add(global.Name)) return;
        var name = LinkName.Parts(global.Name).Name;
        _diagnostics.WarnUnknownName(global.Place ?? global.Span, name, _names.Hint(name));
    }

    private void Assigned(SetGlobalExpr set)
    {
        if (_names.IsDefined(set.Name) || !_reported.Add(set.Name)) return;
        var name = LinkName.Parts(set.Name).Name;
        _diagnostics.WarnUndefinedTarget(set.Span, name, _names.Hint(name));
    }

    private void Call(CallExpr call)
    {
        var count = call.Operands.Count;
        switch (call.Operator)
        {
            case LambdaExpr lambda: Check(call, lambda); break;
            case LocalExpr local when _locals.TryGetValue(local.Variable, out var lambda): Check(call, lambda); break;
            case ConstantExpr { Value: { Ref: Keyword keyword } }:
                if (count != 1) _diagnostics.WarnArity(call.Span, keyword.Name, Arity.Exactly(1), count, null);
                break;
            case ConstantExpr constant: _diagnostics.WarnNotCallable(call.Span, constant.Value); break;
            case GlobalExpr global when _names.Definition(global.Name) is { } definition: CheckGlobal(call, definition); break;
            case GlobalExpr global when !_names.IsRebound(global.Name) && BuiltinTable.Find(LinkName.Parts(global.Name).Name) is { } builtin:
                if (!builtin.Arity.Accepts(count)) _diagnostics.WarnArity(call.Span, builtin.Name, builtin.Arity, count, null);
                break;
        }
    }

    private void CheckGlobal(CallExpr call, CoreExpr definition)
    {
        if (definition is LambdaExpr lambda) Check(call, lambda);
        if (definition is not PrimitiveExpr { Primitive.Name: var made, Operands: var parts }) return;
        var (name, arity) = made switch
        {
            nameof(Primitives.RecordConstructor) when parts[0] is ConstantExpr { Value.Ref: RecordType type } => (parts[1], Arity.Exactly(type.Fields.Length)),
            nameof(Primitives.RecordPredicate) => (parts[1], Arity.Exactly(1)),
            nameof(Primitives.RecordAccessor) => (parts[2], Arity.Exactly(1)),
            _ => (null, default),
        };
        if (name is ConstantExpr { Value.Ref: string text } && !arity.Accepts(call.Operands.Count))
            _diagnostics.WarnArity(call.Span, text, arity, call.Operands.Count, definition.Span);
    }

    private void Check(CallExpr call, LambdaExpr lambda)
    {
        var arity = lambda.Rest is null ? Arity.Exactly(lambda.Parameters.Count) : Arity.AtLeast(lambda.Parameters.Count);
        if (arity.Accepts(call.Operands.Count)) return;
        SourceSpan? definition = lambda.Span == call.Span ? null : lambda.Span;
        _diagnostics.WarnArity(call.Span, lambda.Name ?? "<lambda>", arity, call.Operands.Count, definition);
    }

    /// <summary>The globals of a program.</summary>
    private sealed class Names : CoreVisitor
    {
        private readonly Dictionary<string, CoreExpr?> _definitions = new(StringComparer.Ordinal);
        private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
        private bool _isOpen;

        /// <summary>Whether a name can have a value: in a program with <c>eval</c>, or with files found at run time, every name can.</summary>
        public bool IsKnown(string name) => IsDefined(name) || _assigned.Contains(name) || _assigned.Contains(LinkName.Parts(name).Name);

        /// <summary>Whether something other than <c>set!</c> can give a name a value.</summary>
        public bool IsDefined(string name)
        {
            var own = LinkName.Parts(name).Name;
            return _isOpen || _definitions.ContainsKey(name) || _definitions.ContainsKey(own) || BuiltinTable.Find(own) is not null
                || PredefinedVariables.All.ContainsKey(own) || PreludeMacros.All.ContainsKey(own);
        }

        /// <summary>Whether the program gives a builtin's name another value.</summary>
        public bool IsRebound(string name) => _assigned.Contains(name) || _definitions.ContainsKey(name) || _definitions.ContainsKey(LinkName.Parts(name).Name);

        /// <summary>What the one definition of a name that is never assigned gives it, or null.</summary>
        public CoreExpr? Definition(string name) => _assigned.Contains(name) ? null : _definitions.GetValueOrDefault(name);

        public string? Hint(string name) => UnboundHints.For(name, _definitions.Keys.Where(n => n != name).Select(static n => LinkName.Parts(n).Name));

        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case DefineGlobalExpr define: _definitions[define.Name] = _definitions.ContainsKey(define.Name) ? null : define.Value; break;
                case SetGlobalExpr set: _assigned.Add(set.Name); break;
                case NamespaceExpr: _isOpen = true; break;
            }
            base.Visit(expr);
        }
    }
}
