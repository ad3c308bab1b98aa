using Sema.Compiler.Core;
using Sema.Compiler.Expansion;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Modules;

/// <summary>A constructor, predicate or accessor, and whether it is bound for certain when the module has run.</summary>
internal readonly record struct RecordProcedure(int Arity, bool IsCertain);

/// <summary>A file that a program imports, through the front end: its forms, and what it binds.</summary>
internal sealed class LinkedModule
{
    private readonly OrderedDictionary<string, bool> _bindings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mutable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, RecordProcedure> _records = new(StringComparer.Ordinal);

    /// <param name="key">The path relative to the program's folder, which is the module's identity in the program.</param>
    /// <param name="expander">The expander that has expanded the module.</param>
    /// <param name="forms">The lowered top-level forms, each a <see cref="UnitExpr"/>.</param>
    /// <param name="graph">Where the modules are that this one imports.</param>
    public LinkedModule(string key, Expander expander, IReadOnlyList<CoreExpr> forms, ModuleGraph graph)
    {
        Key = key;
        Forms = forms;
        Expander = expander;
        foreach (var form in forms) Scan(form, graph);
        Exports = expander.Exports is { } declared
            ? new(declared.Distinct().Where(_bindings.ContainsKey).Select(n => KeyValuePair.Create(n, _bindings[n])), StringComparer.Ordinal)
            : _bindings;
    }

    public string Key { get; }

    public IReadOnlyList<CoreExpr> Forms { get; }

    public Expander Expander { get; }

    /// <summary>Whether the exports are those of a <c>module</c> form, not all that the module binds.</summary>
    public bool DeclaresExports => Expander.Exports is not null;

    /// <summary>The exported names that the module binds, and of each whether it is bound for certain when the module has run.</summary>
    public OrderedDictionary<string, bool> Exports { get; }

    /// <summary>The names that the module defines or imports.</summary>
    public IReadOnlyDictionary<string, bool> Bindings => _bindings;

    /// <summary>The names that the module assigns.</summary>
    public IReadOnlySet<string> Assigned => _assigned;

    /// <summary>The procedures that record types of the module bind in the program (§7.4).</summary>
    public IReadOnlyDictionary<string, RecordProcedure> Records => _records;

    /// <summary>Whether <c>eval</c>, or a load at run time, may define more names.</summary>
    public bool UsesNamespace { get; private set; }

    /// <summary>Whether a binding may change after the module has run.</summary>
    public bool IsMutable(string name) => _mutable.Contains(name);

    private void Scan(CoreExpr form, ModuleGraph graph)
    {
        switch (form)
        {
            case UnitExpr unit: Scan(unit.Body, graph); break;
            case SequenceExpr sequence:
                foreach (var item in sequence.Items) Scan(item, graph);
                break;
            case ImportExpr import:
                foreach (var (name, isCertain) in graph.ExportsOf(import)) Bind(name, isCertain);
                break;
            case DefineGlobalExpr { InRoot: true } define: AddRecord(define, isCertain: true); break;
            case DefineGlobalExpr define:
                Scan(define.Value, graph);
                Bind(define.Name, isCertain: true);
                break;
            default: new NestedScan(this).Visit(form); break;
        }
    }

    private void AddRecord(DefineGlobalExpr define, bool isCertain)
    {
        var arity = define.Value is PrimitiveExpr { Primitive.Name: nameof(Primitives.RecordConstructor), Operands: [ConstantExpr { Value.Ref: RecordType type }, ..] }
            ? type.Fields.Length
            : 1;
        _records[define.Name] = new RecordProcedure(arity, isCertain);
    }

    private void Bind(string name, bool isCertain)
    {
        if (_bindings.TryGetValue(name, out var known))
        {
            _bindings[name] = known || isCertain;
            _mutable.Add(name);
        }
        else _bindings.Add(name, isCertain);
    }

    private sealed class NestedScan(LinkedModule module) : CoreVisitor
    {
        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case DefineGlobalExpr { InRoot: true } define: module.AddRecord(define, isCertain: false); break;
                case DefineGlobalExpr define:
                    module.Bind(define.Name, isCertain: false);
                    module._mutable.Add(define.Name);
                    break;
                case SetGlobalExpr set:
                    module._assigned.Add(set.Name);
                    module._mutable.Add(set.Name);
                    break;
                case NamespaceExpr: module.UsesNamespace = true; break;
            }
            base.Visit(expr);
        }
    }
}
