namespace Sema.Compiler.Resolution;

/// <summary>A test of numbers.</summary>
/// <param name="Relation">What it asks: a comparison of both, or whether the first is <see cref="Even"/> or <see cref="Odd"/>.</param>
/// <param name="Left">The first number.</param>
/// <param name="Right">The second; 0 if a sign is tested, 2 for <see cref="Even"/> and <see cref="Odd"/>.</param>
internal sealed record NumberTest(string Relation, ResolvedExpr Left, ResolvedExpr Right)
{
    /// <summary>Whether an integer is even.</summary>
    public const string Even = "even?";

    /// <summary>Whether an integer is odd.</summary>
    public const string Odd = "odd?";

    /// <summary>Whether it compares the two numbers.</summary>
    public bool IsComparison => Relation is not (Even or Odd);
}
