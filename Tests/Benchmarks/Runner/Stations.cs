namespace Sema.Benchmarks;

/// <summary>The data that the program <c>brc</c> reads: lines of a station and a temperature with one decimal, the same in every run.</summary>
internal static class Stations
{
    /// <summary>Names and mean temperatures, in tenths of a degree.</summary>
    private static readonly (string Name, int Mean)[] All =
    [
        ("Amsterdam", 102), ("Athens", 192), ("Auckland", 152), ("Bamako", 278), ("Bergen", 77), ("Bern", 88), ("Bogota", 134),
        ("Cairo", 214), ("Cape Town", 162), ("Dakar", 240), ("Denver", 104), ("Dublin", 98), ("Fairbanks", -23), ("Geneva", 110),
        ("Hamburg", 97), ("Hanoi", 236), ("Helsinki", 59), ("Istanbul", 139), ("Jakarta", 267), ("Kabul", 121), ("Lima", 190),
        ("Lisbon", 175), ("Madrid", 150), ("Milan", 130), ("Montreal", 68), ("Nairobi", 178), ("Nuuk", -14), ("Oslo", 57),
        ("Ottawa", 66), ("Perth", 187), ("Prague", 84), ("Quito", 141), ("Reykjavik", 43), ("Rome", 152), ("Seoul", 125),
        ("Sofia", 106), ("Tokyo", 154), ("Ulaanbaatar", -4), ("Vienna", 104), ("Yakutsk", -88), ("Zagreb", 107),
    ];

    public static void Write(string path, int lines)
    {
        using var file = new StreamWriter(path);
        var random = 20240229L;
        long Next() => random = random * 16807 % 2147483647;
        for (var i = 0; i < lines; i++)
        {
            var (name, mean) = All[Next() % All.Length];
            var tenths = mean + Next() % 401 - 200;
            file.Write($"{name};{(tenths < 0 ? "-" : "")}{Math.Abs(tenths) / 10}.{Math.Abs(tenths) % 10}\n");
        }
    }
}
