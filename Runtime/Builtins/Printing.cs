using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>The printing procedures (§2.5). All return nil.</summary>
[BuiltinGroup("streams")]
public static class Printing
{
    /// <summary>Display forms and a newline.</summary>
    [Builtin("println", Parameters = "x ...", Doc = "Prints the arguments in display form, and a newline.")]
    public static void Println() => SemaContext.Current.Output.Write('\n');

    /// <summary>One display form and a newline.</summary>
    public static void Println(Value x)
    {
        var output = SemaContext.Current.Output;
        output.Write(Printer.Display(x));
        output.Write('\n');
    }

    /// <summary>Several display forms and a newline.</summary>
    public static void Println(Value x, Value y, params Value[] rest)
    {
        WriteAll([x, y, .. rest], Printer.Display);
        SemaContext.Current.Output.Write('\n');
    }

    /// <summary>Write forms.</summary>
    [Builtin("print", Parameters = "x ...", Doc = "Prints the arguments in write form.")]
    public static void Print(params Value[] rest) => WriteAll(rest, Printer.Write);

    /// <summary>Display forms.</summary>
    [Builtin("display", Parameters = "x ...", Doc = "Prints the arguments in display form.")]
    public static void Display(params Value[] rest) => WriteAll(rest, Printer.Display);

    /// <summary>A newline.</summary>
    [Builtin("newline", Doc = "Prints a newline.")]
    public static void Newline() => SemaContext.Current.Output.Write('\n');

    /// <summary>The pretty form and a newline.</summary>
    [Builtin("pprint", Parameters = "x", Doc = "Prints a value over lines of at most 80 columns.")]
    public static void PrettyPrint(Value x) => SemaContext.Current.Output.Write(PrettyPrinter.Format(x) + "\n");

    private static void WriteAll(Value[] values, Func<Value, string> form)
    {
        var output = SemaContext.Current.Output;
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0) output.Write(' ');
            output.Write(form(values[i]));
        }
    }
}
