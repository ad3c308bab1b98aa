namespace Sema.Runtime.Regexes;

/// <summary>A part of a pattern.</summary>
/// <param name="CanBeEmpty">Whether it can match without taking a character.</param>
internal abstract record PatternNode(bool CanBeEmpty)
{
    /// <summary>One character of a set.</summary>
    public sealed record Character(CharSet Set) : PatternNode(false);

    /// <summary>A property of the place.</summary>
    public sealed record Place(Assertion Assertion) : PatternNode(true);

    /// <summary>A capture group, numbered from 1.</summary>
    public sealed record Group(int Number, PatternNode Body) : PatternNode(Body.CanBeEmpty);

    /// <summary>One part behind the other; none is the empty pattern.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Items) : PatternNode(Items.All(static i => i.CanBeEmpty));

    /// <summary>Alternatives; the first that leads to a match counts.</summary>
    public sealed record Choice(IReadOnlyList<PatternNode> Items) : PatternNode(Items.Any(static i => i.CanBeEmpty));

    /// <summary>A repetition; <paramref name="High"/> null is without end.</summary>
    public sealed record Repetition(PatternNode Body, int Low, int? High, bool IsLazy) : PatternNode(Low == 0 || Body.CanBeEmpty);

    /// <summary>Whether it can only match at the start of the text.</summary>
    public bool IsAnchored => this switch
    {
        Place { Assertion: Assertion.TextStart } => true,
        Group group => group.Body.IsAnchored,
        Sequence { Items: [var first, ..] } => first.IsAnchored,
        Choice choice => choice.Items.All(static i => i.IsAnchored),
        Repetition { Low: > 0 } repetition => repetition.Body.IsAnchored,
        _ => false,
    };
}
