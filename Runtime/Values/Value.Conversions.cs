using System.Globalization;
using System.Numerics;

namespace Sema.Runtime.Values;

// Conversions for C# hosts: to a value where nothing can go wrong, back with a cast that names both types when it fails.
public readonly partial struct Value
{
    /// <summary>A boolean.</summary>
    public static implicit operator Value(bool value) => FromBool(value);

    /// <summary>An integer.</summary>
    public static implicit operator Value(long value) => new(value);

    /// <summary>An integer.</summary>
    public static implicit operator Value(int value) => new((long)value);

    /// <summary>A floating-point number.</summary>
    public static implicit operator Value(double value) => new(value);

    /// <summary>A string; a null string is nil.</summary>
    public static implicit operator Value(string? value) => value is null ? Nil : FromString(value);

    /// <summary>
    /// A procedure. This conversion has a second use: with two from classes the literal null converts to no value, so that
    /// <c>condition ? null : value</c> is no nil by accident but an optional value, or an error.
    /// </summary>
    public static implicit operator Value(Procedure value) => new(value);

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidCastException">The value is no boolean.</exception>
    public static explicit operator bool(Value value) => value.IsBoolean ? value.IsTruthy : throw Mismatch(value, typeof(bool));

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidCastException">The value is no integer, or too large.</exception>
    public static explicit operator long(Value value) => value.IsFixnum ? value.Bits : throw Mismatch(value, typeof(long));

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidCastException">The value is no integer, or too large.</exception>
    public static explicit operator int(Value value) => value.IsFixnum && value.Bits == (int)value.Bits ? (int)value.Bits : throw Mismatch(value, typeof(int));

    /// <summary>The number as floating point: of a flonum exact, of an integer or rational the nearest.</summary>
    /// <exception cref="InvalidCastException">The value is no real number.</exception>
    public static explicit operator double(Value value) =>
        value.IsFixnum || value.IsFlonum || value.Ref is BigInteger or Rational ? Tower.ToDouble(value) : throw Mismatch(value, typeof(double));

    /// <summary>The string; null for nil.</summary>
    /// <exception cref="InvalidCastException">The value is neither a string nor nil.</exception>
    public static explicit operator string?(Value value) => value.IsNil ? null : value.Ref as string ?? throw Mismatch(value, typeof(string));

    /// <summary>Calls the value with arguments.</summary>
    /// <exception cref="SemaException">The value cannot be called, does not take that many arguments, or raises.</exception>
    public Value Call(params Value[] arguments) => Callable.Operator(this).Apply(arguments);

    private static InvalidCastException Mismatch(Value value, Type type)
    {
        var isTooLarge = (value.Ref is BigInteger && type != typeof(bool) && type != typeof(string)) || (value.IsFixnum && type == typeof(int));
        var detail = isTooLarge ? $": {Printer.Write(value)} is too large" : "";
        return new InvalidCastException(string.Create(CultureInfo.InvariantCulture,
            $"cannot convert a Sema {TypeNames.InErrors(value)} to {type.FullName}{detail}"));
    }
}
