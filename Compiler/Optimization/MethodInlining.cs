using Sema.Compiler.Core;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Tests the record types of the small methods that a program gives a multimethod at the call: the dispatch is left for everything else.
/// </summary>
/// <remarks>
/// Only for a global that is a multimethod for good and dispatches on the type of its argument. The program's definitions count themselves, and any
/// other makes the count wrong for good: as long as it is not the number of the program's definitions, calls are dispatched.
/// </remarks>
internal sealed class MethodInlining : TailRewriter
{
    /// <summary>How many types are tested at a call.</summary>
    private const int MostTests = 4;

    private readonly GlobalAnalysis _globals;
    private readonly Dictionary<string, Methods> _multimethods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordType> _types = new(StringComparer.Ordinal);

    public MethodInlining(GlobalAnalysis globals)
    {
        _globals = globals;
        for (var i = 0; i < globals.Items.Count; i++)
        {
            globals.EnterItem(i);
            switch (globals.Items[i])
            {
                case DefineGlobalExpr { Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.RecordConstructor), Operands: [ConstantExpr { Value.Ref: RecordType type }, ..] } }:
                    _types.TryAdd(type.Name, type);
                    break;
                case DefineGlobalExpr { Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.MakeMultimethod), Operands: [_, var dispatch] } } define
                    when globals.IsMultimethod(define.Name) && IsType(dispatch):
                    _multimethods.Add(define.Name, new Methods());
                    break;
                case var item when KnownDefinition(item) is var (methods, key, handler):
                    methods.Definitions++;
                    if (handler is LambdaExpr { Parameters.Count: 1 } lambda && SmallProcedure.Of(lambda, globals) is { NeedsItsUnit: false } small) methods.Small[key] = small;
                    else methods.Small.Remove(key);
                    break;
            }
        }
    }

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item) => Rewrite(KnownDefinition(item) is not null && item is PrimitiveExpr definition
        ? definition with { Primitive = Primitive.Of(nameof(Primitives.AddKnownMethod)) } : item);

    protected override CoreExpr Call(CallExpr call, Position position)
    {
        if (position == Position.LocalTail || LambdaDepth == 0 || call is not { Operator: GlobalExpr { Name: var name }, Operands: [var operand] }
            || !_multimethods.TryGetValue(name, out var methods) || methods.Small.Count == 0 || _globals.BuiltinCallee(name, 1) is not null) return call;
        var build = new LoopBuilder(call.Span);
        var argument = operand is LocalExpr { Variable: { IsAssigned: false } variable } ? variable : new Variable("argument");
        CoreExpr dispatched = call with { Operands = [build.Read(argument)] };
        var tests = dispatched;
        foreach (var (key, method) in methods.Small.Where(m => _types.ContainsKey(m.Key)).Take(MostTests).Reverse())
        {
            var copy = new FreshCopy();
            var parameter = copy.Fresh(method.Lambda.Parameters[0]);
            var body = new KnownFields(parameter, _types[key], _globals).Rewrite(copy.Rewrite(method.Lambda.Body));
            var lambda = method.Lambda with { Parameters = [parameter], Body = body };
            tests = build.If(build.Primitive(nameof(Primitives.RecordIsExactly), build.Read(argument), build.Constant(new Value(_types[key]))),
                new CallExpr(call.Span, lambda, [build.Read(argument)]), tests);
        }
        if (ReferenceEquals(tests, dispatched)) return call;
        tests = build.If(build.Primitive(nameof(Primitives.HasKnownMethods), call.Operator, build.Constant(new Value(methods.Definitions))), tests, dispatched);
        return operand is LocalExpr { Variable: var own } && ReferenceEquals(own, argument) ? tests : build.Let(argument, operand, tests);
    }

    /// <summary>The parts of an item that defines a method of one of the multimethods; null when it does not.</summary>
    private (Methods Methods, string Key, CoreExpr Handler)? KnownDefinition(CoreExpr item) =>
        item is PrimitiveExpr { Primitive.Name: nameof(Primitives.AddMethod), Operands: [GlobalExpr { Name: var name }, ConstantExpr { Value.Ref: Keyword { Name: var key } }, var handler] }
            && _multimethods.TryGetValue(name, out var methods) ? (methods, key, handler) : null;

    /// <summary>Whether a dispatch procedure is <c>type</c>, or <c>(fn (x) (type x))</c>.</summary>
    private bool IsType(CoreExpr procedure) => procedure switch
    {
        GlobalExpr { Name: var name } => _globals.BuiltinValue(name) is { Name: "type" },
        LambdaExpr { Parameters: [var parameter], Rest: null, Body: CallExpr { Operator: GlobalExpr { Name: var name }, Operands: [LocalExpr operand] } } =>
            ReferenceEquals(parameter, operand.Variable) && _globals.BuiltinCallee(name, 1) is { Name: "type" },
        _ => false,
    };

    /// <summary>Reads fields without a test from a variable that holds a record of a type.</summary>
    private sealed class KnownFields(Variable record, RecordType type, GlobalAnalysis globals) : CoreRewriter
    {
        public override CoreExpr Rewrite(CoreExpr expr) =>
            expr is CallExpr { Operator: GlobalExpr { Name: var name }, Operands: [LocalExpr { Variable: { IsAssigned: false } variable }] } && ReferenceEquals(variable, record)
                && globals.ConstantRecord(name) is { Primitive.Name: nameof(Primitives.RecordAccessor), Operands: [ConstantExpr { Value.Ref: RecordType own }, var index, ..] }
                && ReferenceEquals(own, type)
                ? new PrimitiveExpr(expr.Span, Primitive.Of(nameof(Primitives.RecordField)), [new LocalExpr(expr.Span, variable), new ConstantExpr(expr.Span, new Value(type)), index])
                : base.Rewrite(expr);
    }

    private sealed class Methods
    {
        /// <summary>How many definitions the program evaluates.</summary>
        public int Definitions { get; set; }

        /// <summary>The small methods by dispatch value, in the order of their definition.</summary>
        public OrderedDictionary<string, SmallProcedure> Small { get; } = new(StringComparer.Ordinal);
    }
}
