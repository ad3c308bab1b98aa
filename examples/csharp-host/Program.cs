using Sema.Runtime.Errors;
using Sema.Runtime.Values;

// Sema values convert from and to C# ones; the procedures of math-utils.sema are methods of the class MathUtils.
Value numbers = Lists.FromArray([3, 4, 8]);
Console.WriteLine($"mean of {numbers}: {(long)MathUtils.Mean(numbers)}");
Console.WriteLine($"97 is prime: {(bool)MathUtils.IsPrime(97)}");
Console.WriteLine($"1² + 2² + 3²: {MathUtils.SumOfSquares(1, 2, 3)}");
Console.WriteLine($"as text: {(string?)MathUtils.ListToCsv(numbers)}");
Console.WriteLine(FormattableString.Invariant($"golden ratio: {(double)MathUtils.GoldenRatio:F4}"));
Console.WriteLine($"width: {MathUtils.RangeWidth(MathUtils.MakeRange(2, 9))}");

try
{
    Console.WriteLine((long)MathUtils.ListToCsv(numbers));
}
catch (InvalidCastException e)
{
    Console.WriteLine(e.Message);
}

// A condition arrives as an exception: what it says, the condition as a map, the Sema procedures that were running.
try
{
    MathUtils.Invert(0);
}
catch (SemaException e)
{
    Console.WriteLine(e.Message);
    Console.WriteLine($"thrown: {e.Condition.Thrown}");
}

try
{
    MathUtils.Mean("not a list");
}
catch (SemaException e)
{
    Console.WriteLine(e);
}
