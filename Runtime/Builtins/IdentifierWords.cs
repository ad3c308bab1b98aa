using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>The words of identifiers, and the conventions for joining them (strings.md).</summary>
[BuiltinGroup("strings")]
public static class IdentifierWords
{
    [Builtin("string/words", Parameters = "s", Doc = "The list of the words of an identifier: parted by _ - . space or a capital.")]
    public static Value Words(Value s) => StringBuiltins.ListOf(Split(s).ToArray());

    [Builtin("string/snake-case", Parameters = "s", Doc = "The words of s in lower case, joined by _.")]
    public static Value SnakeCase(Value s) => Join(s, "_", Letters.Lower);

    [Builtin("string/kebab-case", Parameters = "s", Doc = "The words of s in lower case, joined by -.")]
    public static Value KebabCase(Value s) => Join(s, "-", Letters.Lower);

    [Builtin("string/camel-case", Parameters = "s", Doc = "The words of s capitalised but for the first, and joined.")]
    public static Value CamelCase(Value s) =>
        Value.FromString(string.Concat(Split(s).Select(static (word, i) => i == 0 ? Letters.Lower(word) : Letters.Capitalize(word))));

    [Builtin("string/pascal-case", Parameters = "s", Doc = "The words of s capitalised and joined.")]
    public static Value PascalCase(Value s) => Join(s, "", Letters.Capitalize);

    [Builtin("string/headline", Parameters = "s", Doc = "The words of s capitalised, joined by spaces.")]
    public static Value Headline(Value s) => Join(s, " ", Letters.Capitalize);

    private static Value Join(Value s, string separator, Func<string, string> convert) =>
        Value.FromString(string.Join(separator, Split(s).Select(convert)));

    private static List<string> Split(Value s)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var runes = StringBuiltins.Text(s).EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            if (runes[i].Value is '_' or '-' or ' ' or '.')
            {
                End();
                continue;
            }
            // A run of capitals keeps together, but its last one starts the word of the lower case behind it.
            if (i > 0 && Letters.IsUpper(runes[i])
                && (!Letters.IsUpper(runes[i - 1]) || i + 1 < runes.Length && Letters.IsLower(runes[i + 1]))) End();
            word.Append(runes[i]);
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }
}
