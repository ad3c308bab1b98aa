using System.Reflection;
using Mono.Cecil;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Emit;

/// <summary>What takes the span of an array's elements (as a call, where code should be small), tests an index, reads and writes an element (<see cref="RawElements"/>).</summary>
internal sealed record ElementMembers(MethodReference Take, MethodReference TakeAside, MethodReference Has, MethodReference At, MethodReference Set);

/// <summary>
/// References from an emitted module to the runtime and the framework. They are taken from the metadata of Sema.Runtime.dll,
/// which knows the framework by its reference assemblies: so no emitted assembly ever names System.Private.CoreLib.
/// </summary>
internal sealed class WellKnownMembers
{
    private static readonly Lazy<ModuleDefinition> RuntimeModule = new(static () => ModuleDefinition.ReadModule(typeof(Value).Assembly.Location));

    private readonly ModuleDefinition _module;
    private readonly Dictionary<MethodBase, MethodReference> _methods = [];
    private readonly ElementMembers?[] _elements = new ElementMembers?[3];

    public WellKnownMembers(ModuleDefinition module)
    {
        _module = module;
        var framework = RuntimeModule.Value.AssemblyReferences.First(static r => r.Name == "System.Runtime");
        module.AssemblyReferences.Add(new AssemblyNameReference(framework.Name, framework.Version)
        {
            PublicKeyToken = framework.PublicKeyToken,
            Culture = "",
        });
        Value = Type(typeof(Value));
        Box = Type(typeof(Box));
        ConsCell = Type(typeof(ConsCell));
        Procedure = Type(typeof(Procedure));
        Closure = Type(typeof(Closure));
        ValueArray = new ArrayType(Value);
        GlobalCell = Type(typeof(GlobalCell));
        Namespace = Type(typeof(Namespace));
        SemaException = Type(typeof(SemaException));
        FromFixnum = Constructor(typeof(Value), typeof(long));
        FromFlonum = Constructor(typeof(Value), typeof(double));
        FromObject = Constructor(typeof(Value), typeof(object));
        FromWords = Constructor(typeof(Value), typeof(object), typeof(long));
        FromBool = Method(typeof(Value), nameof(Runtime.Values.Value.FromBool));
        IsTrue = Method(typeof(Value), nameof(Runtime.Values.Value.IsTrue));
        Nil = Method(typeof(Value), "get_Nil");
        EmptyList = Method(typeof(Value), "get_EmptyList");
        Unbound = Method(typeof(Value), "get_Unbound");
        FromChar = Method(typeof(Value), nameof(Runtime.Values.Value.FromChar));
        ProductFits = Method(typeof(RawArithmetic), nameof(RawArithmetic.ProductFits));
        RawModulo = Method(typeof(RawArithmetic), nameof(RawArithmetic.Modulo));
        RawMin = Method(typeof(RawArithmetic), nameof(RawArithmetic.Min));
        RawMax = Method(typeof(RawArithmetic), nameof(RawArithmetic.Max));
        SquareRoot = Method(typeof(RawArithmetic), nameof(RawArithmetic.SquareRoot));
        HoldsFixnum = Method(typeof(Value), nameof(Runtime.Values.Value.HoldsFixnum));
        HoldsFlonum = Method(typeof(Value), nameof(Runtime.Values.Value.HoldsFlonum));
        Fixnum = Method(typeof(Value), nameof(Runtime.Values.Value.Fixnum));
        Flonum = Method(typeof(Value), nameof(Runtime.Values.Value.Flonum));
        Increase = Method(typeof(Arithmetic), nameof(Arithmetic.Increase));
        Decrease = Method(typeof(Arithmetic), nameof(Arithmetic.Decrease));
        IsMarker = Method(typeof(ReturnedCondition), nameof(ReturnedCondition.IsMarker));
        ReturnThrow = Method(typeof(ReturnedCondition), nameof(ReturnedCondition.Throw));
        PassFrame = Method(typeof(ReturnedCondition), nameof(ReturnedCondition.Pass));
        PassCallback = Method(typeof(ReturnedCondition), nameof(ReturnedCondition.PassCallback));
        CatchReturned = Method(typeof(ReturnedCondition), nameof(ReturnedCondition.Catch));
        TakeReturned = Method(typeof(ReturnedCondition), nameof(ReturnedCondition.Take));
        NewBox = Constructor(typeof(Box), typeof(Value));
        BoxValue = Field(typeof(Box), nameof(Runtime.Values.Box.Value));
        StoreBoxWord = Method(typeof(Box), nameof(Runtime.Values.Box.StoreWord));
        StoreBox = Method(typeof(Box), nameof(Runtime.Values.Box.Store));
        CellValue = Field(typeof(GlobalCell), nameof(Runtime.Modules.GlobalCell.Value));
        ReadCell = Method(typeof(CompiledUnit), nameof(CompiledUnit.Read));
        AssignCell = Method(typeof(GlobalCell), nameof(Runtime.Modules.GlobalCell.Assign));
        Operator = Method(typeof(Callable), nameof(Callable.Operator));
        IsNotNull = Method(typeof(Callable), nameof(Callable.IsNotNull));
        HoldsProcedure = Method(typeof(Callable), nameof(Callable.HoldsProcedure));
        ProcedureOf = Method(typeof(Callable), nameof(Callable.Procedure));
        MultimethodOf = Method(typeof(Multimethod), nameof(Multimethod.Of));
        SpreadTarget = Method(typeof(Spread), nameof(Runtime.Procedures.Spread.Target));
        Spread = Method(typeof(Spread), nameof(Runtime.Procedures.Spread.Arguments));
        CheckStack = Method(typeof(StackGuard), nameof(StackGuard.Check));
        InterpretedFrame = Type(typeof(InterpretedFrame));
        MarkInterpreted = Method(typeof(InterpretedFrame), nameof(Runtime.Errors.InterpretedFrame.Mark));
        Catch = Method(typeof(StackTraces), nameof(StackTraces.Catch));
        Bound = Method(typeof(CompiledUnit), nameof(CompiledUnit.Bound));
        AssocLast = Method(typeof(Maps), nameof(Maps.AssocLast));
        Lookup = Method(typeof(Keyword), nameof(Keyword.Lookup));
        InternKeyword = Method(typeof(Keyword), nameof(Keyword.Intern));
        InternSymbol = Method(typeof(Symbol), nameof(Symbol.Intern));
        InternRecordType = Method(typeof(RecordType), nameof(RecordType.Intern));
        CellHead = Field(typeof(ConsCell), nameof(Runtime.Values.ConsCell.Head));
        CellTail = Method(typeof(ConsCell), "get_" + nameof(Runtime.Values.ConsCell.Tail));
        Head = Method(typeof(Lists), nameof(Lists.Head));
        Tail = Method(typeof(Lists), nameof(Lists.Tail));
        ListFrom = Method(typeof(Lists), nameof(Lists.TailAt));
        ListOfSome = Method(typeof(Lists), nameof(Lists.FromSome));
        IsItems = Method(typeof(Lists), nameof(Lists.IsItems));
        Items = Method(typeof(Lists), nameof(Lists.Items));
        IsEmptyList = Method(typeof(Lists), nameof(Lists.IsEmpty));
        IsListObject = Method(typeof(Lists), nameof(Lists.IsListObject));
        IsPairObject = Method(typeof(Lists), nameof(Lists.IsPairObject));
        IsRareNumber = Method(typeof(Tower), nameof(Tower.IsRareNumber));
        AreOne = Method(typeof(Equality), nameof(Equality.AreOne));
        AreDistinct = Method(typeof(Equality), nameof(Equality.AreDistinct));
        ItemOrNil = Method(typeof(Lists), nameof(Lists.ItemOrNil));
        CarOfOther = Method(typeof(ListBuiltins), nameof(ListBuiltins.CarOfOther));
        CdrOfOther = Method(typeof(ListBuiltins), nameof(ListBuiltins.CdrOfOther));
        ListFromArray = Method(typeof(Lists), nameof(Lists.FromArray), typeof(Value[]));
        ListFromArrayAt = Method(typeof(Lists), nameof(Lists.FromArray), typeof(Value[]), typeof(int));
        for (var i = 0; i <= 4; i++) Invoke[i] = Method(typeof(Procedure), $"Invoke{i}");
        InvokeN = Method(typeof(Procedure), nameof(Runtime.Procedures.Procedure.InvokeN));
        Apply = Method(typeof(Procedure), nameof(Runtime.Procedures.Procedure.Apply));
    }

