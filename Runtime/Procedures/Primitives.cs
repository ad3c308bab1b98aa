using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sema.Runtime.Builtins;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Runtime.Procedures;

/// <summary>
/// The runtime operations behind special forms. The compiler finds them by method name; overloads do not exist here. A shape
/// is a number: n for exactly n elements, -n-1 for at least n.
/// </summary>
public static partial class Primitives
{
    private static readonly RecordType MultipleValues = RecordType.Intern("%multiple-values%", []);

    /// <summary><c>(throw value)</c>: raises; never returns (§4.12).</summary>
    public static Value Throw(Value value) => throw Raise.Thrown(value);

    /// <summary>A vector literal.</summary>
    [Primitive(IsPure = true)]
    public static Value MakeVector(Value[] items) => new(new Vector(items));

    /// <summary>A map literal of alternating keys and values; of equal keys the later wins.</summary>
    public static Value MakeMap(Value[] entries) => ConstantData.SortedMap(entries);

    /// <summary>A list.</summary>
    public static Value MakeList(Value[] items) => Lists.FromArray(items);

    /// <summary>The vector of a list's elements.</summary>
    public static Value ListToVector(Value list) => Vectors.ListToVector(list);

    /// <summary>The concatenation of lists and vectors as a list.</summary>
    public static Value Append(Value[] sequences) => ListBuiltins.Append(sequences);

    /// <summary>The display forms of the parts in one string: f-strings.</summary>
    public static Value Concatenate(Value[] parts)
    {
        var buffer = new PrintBuffer();
        foreach (var part in parts) buffer.Display(part);
        return Value.FromString(buffer.ToString());
    }

    /// <summary><c>(delay e)</c>: a promise of a thunk's value.</summary>
    public static Value MakePromise(Value thunk) => new(new Promise(Callable.Procedure(thunk)));

    /// <summary><c>(force p)</c> (§4.8).</summary>
    [Primitive(CallsBack = true)]
    public static Value Force(Value promise) => ForcedPromise(promise).Force();

    /// <summary><c>(force p)</c> as the last thing that a delayed computation does: the promise of that computation goes on with it.</summary>
    public static Value ForceNext(Value promise) => ForcedPromise(promise).Next();

    private static Promise ForcedPromise(Value promise) => promise.Ref as Promise
        ?? throw Raise.Type("thunk", promise, "force: argument must be a (delay ...) or promise — non-promise values are an error");

    /// <summary>The constructor of a record type.</summary>
    public static Value RecordConstructor(Value type, Value name) => new(new RecordConstructor((RecordType)type.Ref!, (string)name.Ref!));

    /// <summary>As <see cref="RecordConstructor"/>, in a program that has a class for the type, of which a record is given.</summary>
    public static Value RecordConstructorOf(Value type, Value name, Record model) => new(new RecordConstructor((RecordType)type.Ref!, (string)name.Ref!, model));

    /// <summary>The predicate of a record type.</summary>
    public static Value RecordPredicate(Value type, Value name) => new(new RecordPredicate((RecordType)type.Ref!, (string)name.Ref!));

    /// <summary>The accessor of a record type's field.</summary>
    public static Value RecordAccessor(Value type, Value index, Value name) =>
        new(new RecordAccessor((RecordType)type.Ref!, (int)index.Bits, (string)name.Ref!));

    /// <summary>A call of a known record constructor: the type, then the fields.</summary>
    [Primitive(IsPure = true)]
    public static Value RecordMake(Value[] typeAndFields) => new(Record.Make((RecordType)typeAndFields[0].Ref!, typeAndFields[1..]));

    /// <summary>A call of a known record predicate.</summary>
    [Primitive(IsPure = true)]
    public static bool RecordIs(Value value, Value type) => Records.Is(value, (RecordType)type.Ref!);

    /// <summary>A call of a known record accessor.</summary>
    [Primitive(IsPure = true)]
    public static Value RecordGet(Value value, Value type, Value index) => Records.Get(value, (RecordType)type.Ref!, (int)index.Bits);

    /// <summary>Whether a value is a record of just this type, and not of another of the same name.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    public static bool RecordIsExactly(Value value, Value type) => Records.IsExactly(value, (RecordType)type.Ref!);

    /// <summary>A field of a record that is known to be of just this type.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    public static Value RecordField(Value value, Value type, Value index) => Records.Field(value, (int)index.Bits);

    /// <summary><c>(defmulti name dispatch)</c> (§4.11).</summary>
    public static Value MakeMultimethod(Value name, Value dispatch) => new(new Multimethod((string)name.Ref!, dispatch));

    /// <summary>As <see cref="MakeMultimethod"/> where the dispatch procedure is known to be <c>type</c> of its one argument.</summary>
    public static Value MakeTypeMultimethod(Value name, Value dispatch) => new(new Multimethod((string)name.Ref!, dispatch, dispatchesOnType: true));

