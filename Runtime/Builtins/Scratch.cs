using System.Runtime.CompilerServices;
namespace Sema.Runtime.Builtins;
[BuiltinGroup("scratch")]
public static class Scratch
{
    [Builtin("+")] [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Value Add(Value a, Value b) => Arithmetic.Add(a, b);
    [Builtin("-")] [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Value Sub(Value a, Value b) => Arithmetic.Subtract(a, b);
    [Builtin("<")] [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Less(Value a, Value b) => Arithmetic.Less(a, b);
    [Builtin("=")] [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Eq(Value a, Value b) => Arithmetic.NumericEquals(a, b);
    [Builtin("remainder")] [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Value Rem(Value a, Value b) => new Value(a.Bits % b.Bits);
    [Builtin("println")] public static void Println(Value a) => Hosting.SemaContext.Current.Output.WriteLine(Printer.Display(a));
    [Builtin("list")] public static Value MakeList(params Value[] rest) => Lists.FromArray(rest);
    [Builtin("apply", CallsBack = true)] public static Value Apply(Value f, Value xs) => Callable.Argument(f).Apply(Spread.Arguments([xs]));
}
