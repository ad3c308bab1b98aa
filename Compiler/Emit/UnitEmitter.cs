using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Modules;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Emit;

/// <summary>
/// The emitted class of a lambda, with its capture fields, how they are kept, and the constructor that sets them in order; the entry point
/// that is the lambda's body, if there is one.
/// </summary>
/// <remarks>The <see cref="Leaf"/> is for calls of a closure that is known to be of this class.</remarks>
internal sealed record ClosureType(
    TypeDefinition Type, IReadOnlyList<FieldDefinition> Fields, IReadOnlyList<PassedAs> Kinds, MethodDefinition Constructor, MethodDefinition? Body)
{
    /// <summary>
    /// What the body does as long as its numbers are fixnums: a small method that the JIT inlines, with the body's parameters and one for the result. It
    /// returns false, with nothing done, when the body has to be called. Null when the body is not that simple.
    /// </summary>
    public MethodDefinition? Leaf { get; init; }
}

/// <summary>Emits the assembly of one unit: the unit's class, a static method per known procedure, a class per closure.</summary>
internal sealed class UnitEmitter
{
    /// <summary>To how many closure classes a call is compared: each costs a few instructions when it is not the one.</summary>
    private const int MostLikelyTargets = 2;

    private readonly ResolvedProgram _program;
    private readonly ModuleDefinition _module;
    private readonly bool _isOpen;
    private readonly Dictionary<ResolvedProcedure, MethodDefinition> _methods = [];
    private readonly Dictionary<ResolvedProcedure, MethodDefinition> _fastMethods = [];
    private readonly Dictionary<ResolvedProcedure, MethodDefinition> _entryMethods = [];
    private readonly Dictionary<ResolvedProcedure, MethodDefinition> _quickMethods = [];
    private readonly Dictionary<ResolvedProcedure, MethodDefinition> _restMethods = [];
    private readonly Dictionary<(ResolvedProcedure, bool), ClosureType> _closures = [];
    private readonly Dictionary<ResolvedProcedure, MethodDefinition> _anewMethods = [];
    private readonly Dictionary<ResolvedProcedure, ArrayUses> _arrayUses = [];
    private readonly IReadOnlyList<ClosureType>?[] _likelyTargets = new IReadOnlyList<ClosureType>?[5];
    private readonly Dictionary<RecordType, EmittedRecord> _records = [];
    private readonly Dictionary<ResolvedProcedure, FieldDefinition> _constantClosures = [];
    private readonly Dictionary<BuiltinInfo, FieldDefinition> _builtins = [];
    private readonly Dictionary<Global, FieldDefinition> _globals = [];
    private readonly Dictionary<Library, TypeReference> _libraries = [];
    private readonly Dictionary<SourceText, Document> _documents = [];
    private readonly Queue<Action> _pending = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _nameCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldDefinition> _namespaces = new(StringComparer.Ordinal);
    private MethodDefinition? _tailApply;

    public UnitEmitter(ResolvedProgram program, ModuleDefinition module, string typeName = "Program")
    {
        _program = program;
        _module = module;
        _isOpen = program.IsOpen;
        Known = new WellKnownMembers(module);
        ValueRef = module.ImportReference(Known.Value.Resolve().Fields.First(static f => f.Name == nameof(Value.Ref)));
        Constants = new ConstantPool(module, Known);
        ArrayKeepers = new ArrayKeepers(program.Procedures);
        UnitType = new TypeDefinition("", typeName, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit,
            Known.Type(typeof(CompiledUnit)));
        module.Types.Add(UnitType);
    }

    public WellKnownMembers Known { get; }

    /// <summary>Whether run-time code may rebind the globals.</summary>
    public bool IsOpen => _isOpen;

    public ConstantPool Constants { get; }

    /// <summary>The procedures that leave arrays as they are.</summary>
    public ArrayKeepers ArrayKeepers { get; }

    /// <summary>How a procedure uses mutable arrays, for all methods that it becomes.</summary>
    public ArrayUses ArraysOf(ResolvedProcedure procedure)
    {
        if (!_arrayUses.TryGetValue(procedure, out var uses)) _arrayUses.Add(procedure, uses = ArrayUses.Of(procedure, ArrayKeepers));
        return uses;
    }

