using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sema.Compiler.Emit;

/// <summary>
/// The constants of a module. Numbers, strings and the like are loaded in place; symbols, keywords and compound data are made
/// once, by the type initialiser of a class of their own, into read-only fields, which the JIT treats as constants.
/// </summary>
internal sealed class ConstantPool
{
    private readonly ModuleDefinition _module;
    private readonly WellKnownMembers _known;
    private readonly TypeDefinition _type;
    private readonly ILProcessor _initializer;
    private readonly Dictionary<object, FieldDefinition> _interned = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(object, long), FieldDefinition> _data = [];

    public ConstantPool(ModuleDefinition module, WellKnownMembers known)
    {
        _module = module;
        _known = known;
        _type = new TypeDefinition("", "<constants>", TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, module.TypeSystem.Object);
        module.Types.Add(_type);
        var initializer = new MethodDefinition(".cctor",
            MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName | MethodAttributes.HideBySig,
            module.TypeSystem.Void);
        _type.Methods.Add(initializer);
        _initializer = initializer.Body.GetILProcessor();
    }

    /// <summary>Pushes a constant as a value.</summary>
    public void Load(ILProcessor il, Value value)
    {
        switch (value.Ref)
        {
            case null:
                il.Emit(OpCodes.Ldc_I8, value.Bits);
                il.Emit(OpCodes.Newobj, _known.FromFixnum);
                break;
            case Tag tag when tag == Tag.Flonum:
                il.Emit(OpCodes.Ldc_R8, value.AsFlonum);
                il.Emit(OpCodes.Newobj, _known.FromFlonum);
                break;
            case Tag tag when tag == Tag.Char:
                il.Emit(OpCodes.Ldc_I4, (int)value.Bits);
                il.Emit(OpCodes.Call, _known.FromChar);
                break;
            case Tag when value.IsNil: il.Emit(OpCodes.Call, _known.Nil); break;
            case Tag:
                il.Emit(value.IsTruthy ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Call, _known.FromBool);
                break;
            case string text:
                il.Emit(OpCodes.Ldstr, text);
                il.Emit(OpCodes.Ldc_I8, value.Bits);
                il.Emit(OpCodes.Newobj, _known.FromWords);
                break;
            case Symbol or Keyword or RecordType:
                LoadInterned(il, value.Ref);
                il.Emit(OpCodes.Newobj, _known.FromObject);
                break;
            case Value[] when value.IsEmptyList: il.Emit(OpCodes.Call, _known.EmptyList); break;
            default: il.Emit(OpCodes.Ldsfld, Data(value)); break;
        }
    }

    /// <summary>Pushes a keyword, symbol or record type as the object itself.</summary>
    public void LoadInterned(ILProcessor il, object name) => il.Emit(OpCodes.Ldsfld, Interned(name));

    /// <summary>A read-only value field that the type initialiser fills with what <paramref name="make"/> pushes.</summary>
    public FieldDefinition Field(string name, Action<ILProcessor> make)
    {
        var field = NewField(name, _known.Value);
        make(_initializer);
        _initializer.Emit(OpCodes.Stsfld, field);
        return field;
    }

    /// <summary>Notes that the module has a class for the records of a type.</summary>
    public void DeclareClass(RecordType type)
    {
        LoadInterned(_initializer, type);
        _initializer.Emit(OpCodes.Call, _known.Method(typeof(RecordType), nameof(RecordType.DeclareClass)));
    }

    /// <summary>
    /// Emits code that makes all constants, if there are any. Code that the JIT optimises before that is done asks at each constant whether it is.
    /// </summary>
    public void Initialize(ILProcessor il)
    {
        if (_type.Fields.Count == 0) return;
        il.Emit(OpCodes.Ldtoken, _type);
        il.Emit(OpCodes.Call, _known.Method(typeof(Runtime.Hosting.CompiledUnit), nameof(Runtime.Hosting.CompiledUnit.MakeConstants)));
    }

    /// <summary>Ends the type initialiser: no constant can be added afterwards.</summary>
    public void Complete() => _initializer.Emit(OpCodes.Ret);

