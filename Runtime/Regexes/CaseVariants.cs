using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>The letters that <c>(?i)</c> takes for the same, by simple case folding. Set up when first needed.</summary>
public static class CaseVariants
{
    /// <summary>For each folded letter, the others that fold to it.</summary>
    public static readonly Dictionary<int, List<int>> All = Build();

    private static Dictionary<int, List<int>> Build()
    {
        var all = new Dictionary<int, List<int>>();
        // The scripts that have case.
        (int, int)[] cased =
        [
            ('A', 0x2FFF), (0xA640, 0xABFF), (0xFF21, 0xFF5A), (0x10400, 0x105FF), (0x10C80, 0x10CFF), (0x10D50, 0x10DFF),
            (0x118A0, 0x118DF), (0x16E40, 0x16EFF), (0x1E900, 0x1E943),
        ];
        foreach (var (first, last) in cased)
            for (var c = first; c <= last; c++) Add(new Rune(c));
        return all;

        void Add(Rune rune)
        {
            var folded = rune.Value == 'ſ' ? 's' : Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).Value;
            if (folded == rune.Value) return;
            if (!all.TryGetValue(folded, out var variants)) all.Add(folded, variants = []);
            variants.Add(rune.Value);
        }
    }
}
