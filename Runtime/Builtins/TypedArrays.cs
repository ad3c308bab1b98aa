using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Packed arrays of floats and of 64-bit integers (typed-arrays.md).</summary>
[BuiltinGroup("typed-arrays")]
public static class TypedArrays
{
    /// <summary>A float array of its arguments.</summary>
    [Builtin("f64-array", Parameters = "n ...", Doc = "A packed array of floats.")]
    public static Value Float(params Value[] rest) => ArrayElements<double>.FromValues(rest);

    /// <summary>An integer array of its arguments.</summary>
    [Builtin("i64-array", Parameters = "n ...", Doc = "A packed array of 64-bit integers.")]
    public static Value Integer(params Value[] rest) => ArrayElements<long>.FromValues(rest);

    /// <summary>Zeros.</summary>
    [Builtin("f64-array/make", Parameters = "n [fill]", Doc = "A float array of n times fill (0.0).")]
    public static Value MakeFloat(Value n) => MakeFloat(n, new Value(0));

    /// <summary>Copies of an element.</summary>
    public static Value MakeFloat(Value n, Value fill) => ArrayElements<double>.Make(n, fill);

    /// <summary>Zeros.</summary>
    [Builtin("i64-array/make", Parameters = "n [fill]", Doc = "An integer array of n times fill (0).")]
    public static Value MakeInteger(Value n) => MakeInteger(n, new Value(0));

    /// <summary>Copies of an element.</summary>
    public static Value MakeInteger(Value n, Value fill) => ArrayElements<long>.Make(n, fill);

    /// <summary>The element at an index from 0.</summary>
    [Builtin("f64-array/ref", Parameters = "arr i", Doc = "The element at an index, a float.")]
    public static Value FloatAt(Value array, Value index) => ArrayElements<double>.At(array, index);

    /// <summary>The element at an index from 0.</summary>
    [Builtin("i64-array/ref", Parameters = "arr i", Doc = "The element at an index, an integer.")]
    public static Value IntegerAt(Value array, Value index) => ArrayElements<long>.At(array, index);

    /// <summary>A new array: the argument stays as it is.</summary>
    [Builtin("f64-array/set!", Parameters = "arr i v", Doc = "A copy of the array with another element at an index.")]
    public static Value FloatWith(Value array, Value index, Value value) => ArrayElements<double>.With(array, index, value);

    /// <summary>A new array: the argument stays as it is.</summary>
    [Builtin("i64-array/set!", Parameters = "arr i v", Doc = "A copy of the array with another element at an index.")]
    public static Value IntegerWith(Value array, Value index, Value value) => ArrayElements<long>.With(array, index, value);

    /// <summary>The number of elements.</summary>
    [Builtin("f64-array/length", Parameters = "arr", Doc = "The number of elements.")]
    public static Value FloatLength(Value array) => new(ArrayElements<double>.Items(array).Length);

    /// <summary>The number of elements.</summary>
    [Builtin("i64-array/length", Parameters = "arr", Doc = "The number of elements.")]
    public static Value IntegerLength(Value array) => new(ArrayElements<long>.Items(array).Length);

    /// <summary>From left to right, starting with -0.0, the neutral element of addition.</summary>
    [Builtin("f64-array/sum", Parameters = "arr", Doc = "The sum of the elements.")]
    public static Value FloatSum(Value array)
    {
        var sum = -0.0;
        foreach (var item in ArrayElements<double>.Items(array)) sum += item;
        return new Value(sum);
    }

    /// <summary>In 64 bits, without overflow into larger integers.</summary>
    [Builtin("i64-array/sum", Parameters = "arr", Doc = "The sum of the elements, which wraps around at 64 bits.")]
    public static Value IntegerSum(Value array)
    {
        var sum = 0L;
        foreach (var item in ArrayElements<long>.Items(array)) sum = unchecked(sum + item);
        return new Value(sum);
    }

    /// <summary>Summed from left to right.</summary>
    [Builtin("f64-array/dot", Parameters = "a b", Doc = "The sum of the products of corresponding elements.")]
    public static Value Dot(Value a, Value b)
    {
        double[] left = ArrayElements<double>.Items(a), right = ArrayElements<double>.Items(b);
        if (left.Length != right.Length) throw Raise.Eval($"f64-array/dot: length mismatch ({left.Length} vs {right.Length})");
        var sum = -0.0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return new Value(sum);
    }