    private FieldDefinition NewField(string name, TypeReference type)
    {
        var field = new FieldDefinition(name, FieldAttributes.Assembly | FieldAttributes.Static | FieldAttributes.InitOnly, type);
        _type.Fields.Add(field);
        return field;
    }

    private FieldDefinition Interned(object name)
    {
        if (_interned.TryGetValue(name, out var field)) return field;
        var (intern, text) = name switch
        {
            Keyword keyword => (_known.InternKeyword, keyword.Name),
            RecordType type => (_known.InternRecordType, type.Name),
            _ => (_known.InternSymbol, ((Symbol)name).Name),
        };
        field = NewField(name.ToString()!, intern.ReturnType);
        _initializer.Emit(OpCodes.Ldstr, text);
        if (name is RecordType { Fields: var fields }) LoadStrings(_initializer, fields);
        _initializer.Emit(OpCodes.Call, intern);
        _initializer.Emit(OpCodes.Stsfld, field);
        _interned.Add(name, field);
        return field;
    }

    private FieldDefinition Data(Value value)
    {
        if (_data.TryGetValue((value.Ref!, value.Bits), out var field)) return field;
        StackGuard.Check();
        Prepare(value);
        field = Field($"data{_data.Count}", il => Build(il, value));
        _data.Add((value.Ref!, value.Bits), field);
        return field;
    }

    /// <summary>Makes the fields of the parts first: their initialising code must not land in the middle of the whole's.</summary>
    private void Prepare(Value value)
    {
        StackGuard.Check();
        switch (value.Ref)
        {
            case Symbol or Keyword: Interned(value.Ref); break;
            case ConsCell or Value[]:
                foreach (var item in Lists.Each(value)) Prepare(item);
                break;
            case Vector vector:
                foreach (var item in vector.Items) Prepare(item);
                break;
            case Map map:
                foreach (var (key, item) in map.Ordered())
                {
                    Prepare(key);
                    Prepare(item);
                }
                break;
        }
    }

    private void Build(ILProcessor il, Value value)
    {
        StackGuard.Check();
        switch (value.Ref)
        {
            case ConsCell or Value[] when !value.IsEmptyList:
                BuildArray(il, Lists.ToArray(value));
                il.Emit(OpCodes.Call, _known.ListFromArray);
                break;
            case Vector vector:
                BuildArray(il, vector.Items);
                il.Emit(OpCodes.Newobj, _known.Constructor(typeof(Vector), typeof(Value[])));
                il.Emit(OpCodes.Newobj, _known.FromObject);
                break;
            case Map map:
                BuildArray(il, map.Ordered().SelectMany(static e => new[] { e.Key, e.Value }).ToArray());
                il.Emit(OpCodes.Call, _known.Method(typeof(ConstantData), map.IsHash ? nameof(ConstantData.HashMap) : nameof(ConstantData.SortedMap)));
                break;
            case BigInteger or Rational or Complex:
                il.Emit(OpCodes.Ldstr, Printer.Write(value));
                il.Emit(OpCodes.Call, _known.Method(typeof(ConstantData), nameof(ConstantData.Number)));
                break;
            case Bytevector:
                il.Emit(OpCodes.Ldstr, Printer.Write(value));
                il.Emit(OpCodes.Call, _known.Method(typeof(ConstantData), nameof(ConstantData.Read)));
                break;
            default: Load(il, value); break;
        }
    }

    private void LoadStrings(ILProcessor il, string[] texts)
    {
        il.Emit(OpCodes.Ldc_I4, texts.Length);
        il.Emit(OpCodes.Newarr, _module.TypeSystem.String);
        for (var i = 0; i < texts.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldstr, texts[i]);
            il.Emit(OpCodes.Stelem_Ref);
        }
    }

    private void BuildArray(ILProcessor il, Value[] items)
    {
        il.Emit(OpCodes.Ldc_I4, items.Length);
        il.Emit(OpCodes.Newarr, _known.Value);
        for (var i = 0; i < items.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, i);
            Build(il, items[i]);
            il.Emit(OpCodes.Stelem_Any, _known.Value);
        }
    }
}
