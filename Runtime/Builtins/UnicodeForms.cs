using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>What Unicode says about equal texts: normalisation, case folding; and text from code points (strings.md).</summary>
[BuiltinGroup("strings")]
public static class UnicodeForms
{
    [Builtin("string/from-codepoints", Parameters = "seq", Doc = "The string of a sequence of code points.")]
    public static Value FromCodepoints(Value seq)
    {
        if (!seq.IsList && seq.Ref is not Vector) throw Raise.Type("list or vector", seq);
        var text = new StringBuilder();
        foreach (var n in Sequence.Of(seq, "string/from-codepoints"))
            text.Append(n.IsFixnum ? Characters.CodePoint("string/from-codepoints", n.Bits) : throw Raise.Type("integer", n));
        return Value.FromString(text.ToString());
    }

    [Builtin("string/normalize", Parameters = "s form", Doc = "s in the normalisation form :nfc, :nfd, :nfkc or :nfkd.")]
    public static Value Normalize(Value s, Value form)
    {
        var text = StringBuiltins.Text(s);
        var name = form.Ref is Keyword keyword ? keyword.Name : form.Ref as string ?? throw Raise.Type("string or keyword", form);
        return Value.FromString(Normalizer.Normalize(text, name.ToUpperInvariant() switch
        {
            "NFC" => NormalizationForm.FormC,
            "NFD" => NormalizationForm.FormD,
            "NFKC" => NormalizationForm.FormKC,
            "NFKD" => NormalizationForm.FormKD,
            _ => throw Raise.Eval($"string/normalize: unknown form {Printer.Write(Value.FromString(name))}"),
        }));
    }

    [Builtin("string/foldcase", Parameters = "s", Doc = "s with the differences of case removed.")]
    public static Value FoldCase(Value s) => Value.FromString(Letters.Fold(StringBuiltins.Text(s)));

    [Builtin("string-ci=?", Parameters = "a b", Doc = "Whether a and b are equal but for case.")]
    public static bool IsEqualIgnoringCase(Value a, Value b)
    {
        string left = StringBuiltins.Text(a), right = StringBuiltins.Text(b);
        return left == right || Letters.Fold(left) == Letters.Fold(right);
    }

    [Builtin("string/number?", Parameters = "s", Doc = "Whether s is the text of a number (string->number).")]
    public static bool IsNumber(Value s) => NumberConversions.StringToNumber(s).IsTruthy;
}
