using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

/// <summary>
/// Syntax → CoreExpr: takes all sugar away (§4, §5.1). Special forms are known by the name of their head, whatever is bound to
/// it.
/// </summary>
public sealed partial class Lowerer
{
    private readonly Dictionary<string, Func<Form, Scope?, CoreExpr>> _forms;
    private readonly List<CoreExpr> _macros = [];
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<Symbol, Syntax> _procedures = [];
    private bool _declaresExports;
    private bool _isOneUnit = true;

    private Lowerer(DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _forms = new(StringComparer.Ordinal)
        {
            ["quote"] = Quote, ["quasiquote"] = Quasiquote, ["if"] = If, ["cond"] = Cond, ["case"] = Case,
            ["when"] = (f, s) => When(f, s, false), ["unless"] = (f, s) => When(f, s, true), ["and"] = And, ["or"] = Or,
            ["define"] = Define, ["def"] = Define, ["defun"] = Defun, ["defn"] = Defun, ["define-values"] = DefineValues,
            ["set!"] = Set, ["lambda"] = Lambda, ["fn"] = Lambda, ["let"] = Let, ["let*"] = LetStar, ["letrec"] = Letrec,
            ["let-values"] = LetValues, ["let*-values"] = LetValues, ["begin"] = Begin, ["progn"] = Begin, ["do"] = Do, ["while"] = While,
            ["match"] = (f, s) => Match(f, s, true), ["match*"] = (f, s) => Match(f, s, false), ["try"] = Try, ["throw"] = Throw,
            ["delay"] = Delay, ["force"] = Force, ["define-record-type"] = DefineRecord, ["defmulti"] = Defmulti,
            ["defmethod"] = Defmethod, ["module"] = Module, ["import"] = Import, ["load"] = Load,
            ["#%import"] = LinkedImport, ["#%units"] = Units, ["defmacro"] = UnitMacro, ["define-syntax"] = UnitMacro,
            ["#%defmacro"] = Macro, ["#%define-syntax"] = Macro, ["eval"] = Eval, ["macroexpand"] = Macroexpand,
        };
    }

    /// <summary>Lowers a unit. A malformed top-level form is reported, and the work goes on with the next.</summary>
    /// <param name="source">The unit's text.</param>
    /// <param name="forms">Its macro-free forms.</param>
    /// <param name="diagnostics">Takes the errors.</param>
    /// <param name="declaresExports">Whether a <c>module</c> form sets the exports of its namespace when it runs: in files loaded at run time.</param>
    /// <param name="isOneUnit">Whether the forms are one unit, in all of which its macros are known (§6.1); else each is one.</param>
    public static CoreProgram Run(SourceText source, IReadOnlyList<Syntax> forms, DiagnosticBag diagnostics, bool declaresExports = false, bool isOneUnit = true)
    {
        var lowerer = new Lowerer(diagnostics) { _declaresExports = declaresExports, _isOneUnit = isOneUnit };
        var result = new List<CoreExpr>();
        foreach (var form in forms)
        {
            lowerer._definitions.Clear();
            lowerer.CheckRedefinition(form);
            try
            {
                result.Add(lowerer.Expr(form, null));
                lowerer.CheckDefinitions();
            }
            catch (CompileException e)
            {
                diagnostics.Add(e.Diagnostic);
            }
        }
        return new CoreProgram(source, [.. lowerer._macros, .. result]);
    }

    private CoreExpr Expr(Syntax syntax, Scope? scope)
    {
        StackGuard.Check();
        var span = SourceSpan.Of(syntax);
        switch (syntax)
        {
            case SyntaxAtom { Value.Ref: Symbol symbol }:
                if (scope?.Find(symbol.Name) is not { } variable) return new GlobalExpr(span, symbol.Name);
                variable.IsRead = true;
                return new LocalExpr(span, variable);
            case SyntaxAtom atom: return new ConstantExpr(span, atom.Value);
            case SyntaxVector vector: return Primitive(span, nameof(Primitives.MakeVector), All(vector.Items, scope));
            case SyntaxMap map:
                foreach (var key in map.Repeated) _diagnostics.WarnRepeatedKey(key);
                return Primitive(span, nameof(Primitives.MakeMap), map.Entries.SelectMany(e => new[] { Expr(e.Key, scope), Expr(e.Value, scope) }).ToArray());
            case SyntaxList { Items: [] }: return new ConstantExpr(span, Value.Nil);
            case SyntaxList { Items: [var head, ..] } list:
                if (head.AsSymbol is { } name)
                {
                    if (_forms.TryGetValue(name.Name, out var form)) return form(new Form(list, name.Name), scope);
                    if (name.Name == "__vm-str") return Primitive(span, nameof(Primitives.Concatenate), All(list.Items[1..], scope));
                }
                return new CallExpr(span, Placed(Expr(head, scope), span), Array.ConvertAll(All(list.Items[1..], scope), operand => Placed(operand, span)));
            default: throw new InvalidOperationException($"unknown syntax {syntax.GetType().Name}");
        }
    }

