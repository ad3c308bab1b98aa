namespace Sema.Runtime.Text;

/// <summary>A text that is not JSON: what is wrong, and where.</summary>
internal sealed class JsonSyntaxException(string message, int line, int column) : Exception(message)
{
    /// <summary>Where: the 1-based line, and how many bytes of it were read.</summary>
    public string Place { get; } = $"line {line} column {column}";
}
