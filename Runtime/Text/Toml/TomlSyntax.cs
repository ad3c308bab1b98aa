namespace Sema.Runtime.Text;

/// <summary>A value as it is written; its text is looked at later.</summary>
internal abstract record TomlNode(TextSpan Span);

/// <summary>A number, date, boolean or string.</summary>
internal sealed record TomlScalar(TextSpan Span) : TomlNode(Span);

/// <summary>An array.</summary>
internal sealed record TomlArray(TextSpan Span, IReadOnlyList<TomlNode> Items) : TomlNode(Span);

/// <summary>A table in braces.</summary>
internal sealed record TomlInlineTable(TextSpan Span, IReadOnlyList<TomlEntry> Entries) : TomlNode(Span);

/// <summary>A dotted key and its value.</summary>
internal sealed record TomlEntry(IReadOnlyList<TextSpan> Key, TomlNode Value);

/// <summary>A line of a document: an entry, or the header of a table when there is no value.</summary>
internal sealed record TomlLine(IReadOnlyList<TextSpan> Key, TomlNode? Value, bool IsArrayHeader);