    /// <summary>The record types that the unit has classes for.</summary>
    public RecordClasses Records => _program.Records;

    public FieldReference ValueRef { get; }

    /// <summary>The unit's class.</summary>
    public TypeDefinition UnitType { get; }

    /// <summary>Emits everything, with what a library shows; returns the documentation of its C# class.</summary>
    public string? Run(bool hasEntryPoint, LibraryEmitter? library = null)
    {
        var constructor = EmitConstructor();
        var run = new MethodDefinition(nameof(CompiledUnit.Run), MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, Known.Value);
        UnitType.Methods.Add(run);
        var main = StaticMethod(_program.Main);
        library?.Request(_program);
        while (_pending.TryDequeue(out var emit)) emit();
        EmitRun(run, main, library);
        if (hasEntryPoint) EmitEntryPoint(constructor);
        var documentation = library?.EmitClass(constructor, _module.Assembly.Name.Name);
        Constants.Complete();
        return documentation;
    }

    /// <summary>The class of a compiled library's unit.</summary>
    public TypeReference ExternalUnit(Library library)
    {
        if (_libraries.TryGetValue(library, out var type)) return type;
        var assembly = new AssemblyNameReference(library.AssemblyName, new Version(1, 0, 0, 0)) { Culture = "" };
        _module.AssemblyReferences.Add(assembly);
        type = new TypeReference("", LibraryEmitter.UnitName, _module, assembly);
        _libraries.Add(library, type);
        return type;
    }

    /// <summary>The method of a compiled library that runs its modules, unless they have run.</summary>
    public MethodReference ExternalRunOnce(Library library) => new(LibraryEmitter.RunOnce, _module.TypeSystem.Void, ExternalUnit(library));

    /// <summary>The method of a procedure of a compiled library.</summary>
    public MethodReference ExternalMethod(Library library, LibraryExport export)
    {
        var method = new MethodReference(export.Method, Known.Value, ExternalUnit(library));
        for (var i = export.Parameters + (export.HasRest ? 1 : 0); i > 0; i--) method.Parameters.Add(new ParameterDefinition(Known.Value));
        return method;
    }

    /// <summary>The field with the value of a compiled library's export.</summary>
    public FieldReference ExternalField(Library library, LibraryExport export) => new(export.Field, Known.Value, ExternalUnit(library));

    /// <summary>The static method of a lifted procedure; emitted when first asked for.</summary>
    public MethodDefinition StaticMethod(ResolvedProcedure procedure)
    {
        if (_methods.TryGetValue(procedure, out var method)) return method;
        method = NewMethod(procedure, "");
        AddParameters(method, procedure);
        _methods.Add(procedure, method);
        if (procedure.FastParameters is null && QuickPath.Of(procedure, isFast: false) is { Rest: { } rest } path)
        {
            var body = NewMethod(procedure, "%rest");
            AddParameters(body, procedure);
            MarkSemaCode(body, procedure);
            _restMethods.Add(procedure, body);
            _pending.Enqueue(() => ProcedureEmitter.EmitQuick(this, path, method, body, isFast: false, isInlined: false));
            _pending.Enqueue(() => ProcedureEmitter.Emit(this, procedure, body, null, entry: rest));
        }
        else _pending.Enqueue(() => ProcedureEmitter.Emit(this, procedure, method, null));
        return method;
    }

    /// <summary>The version of a procedure with unboxed parameters; emitted when first asked for.</summary>
    public MethodDefinition FastMethod(ResolvedProcedure procedure)
    {
        if (_fastMethods.TryGetValue(procedure, out var method)) return method;
        method = NewMethod(procedure, "%fast");
        if (procedure.ReturnsFlonum) method.ReturnType = Known.TypeOf(PassedAs.Flonum);
        AddParameters(method, procedure, isFast: true);
        _fastMethods.Add(procedure, method);
        _pending.Enqueue(() => ProcedureEmitter.Emit(this, procedure, method, null, isFast: true));
        return method;
    }

