using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>The sequence points of a method, of which <see cref="InlinedCodeAttribute"/> tells traces where they are in moved code.</summary>
internal sealed class TracePoints(string procedure)
{
    private readonly List<(Instruction At, SourceSpan Span)> _points = [];

    public void Add(Instruction at, SourceSpan span) => _points.Add((at, span));

    /// <summary>Puts the attribute on the completed method, unless all code in it is its own.</summary>
    public void Describe(MethodDefinition method, WellKnownMembers known)
    {
        if (!_points.Exists(static p => p.Span.Inlined is not null)) return;
        var texts = new List<string>();
        var numbers = new List<int>();
        foreach (var (at, span) in _points.OrderBy(static p => p.At.Offset))
        {
            numbers.Add(at.Offset);
            numbers.AddRange(InlinedCodeAttribute.Encode(span.Inlined is null ? null : TracePlaces.Of(span, procedure), Index));
        }
        var attribute = new CustomAttribute(known.Constructor(typeof(InlinedCodeAttribute), typeof(int[]), typeof(string[])));
        attribute.ConstructorArguments.Add(Arguments(method.Module.TypeSystem.Int32, numbers));
        attribute.ConstructorArguments.Add(Arguments(method.Module.TypeSystem.String, texts));
        method.CustomAttributes.Add(attribute);

        int Index(string text)
        {
            var index = texts.IndexOf(text);
            if (index >= 0) return index;
            texts.Add(text);
            return texts.Count - 1;
        }
    }

    private static CustomAttributeArgument Arguments<T>(TypeReference element, List<T> items) =>
        new(new ArrayType(element), items.ConvertAll(i => new CustomAttributeArgument(element, i)).ToArray());
}
