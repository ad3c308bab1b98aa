using Sema.Compiler.Diagnostics;

namespace Sema.Compiler.Lowering;

/// <summary>A special form under its name, with the errors it can have.</summary>
internal sealed class Form(SyntaxList list, string name)
{
    public SyntaxList List { get; } = list;

    public string Name { get; } = name;

    public SourceSpan Span { get; } = SourceSpan.Of(list);

    public Syntax[] Operands { get; } = list.Items[1..];

    /// <summary>The operands, whose number must be <paramref name="count"/>.</summary>
    public Syntax[] Exactly(int count) => Operands.Length == count ? Operands : throw Arity($"{count}");

    /// <summary>The operands, of which there must be some.</summary>
    public Syntax[] AtLeast(int count) => Operands.Length >= count ? Operands : throw Arity($"{count} or more");

    public CompileException Arity(string expected) => DiagnosticBag.FormArity(List, Name, expected, Operands.Length);

    public CompileException Malformed(string message, Syntax? part = null, string? hint = null) =>
        DiagnosticBag.Malformed(List, Name, message, hint, part);
}