    public TypeReference Value { get; }
    public TypeReference Box { get; }
    public TypeReference ConsCell { get; }
    public TypeReference Procedure { get; }
    public TypeReference Closure { get; }
    public TypeReference ValueArray { get; }
    public TypeReference GlobalCell { get; }
    public TypeReference Namespace { get; }
    public TypeReference SemaException { get; }
    public MethodReference FromFixnum { get; }
    public MethodReference FromFlonum { get; }
    public MethodReference FromObject { get; }
    public MethodReference FromWords { get; }
    public MethodReference FromBool { get; }
    public MethodReference IsTrue { get; }
    public MethodReference Nil { get; }
    public MethodReference EmptyList { get; }
    public MethodReference Unbound { get; }
    public MethodReference FromChar { get; }
    public MethodReference HoldsFixnum { get; }
    public MethodReference HoldsFlonum { get; }
    public MethodReference Fixnum { get; }
    public MethodReference Flonum { get; }
    public MethodReference ProductFits { get; }
    public MethodReference RawModulo { get; }
    public MethodReference RawMin { get; }
    public MethodReference RawMax { get; }
    public MethodReference SquareRoot { get; }
    public MethodReference Increase { get; }
    public MethodReference Decrease { get; }
    public MethodReference IsMarker { get; }
    public MethodReference ReturnThrow { get; }
    public MethodReference PassFrame { get; }
    public MethodReference PassCallback { get; }
    public MethodReference CatchReturned { get; }
    public MethodReference TakeReturned { get; }
    public MethodReference NewBox { get; }
    public FieldReference BoxValue { get; }
    public MethodReference StoreBox { get; }
    public MethodReference StoreBoxWord { get; }
    public FieldReference CellValue { get; }
    public MethodReference ReadCell { get; }
    public MethodReference AssignCell { get; }
    public MethodReference Operator { get; }
    public MethodReference IsNotNull { get; }
    public MethodReference HoldsProcedure { get; }
    public MethodReference ProcedureOf { get; }
    public MethodReference MultimethodOf { get; }
    public MethodReference Spread { get; }
    public MethodReference SpreadTarget { get; }
    public MethodReference CheckStack { get; }
    public MethodReference Catch { get; }
    public TypeReference InterpretedFrame { get; }
    public MethodReference MarkInterpreted { get; }
    public MethodReference Bound { get; }
    public MethodReference AssocLast { get; }
    public MethodReference Lookup { get; }
    public MethodReference InternKeyword { get; }
    public MethodReference InternSymbol { get; }
    public MethodReference InternRecordType { get; }
    public FieldReference CellHead { get; }
    public MethodReference CellTail { get; }
    public MethodReference Head { get; }
    public MethodReference Tail { get; }
    public MethodReference ListFrom { get; }
    public MethodReference ListOfSome { get; }
    public MethodReference IsItems { get; }
    public MethodReference Items { get; }
    public MethodReference IsEmptyList { get; }
    public MethodReference IsListObject { get; }
    public MethodReference IsPairObject { get; }
    public MethodReference IsRareNumber { get; }
    public MethodReference AreOne { get; }
    public MethodReference AreDistinct { get; }
    public MethodReference ItemOrNil { get; }
    public MethodReference CarOfOther { get; }
    public MethodReference CdrOfOther { get; }
    public MethodReference ListFromArray { get; }
    public MethodReference ListFromArrayAt { get; }
    public MethodReference[] Invoke { get; } = new MethodReference[5];
    public MethodReference InvokeN { get; }
    public MethodReference Apply { get; }