    /// <summary>An unbound global is reported at the call it is part of (§8.1).</summary>
    private static CoreExpr Placed(CoreExpr expr, SourceSpan call) => expr is GlobalExpr global ? global with { Span = call, Place = global.Span } : expr;

    private CoreExpr[] All(ReadOnlySpan<Syntax> items, Scope? scope)
    {
        var result = new CoreExpr[items.Length];
        for (var i = 0; i < result.Length; i++) result[i] = Expr(items[i], scope);
        return result;
    }

    private static PrimitiveExpr Primitive(SourceSpan span, string name, params CoreExpr[] operands) => new(span, Core.Primitive.Of(name), operands);

    private static ConstantExpr Nil(SourceSpan span) => new(span, Value.Nil);

    private static CoreExpr Sequence(SourceSpan span, IReadOnlyList<CoreExpr> items) =>
        items.Count switch { 0 => Nil(span), 1 => items[0], _ => new SequenceExpr(span, items) };

    private CoreExpr Quote(Form form, Scope? scope) => new ConstantExpr(form.Span, form.Exactly(1)[0].ToDatum());

    private CoreExpr Begin(Form form, Scope? scope) => Sequence(form.Span, All(form.Operands, scope));

    /// <summary>A macro defined at top level is a macro object in all of its unit, unless the unit defines the name otherwise (§6.1, §6.3).</summary>
    private CoreExpr UnitMacro(Form form, Scope? scope)
    {
        if (!_isOneUnit) return Macro(form, scope);
        _macros.Add(Macro(form, scope));
        return Nil(form.Span);
    }

    /// <summary>What the expander left of a macro definition: its name is bound to a macro object.</summary>
    private CoreExpr Macro(Form form, Scope? scope)
    {
        var name = form.Operands[0].AsSymbol!.Name;
        return new DefineGlobalExpr(form.Span, name, Primitive(form.Span, nameof(Primitives.MakeMacro), new ConstantExpr(form.Span, Value.FromString(name)), Definition(form, name)));
    }

    private CoreExpr Definition(Form form, string name)
    {
        if (form.Operands[1] is not SyntaxList parameters || form.Name.EndsWith("syntax", StringComparison.Ordinal))
            return new ConstantExpr(form.Span, form.Operands[1].ToDatum());
        try
        {
            return Procedure(form, "defmacro", name, parameters.Items, form.Operands[2..], null, allowsPatterns: false);
        }
        catch (CompileException)
        {
            // Only a call needs the transformer, and reports what is wrong with it.
            return Nil(form.Span);
        }
    }

    private CoreExpr Macroexpand(Form form, Scope? scope) =>
        Primitive(form.Span, nameof(Primitives.Macroexpand), Expr(form.Exactly(1)[0], scope), new NamespaceExpr(form.Span));

    private CoreExpr Eval(Form form, Scope? scope) =>
        Primitive(form.Span, nameof(Primitives.Eval), Expr(form.Exactly(1)[0], scope), new NamespaceExpr(form.Span));

    private CoreExpr Throw(Form form, Scope? scope) => Primitive(form.Span, nameof(Primitives.Throw), Expr(form.Exactly(1)[0], scope));

    private CoreExpr Delay(Form form, Scope? scope)
    {
        var body = form.Exactly(1)[0];
        var thunk = new LambdaExpr(form.Span, null, [], null, Body([body], new Scope(scope), form.Span)) { IsDelayed = true };
        return Primitive(form.Span, nameof(Primitives.MakePromise), thunk);
    }

    private CoreExpr Force(Form form, Scope? scope) => Primitive(form.Span, nameof(Primitives.Force), Expr(form.Exactly(1)[0], scope));

    private CoreExpr Lambda(Form form, Scope? scope)
    {
        if (form.Operands.Length < 2) throw DiagnosticBag.FormArity(form.List, "lambda", "2 or more", form.Operands.Length);
        var parameters = form.Operands[0] switch
        {
            SyntaxList list => list.Items,
            SyntaxVector vector => vector.Items,
            var other => throw DiagnosticBag.FormType(form.List, "lambda", "list or vector", other),
        };
        return Procedure(form, "lambda", null, parameters, form.Operands[1..], scope, allowsPatterns: true);
    }