    /// <summary><c>(defmethod name value handler)</c>.</summary>
    public static void AddMethod(Value multimethod, Value dispatchValue, Value handler)
    {
        if (multimethod.Ref is not Multimethod m) throw Raise.Eval("defmethod: first argument is not a multimethod");
        m.Define(dispatchValue, handler);
    }

    /// <summary>As <see cref="AddMethod"/> at top level of a program that tests by <see cref="HasKnownMethods"/> whether its methods are the only ones.</summary>
    public static void AddKnownMethod(Value multimethod, Value dispatchValue, Value handler) =>
        Multimethod.Of(multimethod).DefineKnown(dispatchValue, handler);

    /// <summary>Whether as many methods were added as known ones, and no other.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasKnownMethods(Value multimethod, Value count) => Unsafe.As<Multimethod>(multimethod.Ref!).KnownMethods == count.Bits;

    /// <summary><c>equal?</c>, for patterns.</summary>
    [Primitive(IsPure = true)]
    public static bool Equal(Value a, Value b) => Equality.Same(a, b);

    /// <summary><c>equal?</c> where one operand is a constant of a kind whose equality is identity: symbol, keyword, boolean, nil.</summary>
    [Primitive(IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Identical(Value a, Value b) => ReferenceEquals(a.Ref, b.Ref) && a.Bits == b.Bits;

    /// <summary>Whether a value is a list or vector of a shape.</summary>
    [Primitive(IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasShape(Value value, Value shape)
    {
        var count = value.Ref is ConsCell cell ? cell.Count : value.Ref is Value[] items ? items.Length - (int)value.Bits : VectorCount(value);
        return shape.Bits >= 0 ? count == shape.Bits : count >= 0 && count >= -shape.Bits - 1;
    }

    /// <summary>
    /// The elements of a list or vector for <see cref="ViewCount"/> and <see cref="ViewItem"/>: an array and the index of the first in it. There are none
    /// for anything else, nor for a list of cells with more than <paramref name="longest"/>. The program never sees it.
    /// </summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value SequenceView(Value value, Value longest) => !value.IsFixnum && Lists.IsItems(value) ? value : OtherView(value, longest.Bits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value OtherView(Value value, long longest) => value.Ref switch
    {
        ConsCell cell when cell.Count <= longest => new Value(Lists.ToArray(value), 0),
        Vector vector => new Value(vector.Items, 0),
        _ => Value.EmptyList,
    };

    /// <summary>The number of elements of a view, a fixnum.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value ViewCount(Value view) => new(Unsafe.As<Value[]>(view.Ref!).Length - view.Bits);

    /// <summary>An element of a view that has it.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value ViewItem(Value view, Value index)
    {
        // Where this is compiled the count was compared. The two words one by one: the JIT then keeps both in registers.
        ref var item = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<Value[]>(view.Ref!)), (nint)(view.Bits + index.Bits));
        return new Value(item.Ref, item.Bits);
    }

    private static int VectorCount(Value value) => value.Ref is Vector vector ? vector.Items.Length : -1;

    /// <summary>Raises unless a value is a list or vector of a shape (§4.10.1).</summary>
    public static void CheckSequence(Value value, Value shape)
    {
        if (HasShape(value, shape)) return;
        if (!value.IsList && value.Ref is not Vector) throw Raise.Type("list or vector", value);
        var count = value.Ref is Vector vector ? vector.Items.Length : Lists.Count(value);
        throw Raise.Eval(shape.Bits >= 0
            ? $"destructure: expected {shape.Bits} elements, got {count}"
            : $"destructure: expected at least {-shape.Bits - 1} elements before `&`, got {count}");
    }

    /// <summary>An element of a list or vector whose shape was checked.</summary>
    [Primitive(IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value SequenceItem(Value sequence, Value index)
    {
        if (sequence.Ref is Value[] items) return items[sequence.Bits + index.Bits];
        return sequence.Ref is ConsCell cell && index.Bits == 0 ? cell.Head : LaterItem(sequence, (int)index.Bits);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value LaterItem(Value sequence, int index) =>
        sequence.Ref is Vector vector ? vector.Items[index] : Lists.At(sequence, index);

    /// <summary>The elements from an index on, as a list.</summary>
    [Primitive(IsPure = true)]
    public static Value SequenceRest(Value sequence, Value start)
    {
        if (sequence.Ref is Vector vector) return Lists.FromArray(vector.Items, (int)start.Bits);
        for (var i = start.Bits; i > 0; i--) sequence = Lists.Tail(sequence);
        return sequence;
    }

    /// <summary>Whether a value is a map or hashmap.</summary>
    public static bool IsMap(Value value) => value.Ref is Map;

    /// <summary>Raises unless a value is a map or hashmap.</summary>
    public static void CheckMap(Value value)
    {
        if (value.Ref is not Map) throw Raise.Type("map or hashmap", value);
    }

    /// <summary>Whether a map has a key.</summary>
    public static bool MapHas(Value map, Value key) => ((Map)map.Ref!).TryGet(key, out _);

    /// <summary>The value of a map's key, nil when absent.</summary>
    public static Value MapGet(Value map, Value key) => ((Map)map.Ref!).Get(key);

    /// <summary>No clause of a <c>match</c> fits.</summary>
    public static Value MatchFailure(Value value) => throw Raise.Eval($"match: no clause matched value: {Printer.Write(value)}",
        "add a catch-all `(_ ...)` clause, or use `match*` to return nil on no match");

    /// <summary><c>(values e…)</c>: one value is itself, others a bundle (§4.7).</summary>
    public static Value Bundle(Value[] values) => values.Length == 1 ? values[0] : new Value(Record.Make(MultipleValues, values));

    /// <summary>The values of a bundle as a list; anything else is one value.</summary>
    public static Value ValuesList(Value bundle) =>
        bundle.Ref is Record { Type.Name: "%multiple-values%" } record ? Lists.FromArray(record.Fields) : Lists.FromArray([bundle]);

    /// <summary>As <see cref="ValuesList"/>, which must have a shape.</summary>
    public static Value ValuesChecked(Value bundle, Value shape)
    {
        var values = ValuesList(bundle);
        if (HasShape(values, shape)) return values;
        var arity = shape.Bits >= 0 ? Arity.Exactly((int)shape.Bits) : Arity.AtLeast((int)(-shape.Bits - 1));
        throw Raise.Arity("<lambda>", arity, Lists.Count(values));
    }

    /// <summary>What a macro's name is bound to when the program runs; see <see cref="Macro.Definition"/>.</summary>
    public static Value MakeMacro(Value name, Value definition) => new((object)new Macro((string)name.Ref!, definition));

    /// <summary><c>(macroexpand form)</c>: one step, by the macros of a namespace (§6.4).</summary>
    /// <exception cref="SemaException">The macro raises, or the program was built without an evaluator.</exception>
    [Primitive(CallsBack = true)]
    public static Value Macroexpand(Value form, Value globals) =>
        (SemaContext.Current.Evaluator ?? throw Raise.Eval("macroexpand is not available in this program")).Expand(form, (Namespace)globals.Ref!);

    /// <summary>Whether a global has a value.</summary>
    public static bool IsBound(Value value) => !value.IsUnbound;

    /// <summary>An import of a name that the module does not export (§7.3).</summary>
    public static Value MissingExport(Value name) => throw Raise.Eval($"import: module does not export '{name.Ref}'");

    /// <summary><c>(import path name…)</c> into a namespace at run time; the names are a list of strings, nil for all.</summary>
    [Primitive(CallsBack = true)]
    public static void Import(Value path, Value names, Value importer) =>
        SemaContext.Current.Modules.Import(Path(path), names, (Namespace)importer.Ref!);

    /// <summary><c>(load path)</c> in a namespace at run time: the value of the file's last form.</summary>
    [Primitive(CallsBack = true)]
    public static Value Load(Value path, Value globals) => SemaContext.Current.Modules.Load(Path(path), (Namespace)globals.Ref!);

    /// <summary>A <c>module</c> form of a file loaded at run time has said what it exports: a list of strings.</summary>
    public static void DeclareExports(Value names, Value module) =>
        ((Namespace)module.Ref!).Exports = Array.ConvertAll(Lists.ToArray(names), static n => (string)n.Ref!);

    /// <summary>A linked module begins to run in a program that has run-time code.</summary>
    public static void EnterModule(Value key, Value module) => SemaContext.Current.Modules.Enter((string)key.Ref!, (Namespace)module.Ref!);

    /// <summary>The linked module has run: its exports (a list of strings, nil for all) are there for imports at run time.</summary>
    public static void LeaveModule(Value key, Value exports, Value module)
    {
        if (!exports.IsNil) DeclareExports(exports, module);
        SemaContext.Current.Modules.Leave((string)key.Ref!, (Namespace)module.Ref!);
    }

    /// <summary>Copies what run-time code has defined in a module besides the names that the compiler knew.</summary>
    public static void ImportRest(Value module, Value importer) => ModuleRegistry.Copy((Namespace)module.Ref!, (Namespace)importer.Ref!);

    private static string Path(Value path) => path.Ref as string ?? throw Raise.Type("string", path);

    /// <summary><c>(eval form)</c> in a namespace (§9.1).</summary>
    /// <exception cref="SemaException">The program was built without an evaluator.</exception>
    [Primitive(CallsBack = true)]
    public static Value Eval(Value form, Value globals) =>
        (SemaContext.Current.Evaluator ?? throw Raise.Eval("eval is not available in this program")).Eval(form, (Namespace)globals.Ref!);
}