    /// <summary>What reads and writes the elements of mutable arrays raw.</summary>
    public ElementMembers Elements(ElementKind kind)
    {
        if (_elements[(int)kind] is { } known) return known;
        return _elements[(int)kind] = new ElementMembers(
            Method(typeof(RawElements), kind + "s"), Method(typeof(Runtime.Numbers.Outlined), kind + "s"),
            Method(typeof(RawElements), "Has" + kind), Method(typeof(RawElements), kind + "At"), Method(typeof(RawElements), "Set" + kind));
    }

    /// <summary>The test whether a value is of a kind.</summary>
    public MethodReference Holds(PassedAs kind) => Of(kind, HoldsFixnum, HoldsFlonum, HoldsProcedure);

    /// <summary>What takes the raw number, or the procedure, out of a value that is one of a kind.</summary>
    public MethodReference Unbox(PassedAs kind) => Of(kind, Fixnum, Flonum, ProcedureOf);

    /// <summary>The constructor that makes a value of a raw number or a procedure.</summary>
    public MethodReference From(PassedAs kind) => Of(kind, FromFixnum, FromFlonum, FromObject);

    private static MethodReference Of(PassedAs kind, MethodReference fixnum, MethodReference flonum, MethodReference procedure) => kind switch
    {
        PassedAs.Fixnum => fixnum,
        PassedAs.Flonum => flonum,
        PassedAs.Procedure => procedure,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The type of what is kept as a value, as a raw number or as a procedure.</summary>
    public TypeReference TypeOf(PassedAs kind) => kind switch
    {
        PassedAs.Fixnum => _module.TypeSystem.Int64,
        PassedAs.Flonum => _module.TypeSystem.Double,
        PassedAs.Procedure => Procedure,
        _ => Value,
    };

    /// <summary>A method by its name, which has no overloads unless the parameter types are given.</summary>
    public MethodReference Method(Type type, string name, params Type[] parameters)
    {
        const BindingFlags Flags = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var method = parameters.Length == 0 ? type.GetMethod(name, Flags) : type.GetMethod(name, Flags, parameters);
        return Import(method ?? throw new MissingMethodException(type.FullName, name));
    }

    public MethodReference Constructor(Type type, params Type[] parameters) =>
        Import(type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, parameters)
            ?? throw new MissingMethodException(type.FullName, ".ctor"));

