using System.Globalization;
using System.Text;

namespace Sema.Compiler.Emit;

/// <summary>
/// C# names for Sema names, as .NET people expect them: <c>list-&gt;vector</c> is ListToVector, <c>even?</c> IsEven, <c>swap!</c> Swap,
/// <c>string/upper</c> StringUpper, <c>+</c> Plus, <c>&lt;=</c> LessOrEqual, <c>*limit*</c> Limit. Of two names that would be the same, the later
/// definition gets a number: Swap2.
/// </summary>
internal sealed class ClrNames
{
    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["+"] = "Plus", ["-"] = "Minus", ["*"] = "Times", ["/"] = "Divide", ["="] = "Equal", ["<"] = "Less", [">"] = "Greater",
        ["<="] = "LessOrEqual", [">="] = "GreaterOrEqual", ["..."] = "Ellipsis",
    };

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object",
        "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short",
        "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked",
        "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    };

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <param name="taken">Names that no member may have.</param>
    public ClrNames(params ReadOnlySpan<string> taken)
    {
        foreach (var name in taken) _taken.Add(name);
    }

    /// <summary>The member name of a Sema name; each call gives another.</summary>
    public string Member(string name) => Unique(Pascal(name));

    /// <summary>The parameter name of a Sema name; each call gives another.</summary>
    public string Parameter(string name)
    {
        var pascal = Pascal(name);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal[1..];
        return Unique(Keywords.Contains(camel) ? camel + "Value" : camel);
    }

    /// <summary>The name without regard to others.</summary>
    public static string Pascal(string name)
    {
        if (Whole.TryGetValue(name, out var whole)) return whole;
        var isPredicate = name.Length > 1 && name[^1] == '?';
        var text = new StringBuilder(isPredicate ? "Is" : "");
        var startsWord = true;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsLetterOrDigit(c))
            {
                text.Append(startsWord ? char.ToUpperInvariant(c) : c);
                startsWord = false;
                continue;
            }
            startsWord = true;
            if (c == '-' && i + 1 < name.Length && name[i + 1] == '>')
            {
                text.Append("To");
                i++;
            }
            else if (!IsSilent(name, i)) text.Append(Word(c));
        }
        if (text.Length == 0 || char.IsDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }

    /// <summary>Separators, the marks of predicates and of procedures that change something, and the stars around a parameter's name.</summary>
    private static bool IsSilent(string name, int at) => name[at] switch
    {
        '-' or '/' or '_' or '.' or ':' => true,
        '?' or '!' => at == name.Length - 1 && at > 0,
        '*' => name.Length > 2 && name[0] == '*' && name[^1] == '*' && (at == 0 || at == name.Length - 1),
        _ => false,
    };

    private static string Word(char c) => c switch
    {
        '+' => "Plus",
        '*' => "Star",
        '=' => "Equal",
        '<' => "Less",
        '>' => "Greater",
        '?' => "Query",
        '!' => "Bang",
        '%' => "Percent",
        '&' => "And",
        '^' => "Caret",
        '~' => "Tilde",
        _ => "U" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
    };

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !_taken.Add(unique); i++) unique = name + i.ToString(CultureInfo.InvariantCulture);
        return unique;
    }
}
