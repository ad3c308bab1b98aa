using Sema.Compiler.Core;
using Sema.Compiler.Modules;
using Sema.Runtime.Builtins;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Decides which globals of a program are constants. A procedure that is defined once, at top level, never assigned and
/// never reachable before its definition is a constant; so is the meaning of a builtin name that the program leaves alone.
/// </summary>
internal sealed class GlobalAnalysis
{
    /// <summary>The builtins whose calls with that many arguments <c>set!</c> and run-time redefinition do not affect (§9.2).</summary>
    private static readonly Dictionary<string, int> InlinedArity = new(StringComparer.Ordinal)
    {
        ["not"] = 1, ["car"] = 1, ["first"] = 1, ["cdr"] = 1, ["rest"] = 1, ["null?"] = 1, ["pair?"] = 1, ["list?"] = 1,
        ["number?"] = 1, ["string?"] = 1, ["symbol?"] = 1, ["length"] = 1, ["string-length"] = 1,
        ["+"] = 2, ["*"] = 2, ["/"] = 2, ["<"] = 2, [">"] = 2, ["<="] = 2, [">="] = 2, ["="] = 2, ["cons"] = 2,
        ["append"] = 2, ["get"] = 2, ["contains?"] = 2, ["mod"] = 2, ["modulo"] = 2, ["nth"] = 2, ["string-ref"] = 2,
        ["string-append"] = 2, ["mutable-array/get"] = 2, ["mutable-array/set!"] = 3,
    };

    private readonly Dictionary<string, Definition> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Global> _globals = new(StringComparer.Ordinal);
    private readonly List<CoreExpr> _items = [];
    private readonly List<int> _units = [];
    private int _unitCount = 1;
    private int _unit;

    public GlobalAnalysis(CoreProgram program, bool isOpen)
    {
        Source = program.Source;
        foreach (var form in program.Forms) Flatten(form, 0);
        var references = new List<HashSet<string>>();
        for (var i = 0; i < _items.Count; i++)
        {
            var scan = new Scan();
            scan.Visit(_items[i]);
            references.Add(scan.References);
            IsOpen |= scan.UsesNamespace;
            foreach (var name in scan.Defined) DefinitionOf(name).Count++;
            foreach (var name in scan.Assigned) DefinitionOf(name).IsAssigned = true;
            if (_items[i] is DefineGlobalExpr define)
            {
                var definition = DefinitionOf(define.Name);
                definition.Position = i;
                definition.Value = define.Value;
                definition.IsInRoot = define.InRoot;
                definition.IsTopLevel = !define.InRoot;
                if (!define.InRoot && !define.IsImport) definition.Units.Add(_units[i]);
            }
        }
        IsOpen |= isOpen;
        MarkEarlyUses(references);
    }

    /// <summary>Whether run-time code may rebind the program's globals, which are then reached by name.</summary>
    public bool IsOpen { get; }

    /// <summary>The text of the unit.</summary>
    public SourceText Source { get; }

    /// <summary>The top-level forms, with nested sequences flattened.</summary>
    public IReadOnlyList<CoreExpr> Items => _items;

