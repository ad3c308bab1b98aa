namespace Sema.Runtime.Builtins;

/// <summary>Checked numeric arguments; each returns its argument, or raises what §8.3 says of the wrong type.</summary>
internal static class Operands
{
    /// <summary>The greatest size of an integer that an operation may make: what <see cref="BigInteger"/> can hold.</summary>
    public const long MaxBits = int.MaxValue - 64;

    /// <summary>Any number.</summary>
    public static Value Number(Value x) => Tower.IsNumber(x) ? x : throw Raise.Type("number", x);

    /// <summary>A real of any exactness; a complex number is named in an error of its own.</summary>
    public static Value Real(Value x, string? complexHint = null) =>
        x.Ref is Complex ? throw Raise.Type("real number", x, complexHint) : Number(x);

    /// <summary>A real; a complex number is refused like any other value.</summary>
    public static Value Scalar(Value x) => x.Ref is Complex ? throw Raise.Type("number", x) : Number(x);

    /// <summary>The binary64 of a real, for the function <paramref name="name"/>, which is not defined on complex numbers here.</summary>
    public static double Double(string name, Value x)
    {
        if (x.IsFlonum) return x.AsFlonum;
        return x.Ref is Complex
            ? throw Raise.Type("real number", x, $"{name}: complex has no real projection") : Tower.ToDouble(Number(x));
    }

    /// <summary>An exact integer of any size.</summary>
    public static BigInteger Integer(Value x) => Tower.IsInteger(x) ? Tower.Integer(x) : throw Raise.Type("integer", x);

    /// <summary>Refuses an integer result that would take more than <see cref="MaxBits"/>.</summary>
    public static void RequireSize(string name, double bits)
    {
        if (bits > MaxBits) throw Raise.Eval($"{name}: result too large");
    }
}