    /// <summary>The method to call a lifted procedure by, not in tail position: of its quick path, if it has one (<see cref="QuickPath"/>).</summary>
    public MethodDefinition CalledMethod(ResolvedProcedure procedure)
    {
        var isFast = procedure.FastParameters is not null;
        var body = isFast ? FastMethod(procedure) : StaticMethod(procedure);
        if (_quickMethods.TryGetValue(procedure, out var method)) return method;
        method = body;
        if (QuickPath.Of(procedure, isFast) is { IsInlined: true } path)
        {
            method = new MethodDefinition(UniqueName((procedure.Name ?? "lambda") + "%quick"),
                MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, Known.Value) { AggressiveInlining = true };
            foreach (var parameter in body.Parameters) method.Parameters.Add(new ParameterDefinition(parameter.Name, ParameterAttributes.None, parameter.ParameterType));
            UnitType.Methods.Add(method);
            var quick = method;
            _pending.Enqueue(() => ProcedureEmitter.EmitQuick(this, path, quick, _restMethods.GetValueOrDefault(procedure, body), isFast, isInlined: true));
        }
        _quickMethods.Add(procedure, method);
        return method;
    }

    /// <summary>A static method that shows in traces as a procedure, with the parameters for what the procedure gets from its callers instead of captures.</summary>
    private MethodDefinition NewMethod(ResolvedProcedure procedure, string suffix)
    {
        var method = new MethodDefinition(UniqueName((procedure.Name ?? "lambda") + suffix),
            MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, Known.Value) { NoInlining = true };
        foreach (var slot in procedure.LiftedSlots) AddParameter(method, slot, slot.IsBoxed ? Known.Box : Known.Value);
        if (suffix.Length == 0) MarkSemaCode(method, procedure);
        UnitType.Methods.Add(method);
        return method;
    }

    /// <summary>The static method for callers that know nothing of the arguments: it goes to the fast version when that fits.</summary>
    public MethodDefinition EntryMethod(ResolvedProcedure procedure)
    {
        if (procedure.FastParameters is not { } passed) return StaticMethod(procedure);
        if (passed.All(static p => p == PassedAs.Value)) return FastMethod(procedure);
        if (_entryMethods.TryGetValue(procedure, out var method)) return method;
        method = new MethodDefinition(UniqueName((procedure.Name ?? "lambda") + "%entry"),
            MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, Known.Value);
        AddParameters(method, procedure);
        var il = method.Body.GetILProcessor();
        var general = Instruction.Create(OpCodes.Nop);
        for (var i = 0; i < passed.Count; i++)
        {
            if (passed[i] == PassedAs.Value) continue;
            il.Emit(OpCodes.Ldarg, method.Parameters[i]);
            il.Emit(OpCodes.Call, Known.Holds(passed[i]));
            il.Emit(OpCodes.Brfalse, general);
        }
        for (var i = 0; i < passed.Count; i++)
        {
            il.Emit(OpCodes.Ldarg, method.Parameters[i]);
            if (passed[i] != PassedAs.Value) il.Emit(OpCodes.Call, Known.Unbox(passed[i]));
        }
        if (procedure.ReturnsFlonum)
        {
            il.Emit(OpCodes.Call, FastMethod(procedure));
            il.Emit(OpCodes.Newobj, Known.FromFlonum);
            il.Emit(OpCodes.Ret);
        }
        else EmitTailCall(il, FastMethod(procedure));
        il.Append(general);
        foreach (var parameter in method.Parameters) il.Emit(OpCodes.Ldarg, parameter);
        EmitTailCall(il, StaticMethod(procedure));
        Complete(method);
        UnitType.Methods.Add(method);
        _entryMethods.Add(procedure, method);
        return method;
    }

