using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Sema.Runtime.Builtins;

namespace Sema.Tests.Builtins;

/// <summary>Laws of the builtins on text and time, on random texts with marks and with characters beyond U+FFFF.</summary>
[TestFixture]
public sealed class TextProperties
{
    private static readonly Gen<string> Texts = Gen.OneOf(
            Gen.Int['a', 'e'], Gen.Int[' ', '~'], Gen.Int[0xC0, 0x24F], Gen.Int[0x300, 0x5FF], Gen.Int[0x1E00, 0x1FFF],
            Gen.Int[0xAC00, 0xD7A3], Gen.Int[0x10400, 0x1044F], Gen.Int[0x1F600, 0x1F64F])
        .Array[0, 12].Select(static points => string.Concat(points.Select(char.ConvertFromUtf32)));

    private static Value S(string text) => Value.FromString(text);

    private static Gen<TItem> Pick<TItem>(params TItem[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static string T(Value value) => (string)value.Ref!;

    [Test]
    public void Joining_what_was_split_gives_the_text_again() => Gen.Select(Texts, Texts).Sample((text, separator) =>
        separator.Length == 0 || T(StringBuiltins.Join(StringBuiltins.Split(S(text), S(separator)), S(separator))) == text);

    [Test]
    public void Indexing_gives_the_characters_of_the_list() => Texts.Sample(text =>
    {
        var chars = Lists.ToArray(StringBuiltins.ToList(S(text)));
        return Strings.Length(S(text)) == chars.Length
            && chars.Select((c, i) => StringBuiltins.Ref(S(text), new Value(i)).Bits == c.Bits).All(static same => same);
    });

    [Test]
    public void A_string_is_its_two_parts() => Gen.Select(Texts, Gen.Int[0, 12]).Sample((text, at) =>
    {
        var cut = new Value(Math.Min(at, Strings.Length(S(text))));
        var joined = Strings.Concat(StringBuiltins.Substring(S(text), new Value(0L), cut), StringBuiltins.Substring(S(text), cut));
        return T(joined) == text && joined.Bits == S(text).Bits;
    });

    [Test]
    public void Changing_case_twice_changes_no_more() => Texts.Sample(text =>
        Letters.Upper(Letters.Upper(text)) == Letters.Upper(text) && Letters.Lower(Letters.Lower(text)) == Letters.Lower(text)
        && Letters.Fold(Letters.Fold(text)) == Letters.Fold(text));

    [Test]
    public void Texts_that_differ_in_case_fold_to_the_same() => Texts.Sample(static text => text.Contains('ı')
        || UnicodeForms.IsEqualIgnoringCase(S(text), S(Letters.Upper(text))));

    [Test]
    public void Words_come_back_from_snake_case() => Gen.Char['a', 'z'].Array[2, 6].Array[1, 5].Sample(static words =>
    {
        var name = string.Join('_', words.Select(static w => new string(w)));
        return T(IdentifierWords.SnakeCase(IdentifierWords.CamelCase(S(name)))) == name
            && T(IdentifierWords.SnakeCase(IdentifierWords.KebabCase(S(name)))) == name;
    });

    [Test]
    public void Integers_and_floats_come_back_from_text() => Gen.Select(Gen.Long, Gen.Double, Gen.Int[0, 3]).Sample(static (n, x, radix) =>
    {
        var digits = new Value(new long[] { 2, 8, 10, 16 }[radix]);
        var back = NumberConversions.StringToNumber(NumberConversions.NumberToString(new Value(n), digits), digits);
        var real = NumberConversions.StringToNumber(NumberConversions.NumberToString(new Value(x)));
        return back.IsFixnum && back.Bits == n && (double.IsNaN(x) || real.AsFlonum.Equals(x));
    });

    [Test]
    public void Normal_forms_are_stable_and_agree() => Texts.Sample(static text =>
    {
        foreach (var form in Enum.GetValues<NormalizationForm>())
            if (Normalizer.Normalize(Normalizer.Normalize(text, form), form) != Normalizer.Normalize(text, form)) return false;
        return Normalizer.Normalize(Normalizer.Normalize(text, NormalizationForm.FormD), NormalizationForm.FormC)
            == Normalizer.Normalize(text, NormalizationForm.FormC);
    });

    [Test]
    public void Wrapped_lines_fit_and_lose_no_word() => Gen.Select(Texts, Gen.Int[2, 12]).Sample(static (text, width) =>
    {
        var lines = Lists.ToArray(Columns.WordWrap(S(text), new Value(width))).Select(T).ToList();
        return lines.All(line => DisplayWidth.OfText(line) <= width)
            && string.Concat(lines).Replace(" ", "") == text.Replace(" ", "");
    });

    [Test]
    public void Padded_text_has_the_width_asked_for() => Gen.Select(Texts, Gen.Int[0, 30]).Sample(static (text, width) =>
        DisplayWidth.OfText(T(Columns.PadRight(S(text), new Value(width)))) == Math.Max(width, DisplayWidth.OfText(text)));

    [Test]
    public void Matches_are_those_of_the_backtracking_engine()
    {
        var atom = Pick("a", "b", ".", "[ab]", "[^a]", "\\w", "é", "(a|b)", "(?:ab)", "(b)");
        var term = Gen.Select(atom, Pick("", "", "+", "?", "{1,2}", "+?")).Select(static (a, r) => a + r);
        var pattern = term.Array[1, 4].Select(string.Concat);
        var text = Pick('a', 'b', 'é', ' ', '-').Array[0, 12].Select(static cs => new string(cs));
        Gen.Select(pattern, text).Sample((p, t) =>
        {
            var model = new List<string>();
            for (var (m, end) = (Regex.Match(t, p, RegexOptions.CultureInvariant), -1); m.Success; m = m.NextMatch())
            {
                if (m.Length > 0 || m.Index != end) model.Add(m.Value);
                end = m.Index + m.Length;
            }
            return Lists.ToArray(RegularExpressions.FindAll(S(p), S(t))).Select(T).SequenceEqual(model);
        });
    }

    [Test]
    public void Characters_beyond_the_first_plane_change_no_other_match()
    {
        var pattern = Pick("\\w+", "[^a]", ".", "\\S+", "\\D", "[[:alpha:]]+", "\\pL+", "(?i)é+", "\\p{Greek}+", "[\\w&&[^b]]+");
        Gen.Select(pattern, Texts).Sample((p, t) =>
        {
            var bmp = string.Concat(t.Where(static c => !char.IsSurrogate(c)));
            // The emoji stands before a newline, where it joins no other match.
            var without = Lists.ToArray(RegularExpressions.FindAll(S(p), S(bmp))).Select(T);
            var with = Lists.ToArray(RegularExpressions.FindAll(S(p), S("😀\n" + bmp))).Select(T);
            return with.Where(static m => m is not ("😀" or "\n")).SequenceEqual(without);
        });
    }

    [Test]
    public void Times_come_back_from_text() => Gen.Long[-60_000_000_000, 250_000_000_000].Sample(static seconds =>
    {
        foreach (var format in (string[])["%Y-%m-%d %H:%M:%S", "%F %T", "%s", "%d %B %Y %I:%M:%S %p", "%G-W%V-%u %T", "%Y %j %T", "%Y %U %w %T", "%+"])
        {
            // A timestamp is read without a sign.
            if (format == "%s" && seconds < 0) continue;
            if (Clock.Parse(Clock.Format(new Value(seconds), S(format)), S(format)).AsFlonum != seconds) return false;
        }
        return true;
    });

    [Test]
    public void Dates_are_those_of_the_framework() => Gen.Long[-62_135_596_800, 253_402_300_799].Sample(static seconds =>
    {
        var expected = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return T(Clock.Format(new Value(seconds), S("%Y-%m-%d %H:%M:%S %A %j"))) == expected.ToString("yyyy-MM-dd HH:mm:ss dddd ", CultureInfo.InvariantCulture)
            + expected.DayOfYear.ToString("D3", CultureInfo.InvariantCulture)
            && T(Clock.Format(new Value(seconds), S("%V"))) == ISOWeek.GetWeekOfYear(expected.DateTime).ToString("D2", CultureInfo.InvariantCulture);
    });
}
