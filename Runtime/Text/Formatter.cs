using System.Text;

namespace Sema.Runtime.Text;

/// <summary>
/// Lays out a form as source text of at most 80 columns: a form with a body of several parts, or a <c>let</c> of several
/// bindings, gets a line for each part; anything else does only when it does not fit.
/// </summary>
internal sealed class Formatter
{
    private const int Width = 80;

    /// <summary>How many parts of a form stay on its first line; those of a form that is not named here, one.</summary>
    private static readonly Dictionary<string, int> FirstLine = new(StringComparer.Ordinal)
    {
        ["begin"] = 0, ["do"] = 0, ["cond"] = 0, ["try"] = 0, ["defun"] = 2, ["defmacro"] = 2, ["define-record-type"] = 3,
    };

    /// <summary>The forms whose body of several parts is never put on one line.</summary>
    private static readonly HashSet<string> Bodies = new(StringComparer.Ordinal)
    {
        "begin", "do", "define", "defun", "defmacro", "fn", "lambda", "when", "unless", "while", "for", "dotimes", "module", "let", "let*", "letrec",
        "define-record-type",
    };

    private readonly StringBuilder _output = new();

    /// <summary>The text of a form, without a final newline.</summary>
    public static string Format(Value form)
    {
        var formatter = new Formatter();
        formatter.Layout(form, 0);
        return formatter._output.ToString();
    }

    private void Layout(Value form, int indent)
    {
        StackGuard.Check();
        var items = form.IsList ? Lists.ToArray(form) : [];
        var flat = Printer.Write(form);
        if (!IsAlwaysBroken(items) && indent + flat.Length <= Width) _output.Append(flat);
        else if (items.Length > 0) List(items, indent);
        else if (form.Ref is Vector vector) Column('[', vector.Items, ']', indent);
        else if (form.Ref is Map map) Entries(map, indent);
        else _output.Append(flat);
    }

    private static bool IsAlwaysBroken(Value[] items)
    {
        if (items.Length == 0 || items[0].Ref is not Symbol { Name: var head } || !Bodies.Contains(head)) return false;
        if (IsLet(head)) return items.Length > 1 && items[1].IsList && (Lists.Count(items[1]) > 1 || items.Length > 3);
        return items.Length - 1 - OnFirstLine(head) > 1;
    }

    private static bool IsLet(string head) => head is "let" or "let*" or "letrec";

    private static int OnFirstLine(string head) => FirstLine.GetValueOrDefault(head, 1);

    private void List(Value[] items, int indent)
    {
        var head = (items[0].Ref as Symbol)?.Name ?? "";
        _output.Append('(');
        Layout(items[0], indent + 1);
        var first = Math.Min(OnFirstLine(head), items.Length - 1);
        if (head == "let" && items.Length > 2 && items[1].Ref is Symbol) first = 2;
        for (var i = 1; i <= first; i++)
        {
            _output.Append(' ');
            var column = Column();
            if (IsLet(head) && items[i].IsList && column + Printer.Write(items[i]).Length > Width) Column('(', Lists.ToArray(items[i]), ')', column);
            else Layout(items[i], column);
        }
        foreach (var item in items.AsSpan(first + 1))
        {
            NewLine(indent + 2);
            Layout(item, indent + 2);
        }
        _output.Append(')');
    }

    /// <summary>How much of the last line is written.</summary>
    private int Column()
    {
        var column = 0;
        while (column < _output.Length && _output[_output.Length - 1 - column] != '\n') column++;
        return column;
    }

    private void Column(char open, Value[] items, char close, int indent)
    {
        _output.Append(open);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) NewLine(indent + 1);
            Layout(items[i], indent + 1);
        }
        _output.Append(close);
    }

    private void Entries(Map map, int indent)
    {
        _output.Append('{');
        var isFirst = true;
        foreach (var (key, value) in map.Ordered())
        {
            if (!isFirst) NewLine(indent + 1);
            isFirst = false;
            Layout(key, indent + 1);
            _output.Append(' ');
            Layout(value, Column());
        }
        _output.Append('}');
    }

    private void NewLine(int indent) => _output.Append('\n').Append(' ', indent);
}
