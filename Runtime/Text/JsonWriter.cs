using System.Globalization;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Writes values as JSON, with the reference's number texts, escapes and key order.</summary>
internal sealed class JsonWriter
{
    /// <summary>Well below the longest string: the indentation of deep nesting grows with its square.</summary>
    private const int MaxLength = 500_000_000;

    private readonly StringBuilder _output = new();
    private readonly bool _isPretty;
    private readonly string _operation;
    private int _level;

    private JsonWriter(bool isPretty, string operation)
    {
        _isPretty = isPretty;
        _operation = operation;
    }

    /// <summary>The JSON text of a value.</summary>
    /// <exception cref="SemaException"><c>OPERATION: Eval error: cannot encode TYPE as JSON</c></exception>
    public static string Write(Value value, bool isPretty, string operation)
    {
        var writer = new JsonWriter(isPretty, operation);
        writer.Any(value);
        return writer._output.ToString();
    }

    private void Any(Value value)
    {
        StackGuard.Check();
        if (_output.Length > MaxLength) throw Raise.Eval($"{_operation}: result too large");
        switch (value.Ref)
        {
            case null or BigInteger: _output.Append(NumberText.Format(value)); break;
            case Tag when value.IsFlonum: Float(value.AsFlonum); break;
            case Tag when value.IsNil: _output.Append("null"); break;
            case Tag when value.IsBoolean: _output.Append(value.IsTruthy ? "true" : "false"); break;
            case Rational or Complex: Quoted(NumberText.Format(value)); break;
            case string or Symbol or Keyword: Quoted(MapKeys.Text(value)); break;
            case Map map: Object(map); break;
            case Vector: Array(value); break;
            case var _ when value.IsList: Array(value); break;
            default: throw Refusal(TypeNames.InErrors(value));
        }
    }

    private SemaException Refusal(string what) => Raise.Eval($"{_operation}: Eval error: cannot encode {what} as JSON");

    private void Float(double number)
    {
        if (!double.IsFinite(number)) throw Refusal("NaN/Infinity");
        var size = Math.Abs(number);
        if (size == 0 || size is >= 1e-5 and < 1e16)
        {
            _output.Append(NumberText.Format(number));
            return;
        }
        // Before: 1.5E-07, 1E+17, and 10000000000000000, which .NET writes out. After: 1.5e-7, 1e+17, 1e+16.
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E');
        var exponent = e < 0 ? 16 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text.Insert(text.Length - 16, ".").TrimEnd('0').TrimEnd('.') : text[..e];
        _output.Append(mantissa).Append(exponent > 0 ? "e+" : "e").Append(exponent);
    }

    private void Array(Value sequence)
    {
        var isFirst = true;
        _output.Append('[');
        _level++;
        foreach (var item in Sequence.Of(sequence, _operation))
        {
            Separate(ref isFirst);
            Any(item);
        }
        Close(']', isFirst);
    }

    private void Object(Map map)
    {
        var isFirst = true;
        _output.Append('{');
        _level++;
        foreach (var (key, value) in MapKeys.ByText(map))
        {
            Separate(ref isFirst);
            Quoted(key);
            _output.Append(_isPretty ? ": " : ":");
            Any(value);
        }
        Close('}', isFirst);
    }

    private void Separate(ref bool isFirst)
    {
        if (!isFirst) _output.Append(',');
        isFirst = false;
        NewLine();
    }

    private void Close(char bracket, bool isEmpty)
    {
        _level--;
        if (!isEmpty) NewLine();
        _output.Append(bracket);
    }

    private void NewLine()
    {
        if (_isPretty) _output.Append('\n').Append(' ', 2 * _level);
    }

    private void Quoted(string text)
    {
        _output.Append('"');
        foreach (var c in text)
            switch (c)
            {
                case '"': _output.Append("\\\""); break;
                case '\\': _output.Append("\\\\"); break;
                case '\n': _output.Append("\\n"); break;
                case '\r': _output.Append("\\r"); break;
                case '\t': _output.Append("\\t"); break;
                case '\b': _output.Append("\\b"); break;
                case '\f': _output.Append("\\f"); break;
                case < ' ': _output.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: _output.Append(c); break;
            }
        _output.Append('"');
    }
}