    /// <summary>The procedure must return numbers.</summary>
    [Builtin("f64-array/map", Parameters = "f arr", Doc = "The float array of f's results.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value MapFloat(Value f, Value array) => ArrayElements<double>.Map(f, array);

    /// <summary>The procedure must return integers.</summary>
    [Builtin("i64-array/map", Parameters = "f arr", Doc = "The integer array of f's results.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value MapInteger(Value f, Value array) => ArrayElements<long>.Map(f, array);

    /// <summary>The left fold.</summary>
    [Builtin("f64-array/fold", Parameters = "f init arr", Doc = "The left fold by (f acc item).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value FoldFloat(Value f, Value init, Value array) => ArrayElements<double>.Fold(f, init, array);

    /// <summary>The left fold.</summary>
    [Builtin("i64-array/fold", Parameters = "f init arr", Doc = "The left fold by (f acc item).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value FoldInteger(Value f, Value init, Value array) => ArrayElements<long>.Fold(f, init, array);

    /// <summary>A list only, no vector.</summary>
    [Builtin("f64-array/from-list", Parameters = "lst", Doc = "The float array of a list's numbers.")]
    public static Value FloatFromList(Value list) => ArrayElements<double>.FromList(list);

    /// <summary>A list only, no vector.</summary>
    [Builtin("i64-array/from-list", Parameters = "lst", Doc = "The integer array of a list's integers.")]
    public static Value IntegerFromList(Value list) => ArrayElements<long>.FromList(list);

    /// <summary>A float array.</summary>
    [Builtin("f64-array?", Parameters = "x", Doc = "Whether x is a packed array of floats.")]
    public static bool IsFloat(Value x) => x.Ref is TypedArray<double>;

    /// <summary>An integer array.</summary>
    [Builtin("i64-array?", Parameters = "x", Doc = "Whether x is a packed array of integers.")]
    public static bool IsInteger(Value x) => x.Ref is TypedArray<long>;

    /// <summary>By step 1.</summary>
    [Builtin("f64-array/range", Parameters = "start end [step]", Doc = "The floats from start up to, excluding, end, by repeated addition of step (1).")]
    public static Value FloatRange(Value start, Value end) => FloatRange(start, end, new Value(1));

    /// <summary>By any step but 0.</summary>
    public static Value FloatRange(Value start, Value end, Value step)
    {
        double from = ArrayElements<double>.Read(start), to = ArrayElements<double>.Read(end), by = ArrayElements<double>.Read(step);
        if (by == 0) throw Raise.Eval("f64-array/range: step cannot be zero");
        // Addition may come to rest short of the end, so the length cannot be computed beforehand, only bounded.
        var bound = (to - from) / by;
        if (!(bound > 0)) return ArrayElements<double>.Pack([]);
        if (!(bound < Array.MaxLength) || from + by == from) throw Raise.Eval("f64-array/range: too many elements");
        var items = Storage.Allocate<double>("f64-array/range", (long)bound + 2);
        var count = 0;
        for (var x = from; (by > 0 ? x < to : x > to) && count < items.Length; x += by) items[count++] = x;
        return ArrayElements<double>.Pack(items[..count]);
    }

    /// <summary>By step 1.</summary>
    [Builtin("i64-array/range", Parameters = "start end [step]", Doc = "The integers from start up to, excluding, end by step (1).")]
    public static Value IntegerRange(Value start, Value end) => IntegerRange(start, end, new Value(1));

    /// <summary>By any step but 0.</summary>
    public static Value IntegerRange(Value start, Value end, Value step)
    {
        long from = ArrayElements<long>.Read(start), to = ArrayElements<long>.Read(end), by = ArrayElements<long>.Read(step);
        if (by == 0) throw Raise.Eval("i64-array/range: step cannot be zero");
        var items = Storage.Allocate<long>("i64-array/range", ListBuiltins.RangeCount(from, to, by));
        for (var i = 0; i < items.Length; i++) items[i] = unchecked(from + i * by);
        return ArrayElements<long>.Pack(items);
    }
}