    /// <summary>The static method by which a fast version starts over in the general one, with its arguments as they were passed.</summary>
    public MethodDefinition AnewMethod(ResolvedProcedure procedure)
    {
        if (procedure.FastParameters!.All(static p => p == PassedAs.Value)) return StaticMethod(procedure);
        if (_anewMethods.TryGetValue(procedure, out var method)) return method;
        method = new MethodDefinition(UniqueName((procedure.Name ?? "lambda") + "%anew"),
            MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, Known.Value) { NoInlining = true };
        foreach (var slot in procedure.LiftedSlots) AddParameter(method, slot, slot.IsBoxed ? Known.Box : Known.Value);
        AddParameters(method, procedure, isFast: true);
        var il = method.Body.GetILProcessor();
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            il.Emit(OpCodes.Ldarg, method.Parameters[i]);
            var own = i - procedure.LiftedSlots.Count;
            if (own >= 0 && procedure.FastParameters![own] is not PassedAs.Value and var kind) il.Emit(OpCodes.Newobj, Known.From(kind));
        }
        EmitTailCall(il, StaticMethod(procedure));
        Complete(method);
        UnitType.Methods.Add(method);
        _anewMethods.Add(procedure, method);
        return method;
    }

    /// <summary>
    /// The class of the closures of a procedure, the one with raw captures or the one with values; emitted when first asked for.
    /// </summary>
    public ClosureType ClosureClass(ResolvedProcedure procedure, bool isRaw = false)
    {
        if (_closures.TryGetValue((procedure, isRaw), out var closure)) return closure;
        var type = new TypeDefinition("", UniqueName("closure:" + (procedure.Name ?? "lambda")),
            TypeAttributes.NotPublic | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, Known.Closure);
        _module.Types.Add(type);
        var constructor = new MethodDefinition(".ctor",
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, _module.TypeSystem.Void);
        var il = constructor.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Known.Constructor(typeof(Closure)));
        var fields = new List<FieldDefinition>();
        var kinds = procedure.Captures.Select(c => isRaw ? c.KeptAs : PassedAs.Value).ToList();
        foreach (var capture in procedure.Captures)
        {
            var fieldType = capture.IsBoxed ? Known.Box : Known.TypeOf(kinds[capture.Index]);
            var field = new FieldDefinition($"{capture.Name}:{capture.Index}", FieldAttributes.Assembly, fieldType);
            var parameter = new ParameterDefinition(capture.Name, ParameterAttributes.None, fieldType);
            type.Fields.Add(field);
            constructor.Parameters.Add(parameter);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg, parameter);
            il.Emit(OpCodes.Stfld, field);
            fields.Add(field);
        }
        il.Emit(OpCodes.Ret);
        Complete(constructor);
        type.Methods.Add(constructor);
        MethodDefinition? body = null;
        if (procedure is { IsLifted: false, Rest: null, Parameters.Count: <= 4 })
        {
            body = new MethodDefinition($"Invoke{procedure.Parameters.Count}", ClosureEmitter.Override, Known.Value) { NoInlining = true };
            AddParameters(body, procedure);
            type.Methods.Add(body);
        }
        closure = new ClosureType(type, fields, kinds, constructor, body);
        _closures.Add((procedure, isRaw), closure);
        _pending.Enqueue(() => ClosureEmitter.Emit(this, procedure, closure));
        return closure;
    }

    /// <summary>The class of the records of a type, if the unit has one; emitted when first asked for.</summary>
    public EmittedRecord? RecordOf(RecordType type)
    {
        if (_records.TryGetValue(type, out var emitted) || Records.Of(type) is not { } record) return emitted;
        var definition = new TypeDefinition("", UniqueName("record:" + type.Name),
            TypeAttributes.NotPublic | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, Known.Type(typeof(Record)));
        _module.Types.Add(definition);
        _records.Add(type, emitted = RecordEmitter.Emit(this, record, definition));
        Constants.DeclareClass(type);
        return emitted;
    }

    /// <summary>
    /// The closures that a call with some number of operands probably calls: those of the unit with as many parameters, if they are few. To test for
    /// their classes is cheaper than to test for any procedure, and the call is direct.
    /// </summary>
    public IReadOnlyList<ClosureType> LikelyTargets(int count)
    {
        if (count > 4) return [];
        if (_likelyTargets[count] is { } known) return known;
        var lambdas = _program.Procedures.Where(p => !p.IsLifted && p.Rest is null && p.Parameters.Count == count).Take(MostLikelyTargets + 1).ToList();
        return _likelyTargets[count] = lambdas.Count > MostLikelyTargets ? [] : lambdas.Select(p => WithLeaf(p, ClosureClass(p, p.HasRawCaptures))).ToList();
    }

    private ClosureType WithLeaf(ResolvedProcedure procedure, ClosureType closure)
    {
        if (!LeafBody.IsPossible(procedure)) return closure;
        var leaf = new MethodDefinition(LeafBody.Name, MethodAttributes.Assembly | MethodAttributes.HideBySig, _module.TypeSystem.Boolean) { AggressiveInlining = true };
        AddParameters(leaf, procedure);
        leaf.Parameters.Add(new ParameterDefinition("result", ParameterAttributes.Out, new ByReferenceType(Known.Value)));
        if (!ProcedureEmitter.EmitLeaf(this, procedure, leaf, closure)) return closure;
        closure.Type.Methods.Add(leaf);
        return closure with { Leaf = leaf };
    }

    /// <summary>The field with the one closure of a procedure that captures nothing.</summary>
    public FieldDefinition ConstantClosure(ResolvedProcedure procedure)
    {
        if (_constantClosures.TryGetValue(procedure, out var field)) return field;
        var constructor = ClosureClass(procedure).Constructor;
        field = Constants.Field(UniqueName("procedure:" + (procedure.Name ?? "lambda")), il =>
        {
            il.Emit(OpCodes.Newobj, constructor);
            il.Emit(OpCodes.Newobj, Known.FromObject);
        });
        _constantClosures.Add(procedure, field);
        return field;
    }

    /// <summary>The field with a builtin as a value.</summary>
    public FieldDefinition BuiltinValue(BuiltinInfo builtin)
    {
        if (_builtins.TryGetValue(builtin, out var field)) return field;
        field = Constants.Field("builtin:" + builtin.Name, il =>
        {
            il.Emit(OpCodes.Ldstr, builtin.Name);
            il.Emit(OpCodes.Call, Known.Method(typeof(CompiledUnit), nameof(CompiledUnit.Builtin)));
        });
        _builtins.Add(builtin, field);
        return field;
    }

    /// <summary>
    /// <c>Value Apply(Procedure, Value[])</c> with tail calls, which C# cannot express: the target of <c>apply</c> in tail position.
    /// </summary>
    public MethodDefinition TailApply
    {
        get
        {
            if (_tailApply is not null) return _tailApply;
            var method = new MethodDefinition("<apply>", MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, Known.Value);
            method.Parameters.Add(new ParameterDefinition("procedure", ParameterAttributes.None, Known.Procedure));
            method.Parameters.Add(new ParameterDefinition("arguments", ParameterAttributes.None, Known.ValueArray));
            var il = method.Body.GetILProcessor();
            var cases = Enumerable.Range(0, 5).Select(static _ => Instruction.Create(OpCodes.Ldarg_0)).ToArray();
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldlen);
            il.Emit(OpCodes.Conv_I4);
            il.Emit(OpCodes.Switch, cases);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            EmitTailCall(il, Known.InvokeN);
            for (var i = 0; i < cases.Length; i++)
            {
                il.Append(cases[i]);
                for (var j = 0; j < i; j++) LoadElement(il, OpCodes.Ldarg_1, j);
                EmitTailCall(il, Known.Invoke[i]);
            }
            UnitType.Methods.Add(method);
            Complete(method);
            return _tailApply = method;
        }
    }

    public static void EmitTailCall(ILProcessor il, MethodReference target)
    {
        il.Emit(OpCodes.Tail);
        il.Emit(target.HasThis ? OpCodes.Callvirt : OpCodes.Call, target);
        il.Emit(OpCodes.Ret);
    }

    public void LoadElement(ILProcessor il, OpCode loadArray, int index)
    {
        il.Emit(loadArray);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Any, Known.Value);
    }

    public void AddParameters(MethodDefinition method, ResolvedProcedure procedure, bool isFast = false)
    {
        for (var i = 0; i < procedure.Parameters.Count; i++)
            AddParameter(method, procedure.Parameters[i], isFast ? Known.TypeOf(procedure.FastParameters![i]) : Known.Value);
        if (procedure.Rest is { } rest) AddParameter(method, rest, Known.Value);
    }

    public void LoadGlobal(ILProcessor il, Global global)
    {
        il.Emit(OpCodes.Ldsfld, GlobalField(global));
        if (_isOpen) il.Emit(OpCodes.Ldfld, Known.CellValue);
    }

    /// <summary>Reads a global, which may be unbound: then it raises.</summary>
    public void LoadChecked(ILProcessor il, Global global)
    {
        il.Emit(OpCodes.Ldsfld, GlobalField(global));
        if (!_isOpen) il.Emit(OpCodes.Ldstr, global.Name);
        if (UnboundHint(global.Name) is { } hint) il.Emit(OpCodes.Ldstr, hint);
        else il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Call, _isOpen ? Known.ReadCell : Known.Bound);
    }

    public void StoreGlobal(ILProcessor il, Global global, Action loadValue, bool isDefinition)
    {
        if (_isOpen) il.Emit(OpCodes.Ldsfld, GlobalField(global));
        loadValue();
        if (_isOpen && !isDefinition) il.Emit(OpCodes.Call, Known.AssignCell);
        else if (_isOpen) il.Emit(OpCodes.Stfld, Known.CellValue);
        else il.Emit(OpCodes.Stsfld, GlobalField(global));
    }

    public void LoadNamespace(ILProcessor il, string? module)
    {
        il.Emit(OpCodes.Ldsfld, NamespaceField(module));
        il.Emit(OpCodes.Newobj, Known.FromObject);
    }

    /// <summary>The advice for an unbound global, found now because the program's names are known now.</summary>
    public string? UnboundHint(string name) =>
        UnboundHints.For(name, _program.Globals.Where(g => g.Name != name && g.Builtin is null).Select(static g => g.Name));

    /// <summary>A sequence point; <see cref="Complete"/> takes a method's.</summary>
    public SequencePoint SequencePoint(Instruction at, SourceSpan span)
    {
        var start = span.Start;
        var end = span.Source.Locate(span.Span.End);
        if (!_documents.TryGetValue(span.Source, out var document))
            _documents.Add(span.Source, document = new Document(span.Source.Name) { Type = DocumentType.Text });
        // A zero-width point is hidden from debuggers; the format wants the end behind the start.
        var endColumn = start.Line == end.Line && end.Column <= start.Column ? start.Column + 1 : end.Column;
        return new SequencePoint(at, document)
        {
            StartLine = start.Line,
            StartColumn = start.Column,
            EndLine = end.Line,
            EndColumn = endColumn,
        };
    }

    public void NameLocal(MethodDefinition method, VariableDefinition local, string name)
    {
        method.DebugInformation.Scope ??= new ScopeDebugInformation(Instruction.Create(OpCodes.Nop), null);
        method.DebugInformation.Scope.Variables.Add(new VariableDebugInformation(local, name));
    }

    /// <summary>Ends a method: short instruction forms, sequence points, debug scope.</summary>
    public void Complete(MethodDefinition method, IEnumerable<SequencePoint>? points = null)
    {
        ShortForms.Apply(method.Body);
        // Code that was moved out of the way took its points along; the format wants them in order.
        foreach (var point in (points ?? []).OrderBy(static p => p.Offset)) method.DebugInformation.SequencePoints.Add(point);
        if (method.DebugInformation.Scope is { } scope) scope.Start = new InstructionOffset(method.Body.Instructions[0]);
    }

    /// <summary>Makes a method show in traces as a procedure, save where it <paramref name="startsOver"/>.</summary>
    public void MarkSemaCode(MethodDefinition method, ResolvedProcedure procedure, int? startsOver = null)
    {
        var attribute = new CustomAttribute(startsOver is null
            ? Known.Constructor(typeof(SemaCodeAttribute), typeof(string)) : Known.Constructor(typeof(SemaCodeAttribute), typeof(string), typeof(int)));
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(_module.TypeSystem.String, procedure.Name ?? "<lambda>"));
        if (startsOver is { } offset) attribute.ConstructorArguments.Add(new CustomAttributeArgument(_module.TypeSystem.Int32, offset));
        method.CustomAttributes.Add(attribute);
    }

    private static void AddParameter(MethodDefinition method, Slot slot, TypeReference type) =>
        method.Parameters.Add(new ParameterDefinition(slot.Name, ParameterAttributes.None, type));

    private FieldDefinition NamespaceField(string? module)
    {
        if (_namespaces.TryGetValue(module ?? "", out var field)) return field;
        field = new FieldDefinition(UniqueName("namespace:" + module), FieldAttributes.Assembly | FieldAttributes.Static, Known.Namespace);
        UnitType.Fields.Add(field);
        _namespaces.Add(module ?? "", field);
        return field;
    }

    /// <summary>The field of a global: of its value, or of its cell in an open program.</summary>
    public FieldDefinition GlobalField(Global global)
    {
        if (_globals.TryGetValue(global, out var field)) return field;
        field = new FieldDefinition(UniqueName("global:" + global.Name), FieldAttributes.Assembly | FieldAttributes.Static, _isOpen ? Known.GlobalCell : Known.Value);
        UnitType.Fields.Add(field);
        _globals.Add(global, field);
        return field;
    }

    /// <summary>The unit's <c>Run</c>: gives the globals their first content, then runs the forms.</summary>
    private void EmitRun(MethodDefinition run, MethodDefinition main, LibraryEmitter? library)
    {
        var il = run.Body.GetILProcessor();
        Constants.Initialize(il);
        if (_isOpen)
            foreach (var global in _globals.Keys) NamespaceField(global.Module);
        foreach (var (module, field) in _namespaces)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Call, Known.Method(typeof(CompiledUnit), "get_" + nameof(CompiledUnit.Namespace)));
            if (module.Length > 0)
            {
                il.Emit(OpCodes.Ldstr, module);
                il.Emit(OpCodes.Call, Known.Method(typeof(Namespace), nameof(Namespace.OfModule)));
            }
            il.Emit(OpCodes.Stsfld, field);
        }
        foreach (var (global, field) in _globals)
        {
            if (_isOpen)
            {
                il.Emit(OpCodes.Ldsfld, NamespaceField(global.Module));
                il.Emit(OpCodes.Ldstr, global.Name);
                il.Emit(OpCodes.Call, Known.Method(typeof(CompiledUnit),
                    global.InRoot ? nameof(CompiledUnit.RootCell) : nameof(CompiledUnit.Cell)));
            }
            else if (global.Builtin is { } builtin && global.Module is null) il.Emit(OpCodes.Ldsfld, BuiltinValue(builtin));
            else il.Emit(OpCodes.Call, Known.Unbound);
            il.Emit(OpCodes.Stsfld, field);
        }
        il.Emit(OpCodes.Call, main);
        library?.StoreExports(il);
        il.Emit(OpCodes.Ret);
        Complete(run);
    }

    private MethodDefinition EmitConstructor()
    {
        var constructor = new MethodDefinition(".ctor",
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, _module.TypeSystem.Void);
        var il = constructor.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Known.Constructor(typeof(CompiledUnit)));
        il.Emit(OpCodes.Ret);
        UnitType.Methods.Add(constructor);
        return constructor;
    }

    private void EmitEntryPoint(MethodDefinition constructor)
    {
        var main = new MethodDefinition("Main", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, _module.TypeSystem.Int32);
        main.Parameters.Add(new ParameterDefinition("arguments", ParameterAttributes.None, new ArrayType(_module.TypeSystem.String)));
        var il = main.Body.GetILProcessor();
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Known.Method(typeof(ProgramHost), nameof(ProgramHost.Run)));
        il.Emit(OpCodes.Ret);
        UnitType.Methods.Add(main);
        _module.EntryPoint = main;
    }

    private string UniqueName(string name)
    {
        string unique;
        var count = _nameCounts.GetValueOrDefault(name);
        do unique = ++count == 1 ? name : $"{name}:{count}";
        while (!_names.Add(unique));
        _nameCounts[name] = count;
        return unique;
    }
}
