using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sema.Runtime.Values;

/// <summary>A growable array, compared by its current content (§2.8).</summary>
/// <remarks>
/// The elements are kept in the smallest of three stores that can hold all there have been: a word each for integers only, floats only or
/// chars only; a byte each for booleans and nil; a value each for anything. So an element of numbers costs 8 bytes, and storing one
/// does not concern the collector.
/// </remarks>
public sealed class MutableArray : HeapObject
{
    // Those of the two false values are their bits.
    internal const byte Nil = 0, False = 1, True = 2;

    /// <summary>Exactly one of the stores is there.</summary>
    private long[]? _words;
    private byte[]? _flags;
    private Value[]? _values;

    /// <summary>The reference of every element, when they are words.</summary>
    private object? _reference;

    /// <summary>An empty array with room for some elements.</summary>
    public MutableArray(int capacity) => _words = capacity == 0 ? [] : new long[capacity];

    /// <summary>An array of equal elements.</summary>
    public MutableArray(int count, Value fill)
    {
        Count = count;
        if (IsWord(fill))
        {
            _words = Storage.Allocate<long>("mutable-array/new", count);
            _reference = fill.Ref;
            // No Fill of the framework: none of its instantiations is compiled beforehand.
            if (fill.Bits != 0)
                for (var i = 0; i < _words.Length; i++) _words[i] = fill.Bits;
        }
        else if (FlagOf(fill) is { } flag)
        {
            _flags = Storage.Allocate<byte>("mutable-array/new", count);
            if (count > 0) Unsafe.InitBlockUnaligned(ref _flags[0], flag, (uint)count);
        }
        else
        {
            _values = Storage.Allocate<Value>("mutable-array/new", count);
            _values.AsSpan().Fill(fill);
        }
    }

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public override string TypeName => "mutable-array";

    /// <inheritdoc/>
    public override bool IsMapKey => false;

    /// <summary>The elements, if they are kept as fixnums; else nothing.</summary>
    internal Span<long> Fixnums
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _words is { } words && _reference is null ? new Span<long>(words, 0, Count) : default;
    }

    /// <summary>The elements, if they are kept as flonums; else nothing.</summary>
    internal Span<double> Flonums
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _words is { } words && ReferenceEquals(_reference, Tag.Flonum) ? MemoryMarshal.Cast<long, double>(new Span<long>(words, 0, Count)) : default;
    }

    /// <summary>The elements as <see cref="FlagOf"/> writes them, if they are kept so; else nothing.</summary>
    internal Span<byte> Flags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _flags is { } flags ? new Span<byte>(flags, 0, Count) : default;
    }

    /// <summary>An element: the index is below <see cref="Count"/>.</summary>
    public Value this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _words is { } words ? new Value(_reference, words[index]) : OtherAt(index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (_words is { } words && ReferenceEquals(value.Ref, _reference)) words[index] = value.Bits;
            else SetOther(index, value);
        }
    }

    /// <summary>Adds an element at the end, in amortised O(1).</summary>
    public void Push(Value value)
    {
        if (Count == 0) Start(value);
        Fit(value);
        if (Count == (_words?.Length ?? _flags?.Length ?? _values!.Length))
        {
            var size = Math.Max(8, 2 * Count);
            if (_words is not null) Array.Resize(ref _words, size);
            else if (_flags is not null) Array.Resize(ref _flags, size);
            else Array.Resize(ref _values, size);
        }
        this[Count++] = value;
    }

    /// <summary>The elements now.</summary>
    public Value[] ToArray()
    {
        var items = new Value[Count];
        for (var i = 0; i < items.Length; i++) items[i] = this[i];
        return items;
    }

    /// <inheritdoc/>
    public override bool EqualTo(object other)
    {
        if (other is not MutableArray that || Count != that.Count) return false;
        for (var i = 0; i < Count; i++)
            if (!Equality.Same(this[i], that[i])) return false;
        return true;
    }

    /// <inheritdoc/>
    public override int ContentHash() => Equality.HashSequence(ToArray());

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append("<mutable-array ").Append(Count.ToString()).Append('>');

    private static bool IsWord(Value value) => value.IsFixnum || value.IsFlonum || value.IsChar;

    internal static byte? FlagOf(Value value) => value.IsNil ? Nil : value.IsFalse ? False : value.IsBoolean ? True : null;

    private Value OtherAt(int index) => _flags is { } flags
        ? flags[index] switch { True => Value.True, False => Value.False, _ => Value.Nil }
        : _values![index];

    private void SetOther(int index, Value value)
    {
        if (_flags is { } present)
        {
            if (ReferenceEquals(value.Ref, Tag.Falsy))
            {
                present[index] = (byte)value.Bits;
                return;
            }
            if (ReferenceEquals(value.Ref, Tag.True))
            {
                present[index] = True;
                return;
            }
        }
        Fit(value);
        if (_words is { } words) words[index] = value.Bits;
        else _values![index] = value;
    }

    /// <summary>Chooses the store for the first element of an empty array.</summary>
    private void Start(Value value)
    {
        var capacity = _words?.Length ?? _flags?.Length ?? _values!.Length;
        (_words, _flags, _values, _reference) = (null, null, null, null);
        if (IsWord(value))
        {
            _words = new long[capacity];
            _reference = value.Ref;
        }
        else if (FlagOf(value) is not null) _flags = new byte[capacity];
        else _values = new Value[capacity];
    }

    /// <summary>Goes over to the store for anything, if the present one cannot hold a value.</summary>
    private void Fit(Value value)
    {
        if (_values is not null || (_words is not null ? ReferenceEquals(value.Ref, _reference) : FlagOf(value) is not null)) return;
        var values = new Value[_words?.Length ?? _flags!.Length];
        for (var i = 0; i < Count; i++) values[i] = this[i];
        (_words, _flags, _values, _reference) = (null, null, values, null);
    }
}
