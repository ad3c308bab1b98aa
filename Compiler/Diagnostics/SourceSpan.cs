namespace Sema.Compiler.Diagnostics;

/// <summary>A span together with its text: the origin of a node of any stage.</summary>
public readonly record struct SourceSpan(SourceText Source, TextSpan Span)
{
    /// <summary>Where the node was before it was moved into the procedure that it is in now; null for code in its place.</summary>
    public InlineSite? Inlined { get; init; }

    /// <summary>The origin of a syntax node.</summary>
    public static SourceSpan Of(Syntax syntax) => new(syntax.Source, syntax.Span);

    /// <summary>The line and column of the start.</summary>
    public TextLocation Start => Source.Locate(Span.Start);
}
