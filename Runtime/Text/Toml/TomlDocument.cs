namespace Sema.Runtime.Text;

/// <summary>The second half of reading TOML: builds the tables and values of the parsed lines.</summary>
internal sealed class TomlDocument
{
    private readonly string _text;
    private readonly TomlScalars _scalars;

    private TomlDocument(string text)
    {
        _text = text;
        _scalars = new TomlScalars(text);
    }

    /// <summary>The map of a document, with keyword keys.</summary>
    /// <exception cref="TomlSyntaxException">The text is not TOML.</exception>
    public static Value Read(string text)
    {
        var document = new TomlDocument(text);
        var root = new Table(Origin.Header);
        var current = root;
        foreach (var line in TomlParser.Run(text))
            if (line.Value is { } value) document.Add(current, line.Key, value);
            else current = document.Open(root, line);
        return root.ToValue(TomlParser.MaxDepth);
    }

    private enum Origin
    {
        /// <summary>It has a header of its own, or is the root.</summary>
        Header,

        /// <summary>It stands in the header of another only, and may get its own.</summary>
        Path,

        /// <summary>It was made by a dotted key.</summary>
        Dotted,

        /// <summary>It was written in braces, and is closed.</summary>
        Inline,
    }

    private abstract class Node
    {
        /// <summary>The name of the type in messages.</summary>
        public abstract string Type { get; }

        /// <summary>The value; <paramref name="levels"/> says how many levels of nesting are left.</summary>
        public abstract Value ToValue(int levels);

        protected static void Enter(int levels)
        {
            if (levels < 0) throw new TomlSyntaxException("recursion limit");
        }
    }

    private sealed class Leaf(Value value, string type) : Node
    {
        public override string Type => type;

        public override Value ToValue(int levels)
        {
            Enter(levels);
            return value;
        }
    }

    private sealed class Items(bool isOfHeaders) : Node
    {
        public readonly List<Node> All = [];

        /// <summary>Whether further headers may add tables.</summary>
        public bool IsOfHeaders => isOfHeaders;

        public override string Type => "array";

        public override Value ToValue(int levels)
        {
            Enter(levels);
            return Lists.FromArray([.. All.Select(node => node.ToValue(levels - 1))]);
        }
    }

    private sealed class Table(Origin origin) : Node
    {
        public readonly Dictionary<string, Node> Entries = new(StringComparer.Ordinal);

        public Origin Origin { get; set; } = origin;

        public override string Type => Origin == Origin.Inline ? "inline table" : "table";

        public override Value ToValue(int levels)
        {
            Enter(levels);
            Map map = SortedMap.Empty;
            foreach (var (key, node) in Entries) map = map.With(new Value(Keyword.Intern(key)), node.ToValue(levels - 1));
            return new Value(map);
        }
    }

    private TomlSyntaxException Duplicate(TextSpan key) => new(_text, key, "duplicate key");

    private TomlSyntaxException NoTable(TextSpan key, Node found) =>
        new(_text, key, $"cannot extend value of type {found.Type} with a dotted key");

    /// <summary>The table that a header opens.</summary>
    private Table Open(Table root, TomlLine header)
    {
        var table = root;
        foreach (var part in header.Key.SkipLast(1))
        {
            var name = _scalars.Key(part);
            if (!table.Entries.TryGetValue(name, out var node)) table.Entries.Add(name, node = new Table(Origin.Path));
            table = node switch
            {
                Table { Origin: not Origin.Inline } found => found,
                Items { IsOfHeaders: true } items => (Table)items.All[^1],
                _ => throw NoTable(part, node),
            };
        }
        var last = header.Key[^1];
        var key = _scalars.Key(last);
        table.Entries.TryGetValue(key, out var existing);
        var opened = new Table(Origin.Header);
        switch (existing)
        {
            case null when header.IsArrayHeader:
                var items = new Items(isOfHeaders: true);
                items.All.Add(opened);
                table.Entries.Add(key, items);
                return opened;
            case null:
                table.Entries.Add(key, opened);
                return opened;
            case Items { IsOfHeaders: true } more when header.IsArrayHeader:
                more.All.Add(opened);
                return opened;
            case Table { Origin: Origin.Path } found when !header.IsArrayHeader:
                found.Origin = Origin.Header;
                return found;
            default: throw Duplicate(last);
        }
    }

    private void Add(Table table, IReadOnlyList<TextSpan> key, TomlNode value)
    {
        foreach (var part in key.SkipLast(1))
        {
            var name = _scalars.Key(part);
            if (!table.Entries.TryGetValue(name, out var node)) table.Entries.Add(name, node = new Table(Origin.Dotted));
            table = node switch
            {
                Table { Origin: Origin.Dotted } found => found,
                Table { Origin: not Origin.Inline } or Items { IsOfHeaders: true } => throw Duplicate(part),
                _ => throw NoTable(part, node),
            };
        }
        var last = _scalars.Key(key[^1]);
        var content = Build(value);
        if (!table.Entries.TryAdd(last, content)) throw Duplicate(key[^1]);
    }

    private Node Build(TomlNode syntax)
    {
        switch (syntax)
        {
            case TomlArray array:
                var items = new Items(isOfHeaders: false);
                foreach (var item in array.Items) items.All.Add(Build(item));
                return items;
            case TomlInlineTable inline:
                var table = new Table(Origin.Header);
                foreach (var entry in inline.Entries) Add(table, entry.Key, entry.Value);
                table.Origin = Origin.Inline;
                return table;
            default:
                var (value, type) = _scalars.Read(syntax.Span);
                return new Leaf(value, type);
        }
    }
}
