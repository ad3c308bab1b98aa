namespace Sema.Runtime.Regexes;

/// <summary>
/// The characters as a pattern tells them apart: those in the same of its sets are one symbol. Symbols are numbered from 0; the number
/// <see cref="End"/> stands for the end of the text.
/// </summary>
internal sealed class Alphabet
{
    private const int PageBits = 8;

    private readonly int[] _starts;
    private readonly int[] _symbols;
    private readonly int[] _ascii = new int[128];
    private readonly int[]?[] _pages = new int[]?[0x10000 >> PageBits];
    private readonly int[][] _members;
    private readonly Neighbour[] _neighbours;

    /// <summary>The alphabet of sets and of what assertions need.</summary>
    public Alphabet(IReadOnlyList<CharSet> sets, Neighbour needs)
    {
        var told = new List<(CharSet Set, Neighbour Neighbour)>();
        if ((needs & Neighbour.Lf) != 0) told.Add((CharSet.Range('\n', '\n'), Neighbour.Lf));
        if ((needs & Neighbour.Cr) != 0) told.Add((CharSet.Range('\r', '\r'), Neighbour.Cr));
        if ((needs & Neighbour.Word) != 0) told.Add((UnicodeProperties.Perl('w', true), Neighbour.Word));
        if ((needs & Neighbour.AsciiWord) != 0) told.Add((UnicodeProperties.Perl('w', false), Neighbour.AsciiWord));
        CharSet[] all = [.. sets, .. told.Select(static t => t.Set)];

        var starts = new SortedSet<int> { 0 };
        foreach (var (first, last) in all.SelectMany(static s => s.Ranges()))
        {
            starts.Add(first);
            starts.Add(last + 1);
        }
        _starts = [.. starts];
        _symbols = new int[_starts.Length];
        End = Refine(all);

        _members = new int[sets.Count][];
        for (var i = 0; i < sets.Count; i++) _members[i] = Members(sets[i]);
        _neighbours = new Neighbour[End + 1];
        _neighbours[End] = needs & Neighbour.Edge;
        foreach (var (set, neighbour) in told)
        {
            foreach (var symbol in Members(set)) _neighbours[symbol] |= neighbour;
        }
        for (var c = 0; c < _ascii.Length; c++) _ascii[c] = Find(c);
    }

    /// <summary>The end of the text, and the number of the other symbols.</summary>
    public int End { get; }

    /// <summary>The symbols of the ASCII characters.</summary>
    public ReadOnlySpan<int> Ascii => _ascii;

    /// <summary>Whether a symbol is in one of the sets.</summary>
    public bool Contains(int set, int symbol) => Array.BinarySearch(_members[set], symbol) >= 0;

    /// <summary>What assertions see of a symbol.</summary>
    public Neighbour NeighbourOf(int symbol) => _neighbours[symbol];

    /// <summary>The symbol of the character at a place, and its width; <see cref="End"/> at the end of the text.</summary>
    public int After(string text, int at, out int width)
    {
        width = 1;
        if (at >= text.Length) return End;
        var c = text[at];
        if (c < 128) return _ascii[c];
        if (!char.IsHighSurrogate(c) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1])) return Bmp(c);
        width = 2;
        return Find(char.ConvertToUtf32(c, text[at + 1]));
    }

    /// <summary>The symbol of the character before a place, and its width; <see cref="End"/> at the start of the text.</summary>
    public int Before(string text, int at, out int width)
    {
        width = 1;
        if (at == 0) return End;
        if (at < 2 || !char.IsLowSurrogate(text[at - 1]) || !char.IsHighSurrogate(text[at - 2])) return After(text, at - 1, out width);
        return After(text, at - 2, out width);
    }

    private int Bmp(char c) => (_pages[c >> PageBits] ??= Page(c >> PageBits))[c & ((1 << PageBits) - 1)];

    private int[] Page(int number)
    {
        var page = new int[1 << PageBits];
        for (var i = 0; i < page.Length; i++) page[i] = Find((number << PageBits) + i);
        return page;
    }

    private int Find(int codePoint)
    {
        var index = Array.BinarySearch(_starts, codePoint);
        return _symbols[index >= 0 ? index : ~index - 1];
    }

    /// <summary>Splits the symbols set by set, until all characters of a symbol are in the same sets; returns their number.</summary>
    private int Refine(CharSet[] sets)
    {
        var sizes = new List<int> { _starts.Length };
        var inside = new Dictionary<int, int>();
        foreach (var set in sets)
        {
            inside.Clear();
            foreach (var interval in Intervals(set)) inside[_symbols[interval]] = inside.GetValueOrDefault(_symbols[interval]) + 1;
            foreach (var (symbol, size) in inside)
            {
                // A symbol all of whose characters are in the set stays one.
                if (size == sizes[symbol])
                {
                    inside[symbol] = symbol;
                    continue;
                }
                inside[symbol] = sizes.Count;
                sizes[symbol] -= size;
                sizes.Add(size);
            }
            foreach (var interval in Intervals(set)) _symbols[interval] = inside[_symbols[interval]];
        }
        return sizes.Count;
    }

    /// <summary>The intervals between starts that a set consists of.</summary>
    private IEnumerable<int> Intervals(CharSet set)
    {
        foreach (var (first, last) in set.Ranges())
            for (var i = Array.BinarySearch(_starts, first); i < _starts.Length && _starts[i] <= last; i++) yield return i;
    }

    /// <summary>The symbols of a set, in order.</summary>
    private int[] Members(CharSet set) => Intervals(set).Select(i => _symbols[i]).Distinct().Order().ToArray();
}