    /// <summary>A procedure from its parameter list (§5.1): a dot before the last one makes it the rest parameter.</summary>
    private LambdaExpr Procedure(Form form, string title, string? name, ReadOnlySpan<Syntax> parameters, ReadOnlySpan<Syntax> body, Scope? scope, bool allowsPatterns)
    {
        CheckParameters(parameters);
        var inner = new Scope(scope);
        var variables = new List<Variable>();
        var patterns = new List<(Syntax Pattern, Variable Value)>();
        Variable? rest = null;
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            if (parameter.IsSymbol("."))
            {
                if (i + 2 != parameters.Length || parameters[i + 1].AsSymbol is not { } last) throw form.Malformed($"{title}: expected a symbol", parameter);
                rest = inner.Add(last.Name);
                break;
            }
            if (parameter.AsSymbol is { } symbol) variables.Add(inner.Add(symbol.Name));
            else if (allowsPatterns && parameter is SyntaxVector or SyntaxMap)
            {
                var value = new Variable("argument");
                variables.Add(value);
                patterns.Add((parameter, value));
            }
            else throw form.Malformed($"{title}: expected a symbol", parameter);
        }
        var span = form.Span;
        if (patterns.Count == 0) return new LambdaExpr(span, name, variables, rest, Body(body, inner, span));
        var steps = new List<Step>();
        foreach (var (pattern, value) in patterns) Destructure(form, pattern, new LocalExpr(SourceSpan.Of(pattern), value), inner, steps);
        return new LambdaExpr(span, name, variables, rest, Wrap(steps, Body(body, inner, span), span));
    }

    private CoreExpr Define(Form form, Scope? scope)
    {
        switch (form.Operands)
        {
            case [SyntaxList { Items: [] }, ..]: throw form.Malformed("define: empty function signature", form.Operands[0]);
            case [SyntaxList { Items: [var head, .. var parameters] }, .. var body]:
                if (head.AsSymbol is not { } procedure) throw form.Malformed("define: expected a symbol", head);
                if (Array.Find(parameters, static p => p.AsSymbol is null) is { } wrong) throw form.Malformed("define: expected a symbol", wrong);
                if (body.Length == 0) throw form.Malformed("define: function body cannot be empty");
                return Bind(form.Span, procedure.Name, scope, s => Procedure(form, "define", procedure.Name, parameters, body, s, allowsPatterns: false));
        }
        // The reference counts differently where there is nothing at all.
        if (form.Operands.Length == 0) throw DiagnosticBag.FormArity(form.List, "define", "2 or more", 0);
        var target = form.Operands[0];
        if (target.AsSymbol is null && target is not (SyntaxVector or SyntaxMap))
            throw DiagnosticBag.FormType(form.List, form.Name, "symbol, list, vector, or map", target);
        if (form.Operands.Length != 2) throw DiagnosticBag.FormArity(form.List, "define", "2", form.Operands.Length);
        var value = form.Operands[1];
        if (target.AsSymbol is { } name) return Bind(form.Span, name.Name, scope, s => Expr(value, s));
        return DefinePattern(form, target, Expr(value, scope), scope);
    }

    private CoreExpr Defun(Form form, Scope? scope)
    {
        if (form.Operands.Length < 3) throw DiagnosticBag.FormArity(form.List, "defun", "3 or more", form.Operands.Length);
        if (form.Operands[0].AsSymbol is not { } name) throw form.Malformed("defun: expected a symbol", form.Operands[0]);
        if (form.Operands[1] is not SyntaxList parameters) throw form.Malformed("defun: expected a list", form.Operands[1]);
        return Bind(form.Span, name.Name, scope,
            s => Procedure(form, "defun", name.Name, parameters.Items, form.Operands[2..], s, allowsPatterns: false));
    }

    /// <summary>A definition: of a global outside of any block, else of a variable of the innermost block (§4.3).</summary>
    private CoreExpr Bind(SourceSpan span, string name, Scope? scope, Func<Scope?, CoreExpr> value)
    {
        if (scope is null) return new DefineGlobalExpr(span, name, value(null));
        var variable = LocalOf(name, scope);
        return new SetLocalExpr(span, variable, value(scope));
    }

    private static Variable LocalOf(string name, Scope scope)
    {
        var variable = scope.FindHere(name);
        if (variable is null)
        {
            variable = scope.Add(name);
            scope.Hoisted.Add(variable);
        }
        variable.IsAssigned = true;
        return variable;
    }

    private CoreExpr DefinePattern(Form form, Syntax pattern, CoreExpr value, Scope? scope)
    {
        var names = new Scope(null);
        var steps = new List<Step>();
        Destructure(form, pattern, value, names, steps);
        return DefineNames(form, names, steps, scope);
    }

    /// <summary>Runs steps that bind <paramref name="names"/>, then defines each of those names with the value bound to it.</summary>
    private CoreExpr DefineNames(Form form, Scope names, List<Step> steps, Scope? scope)
    {
        var stores = steps.Where(s => s.Variable is { } v && names.FindHere(v.Name) == v)
            .Select(s => Bind(form.Span, s.Variable!.Name, scope, _ => new LocalExpr(form.Span, s.Variable!))).ToList();
        stores.Add(Nil(form.Span));
        return Wrap(steps, Sequence(form.Span, stores), form.Span);
    }

    private CoreExpr Set(Form form, Scope? scope)
    {
        form.Exactly(2);
        if (form.Operands[0].AsSymbol is not { } name) throw form.Malformed("set!: expected a symbol", form.Operands[0]);
        var value = Expr(form.Operands[1], scope);
        if (scope?.Find(name.Name) is not { } variable) return new SetGlobalExpr(form.Span, name.Name, value);
        variable.IsAssigned = true;
        return new SetLocalExpr(form.Span, variable, value);
    }

    private CoreExpr DefineRecord(Form form, Scope? scope)
    {
        if (form.Operands.Length < 3) throw form.Malformed("define-record-type: requires at least type name, constructor, and predicate");
        var span = form.Span;
        if (form.Operands[0].AsSymbol is not { } type) throw form.Malformed("define-record-type: expected a symbol", form.Operands[0]);
        if (form.Operands[1] is not SyntaxList { Items: [var maker, .. var fields] }) throw form.Malformed("define-record-type: expected a list", form.Operands[1]);
        string NameOf(Syntax part) => part.AsSymbol?.Name ?? throw form.Malformed("define-record-type: expected a symbol", part);
        CoreExpr Text(string text) => new ConstantExpr(span, Value.FromString(text));
        var names = fields.Select(NameOf).ToArray();
        var typeValue = new ConstantExpr(span, new Value((object)RecordType.Intern(type.Name, names)));
        var items = new List<CoreExpr>
        {
            new DefineGlobalExpr(span, NameOf(maker), Primitive(span, nameof(Primitives.RecordConstructor), typeValue, Text(NameOf(maker))), true),
            new DefineGlobalExpr(span, NameOf(form.Operands[2]), Primitive(span, nameof(Primitives.RecordPredicate), typeValue, Text(NameOf(form.Operands[2]))), true),
        };
        foreach (var spec in form.Operands[3..])
        {
            if (spec is not SyntaxList { Items: [var field, var accessor, ..] }) throw form.Malformed("define-record-type: expected a list", spec);
            var index = Array.IndexOf(names, NameOf(field));
            if (index < 0) throw form.Malformed($"define-record-type: field '{NameOf(field)}' not in constructor", field);
            items.Add(new DefineGlobalExpr(span, NameOf(accessor),
                Primitive(span, nameof(Primitives.RecordAccessor), typeValue, new ConstantExpr(span, new Value((long)index)), Text(NameOf(accessor))), true));
        }
        return new SequenceExpr(span, items);
    }

    private CoreExpr Defmulti(Form form, Scope? scope)
    {
        form.Exactly(2);
        if (form.Operands[0].AsSymbol is not { } name) throw form.Malformed("defmulti: expected a symbol", form.Operands[0]);
        return Bind(form.Span, name.Name, scope, s =>
            Primitive(form.Span, nameof(Primitives.MakeMultimethod), new ConstantExpr(form.Span, Value.FromString(name.Name)), Expr(form.Operands[1], s)));
    }

    private CoreExpr Defmethod(Form form, Scope? scope)
    {
        form.Exactly(3);
        return Primitive(form.Span, nameof(Primitives.AddMethod), All(form.Operands, scope));
    }

    private CoreExpr Try(Form form, Scope? scope)
    {
        form.AtLeast(1);
        if (form.Operands is not [.. var body, SyntaxList last]) throw form.Malformed("try: expected a list", form.Operands[^1]);
        if (last.Items is not [var head, .. var parts]) throw form.Malformed("try: catch form is empty", last);
        if (!head.IsSymbol("catch")) throw form.Malformed("try: last argument must be (catch var handler...)");
        if (parts.Length < 2) throw form.Malformed("try: catch needs (catch var handler...)", form.Operands[^1]);
        if (parts[0].AsSymbol is not { } name) throw form.Malformed("try catch: expected a symbol", parts[0]);
        var handlerScope = new Scope(scope);
        var protectedBody = Sequence(form.Span, All(body, scope));
        var variable = handlerScope.Add(name.Name);
        return new TryExpr(form.Span, protectedBody, variable, Body(parts[1..], handlerScope, SourceSpan.Of(form.Operands[^1])));
    }
}