    /// <summary>Puts something equivalent in the place of each item, which refers to no more globals than the item reaches.</summary>
    public void ReplaceItems(Func<CoreExpr, CoreExpr> replacement)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            EnterItem(i);
            _items[i] = replacement(_items[i]);
            if (_items[i] is DefineGlobalExpr define && _definitions[define.Name].Position == i) _definitions[define.Name].Value = define.Value;
        }
    }

    /// <summary>Says which of the <see cref="Items"/> the questions are about: what a unit defines matters to its own calls only (§9.2).</summary>
    public void EnterItem(int index) => _unit = _units[index];

    /// <summary>The globals that the program mentions, builtins that it leaves alone excepted.</summary>
    public IReadOnlyCollection<Global> Globals => _globals.Values;

    /// <summary>The builtin that a call of <paramref name="name"/> means for certain, or null.</summary>
    public BuiltinInfo? BuiltinCallee(string name, int arguments)
    {
        var linkName = name;
        name = LinkName.Parts(linkName).Name;
        var builtin = BuiltinTable.Find(name);
        if (builtin is null) return null;
        _definitions.TryGetValue(linkName, out var definition);
        if (definition is null && !IsOpen) return builtin;
        if (definition is not null && definition.Units.Contains(_unit)) return null;
        var inlined = name == "-" ? arguments is 1 or 2 : InlinedArity.TryGetValue(name, out var arity) && arity == arguments;
        return inlined ? builtin : null;
    }

    /// <summary>The builtin that a name as a value means for certain, or null.</summary>
    public BuiltinInfo? BuiltinValue(string name) =>
        IsOpen || _definitions.ContainsKey(name) ? null : BuiltinTable.Find(name);

    /// <summary>The value of a predefined variable that the program leaves alone, or of a global defined once by an atomic literal; else null.</summary>
    public Value? ConstantValue(string name)
    {
        if (!_definitions.TryGetValue(name, out var definition)) return PredefinedVariables.All.TryGetValue(name, out var value) ? value : (Value?)null;
        return definition is { Count: 1, IsAssigned: false, Value: ConstantExpr { Value: { Ref: null or Tag or Keyword } literal } } && IsDefinedBeforeUse(name)
            ? literal : (Value?)null;
    }

    /// <summary>Whether a name as a value means a macro of the prelude for certain.</summary>
    public bool IsPreludeMacro(string name) => !IsOpen && !_definitions.ContainsKey(name) && PreludeMacros.All.ContainsKey(name);

    /// <summary>The program's global of a name.</summary>
    public Global Global(string name)
    {
        if (_globals.TryGetValue(name, out var global)) return global;
        var (own, module) = LinkName.Parts(name);
        global = new Global(own) { Module = module, Builtin = BuiltinTable.Find(own) };
        _globals.Add(name, global);
        return global;
    }

    /// <summary>
    /// The global of the program that a module's global hides once it is defined, or null: until then the module sees the program's (§7.3). In a program with run-time code the cells know that themselves.
    /// </summary>
    public string? Hidden(string name)
    {
        var (own, module) = LinkName.Parts(name);
        return !IsOpen && module is not null && (_definitions.ContainsKey(own) || BuiltinTable.Find(own) is not null) ? own : null;
    }

    /// <summary>Whether every read of the global finds its definition evaluated.</summary>
    public bool IsDefinedBeforeUse(string name) =>
        !IsOpen && _definitions.TryGetValue(name, out var d) && d is { IsUnconditional: true, IsUsedEarly: false };

    /// <summary>What makes the record procedure (<see cref="Primitives.RecordConstructor"/> and its like) of a global that is a constant, or null.</summary>
    public PrimitiveExpr? ConstantRecord(string name) =>
        IsDefinedBeforeUse(name) && _definitions[name] is { Count: 1, IsAssigned: false } d ? d.Record : null;

    /// <summary>Whether the unit of the present item defines a global: then names mean the same in both places (§9.2).</summary>
    public bool IsDefinedHere(string name) => _definitions.TryGetValue(name, out var definition) && _units[definition.Position] == _unit;

    /// <summary>Whether a name of a builtin is one that the program defines too: then a call of it can mean another procedure in another unit (§9.2).</summary>
    public bool IsBuiltinDefinedAnew(string name) => _definitions.ContainsKey(name) && BuiltinTable.Find(LinkName.Parts(name).Name) is not null;

    /// <summary>The lambda of a global that is a constant, or null.</summary>
    public LambdaExpr? ConstantLambda(string name) => Constant(name) as LambdaExpr;

    /// <summary>The library's procedure that a global is for good, or null.</summary>
    public ExternalExpr? ConstantExternal(string name) => Constant(name) as ExternalExpr is { Export.Method: not null } external ? external : null;

    /// <summary>Whether a global is a multimethod for good.</summary>
    public bool IsMultimethod(string name) => Constant(name) is PrimitiveExpr { Primitive.Name: nameof(Primitives.MakeMultimethod) };

    /// <summary>The definition's value of a global that is a constant. A constant defined by the name of another is the same one.</summary>
    private CoreExpr? Constant(string name)
    {
        // Each step goes to an earlier definition, so there is an end.
        while (IsDefinedBeforeUse(name) && _definitions[name] is { Count: 1, IsAssigned: false } d)
        {
            if (d.Value is not GlobalExpr { Name: var alias }) return d.Value;
            if (!_definitions.TryGetValue(alias, out var target) || target.Position >= d.Position) return null;
            name = alias;
        }
        return null;
    }

    private void Flatten(CoreExpr form, int unit)
    {
        switch (form)
        {
            case SequenceExpr sequence:
                foreach (var item in sequence.Items) Flatten(item, unit);
                break;
            case UnitExpr own: Flatten(own.Body, _unitCount++); break;
            case DefineGlobalExpr { Value: SequenceExpr { Items: var items } } define:
                for (var i = 0; i < items.Count - 1; i++) Flatten(items[i], unit);
                Flatten(define with { Value = items[^1] }, unit);
                break;
            case DefineGlobalExpr { Value: UnitExpr last } define: Flatten(define with { Value = last.Body }, unit); break;
            default:
                _items.Add(form);
                _units.Add(unit);
                break;
        }
    }

    private Definition DefinitionOf(string name)
    {
        if (!_definitions.TryGetValue(name, out var definition)) _definitions.Add(name, definition = new Definition());
        return definition;
    }

    /// <summary>
    /// An item that runs code reaches the globals it mentions, and through those already bound to procedures the globals that
    /// these mention. Whatever is reached before its definition is used early.
    /// </summary>
    private void MarkEarlyUses(List<HashSet<string>> references)
    {
        // Each procedure needs visiting once: what it reaches at its first use can only be more defined later.
        var visited = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _items.Count; i++)
        {
            if (_items[i] is DefineGlobalExpr { Value: LambdaExpr }) continue;
            if (_items[i] is DefineGlobalExpr { Value: GlobalExpr alias } && _definitions.TryGetValue(alias.Name, out var aliased)
                && aliased is { IsTopLevel: true, IsProcedure: true } && aliased.Position < i) continue;
            var work = new Stack<string>(references[i]);
            while (work.TryPop(out var name))
            {
                if (!_definitions.TryGetValue(name, out var definition)) continue;
                if (!definition.IsUnconditional || definition.Position >= i) definition.IsUsedEarly = true;
                if (definition.IsProcedure && visited.Add(name))
                    foreach (var next in references[definition.Position]) work.Push(next);
            }
        }
    }

    private sealed class Definition
    {
        public int Count;
        public int Position;
        public bool IsTopLevel;
        public bool IsAssigned;
        public bool IsUsedEarly;
        public CoreExpr? Value;
        public bool IsInRoot;
        public readonly HashSet<int> Units = [];

        /// <summary>What makes a record procedure.</summary>
        public PrimitiveExpr? Record => IsInRoot ? Value as PrimitiveExpr : null;

        /// <summary>Whether the definition is evaluated whenever control passes it.</summary>
        public bool IsUnconditional => IsTopLevel || Record is not null;

        /// <summary>Whether evaluating the definition runs no code, but a use of the name may run what its value refers to.</summary>
        public bool IsProcedure => Value is LambdaExpr or GlobalExpr;
    }

    private sealed class Scan : CoreVisitor
    {
        public readonly HashSet<string> References = new(StringComparer.Ordinal);
        public readonly List<string> Defined = [];
        public readonly List<string> Assigned = [];
        public bool UsesNamespace;

        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case GlobalExpr { MayBeUnbound: false } global: References.Add(global.Name); break;
                case DefineGlobalExpr define: Defined.Add(define.Name); break;
                case SetGlobalExpr set: Assigned.Add(set.Name); break;
                case NamespaceExpr: UsesNamespace = true; break;
            }
            base.Visit(expr);
        }
    }
}