    /// <summary>The method to call for a builtin where code should be small rather than fast.</summary>
    public MethodReference Outlined(BuiltinCall call)
    {
        var name = call.Operands.Count != 2 ? null : call.Builtin.Name switch
        {
            "+" => nameof(Runtime.Numbers.Outlined.Add),
            "-" => nameof(Runtime.Numbers.Outlined.Subtract),
            "*" => nameof(Runtime.Numbers.Outlined.Multiply),
            "<" => nameof(Runtime.Numbers.Outlined.Less),
            ">" => nameof(Runtime.Numbers.Outlined.Greater),
            "<=" => nameof(Runtime.Numbers.Outlined.LessOrEqual),
            ">=" => nameof(Runtime.Numbers.Outlined.GreaterOrEqual),
            "=" => nameof(Runtime.Numbers.Outlined.NumericEquals),
            "mutable-array/get" => nameof(Runtime.Numbers.Outlined.Get),
            _ => null,
        };
        return name is null ? Import(call.Overload.Method) : Method(typeof(Runtime.Numbers.Outlined), name);
    }

    /// <summary>A method of the runtime: a builtin's or a primitive's.</summary>
    public MethodReference Import(MethodBase method)
    {
        if (_methods.TryGetValue(method, out var known)) return known;
        var imported = _module.ImportReference((MethodReference)RuntimeModule.Value.LookupToken(method.MetadataToken));
        _methods.Add(method, imported);
        return imported;
    }

    /// <summary>The parameterless constructor of a framework class of System.Runtime.</summary>
    public MethodReference FrameworkConstructor(string space, string name)
    {
        var scope = _module.AssemblyReferences.First(static r => r.Name == "System.Runtime");
        return new MethodReference(".ctor", _module.TypeSystem.Void, new TypeReference(space, name, _module, scope)) { HasThis = true };
    }

    public TypeReference Type(Type type) => _module.ImportReference((TypeReference)RuntimeModule.Value.LookupToken(type.MetadataToken));

    private FieldReference Field(Type type, string name) =>
        _module.ImportReference((FieldReference)RuntimeModule.Value.LookupToken(type.GetField(name)!.MetadataToken));
}
