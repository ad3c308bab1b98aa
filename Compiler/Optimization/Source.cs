using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>Where a loop gets its elements from: its own variable says how far it has come.</summary>
internal abstract class Source(SourceSpan span)
{
    protected SourceSpan Span => span;

    protected LoopBuilder Build { get; } = new(span);

    /// <summary>The variable of the loop.</summary>
    public virtual Variable Position { get; } = new("at");

    /// <summary>Its first value.</summary>
    public abstract CoreExpr Start { get; }

    /// <summary>Its value in the next iteration.</summary>
    public abstract CoreExpr Next { get; }

    /// <summary>Whether there is another element.</summary>
    public abstract CoreExpr GoesOn { get; }

    /// <summary>Results with room for one of each element; null when their number is not known.</summary>
    public abstract CoreExpr? Room { get; }

    /// <summary>Puts what has to be evaluated before the loop in front of it.</summary>
    public abstract CoreExpr Before(CoreExpr loop);

    /// <summary>What is done with the element of an iteration, or instead when there is none after all. Each is asked for once, or not at all.</summary>
    public abstract CoreExpr Step(Func<CoreExpr, CoreExpr> use, Func<CoreExpr> skip);
}

/// <summary>The elements of a sequence of any kind.</summary>
internal sealed class WalkSource(SourceSpan span, CoreExpr sequence, string builtin) : Source(span)
{
    private readonly Variable _sequence = new("seq");

    public override CoreExpr Start => Build.Read(_sequence);

    public override CoreExpr Next => Build.Next(Position);

    public override CoreExpr GoesOn => Build.Primitive(nameof(Primitives.WalkGoesOn), Build.Read(Position));

    public override CoreExpr Room => Build.Primitive(nameof(Primitives.ResultsOf), Build.Read(_sequence));

    public override CoreExpr Before(CoreExpr loop) => Build.Let(_sequence, Build.WalkOf(sequence, builtin), loop);

    public override CoreExpr Step(Func<CoreExpr, CoreExpr> use, Func<CoreExpr> skip) => use(Build.Item(Position));
}

/// <summary>The elements of <c>(range start end)</c>, without the list.</summary>
internal sealed class RangeSource(SourceSpan span, CoreExpr start, CoreExpr end) : Source(span)
{
    private readonly Variable _start = new("start");
    private readonly Variable _end = new("end");

    public override CoreExpr Start => Build.Read(_start);

    public override CoreExpr Next => Own(Build.Call("+", Build.Read(Position), Build.Constant(new Value(1))));

    public override CoreExpr GoesOn => Own(Build.Call("<", Build.Read(Position), Build.Read(_end)));

    public override CoreExpr Room => Build.Primitive(nameof(Primitives.ResultsOfRange), Build.Read(_start), Build.Read(_end));

    public override CoreExpr Before(CoreExpr loop) => new LetExpr(Span, [new Binding(_start, start), new Binding(_end, end)],
        new SequenceExpr(Span, [Build.Primitive(nameof(Primitives.CheckRange), Build.Read(_start), Build.Read(_end)), loop]));

    public override CoreExpr Step(Func<CoreExpr, CoreExpr> use, Func<CoreExpr> skip) => use(Build.Read(Position));

    private InlinedExpr Own(CoreExpr code) => new(Span, code, null, IsCallback: true);
}

/// <summary>The elements of a source that went through <c>map</c>, <c>filter</c> or <c>list/reject</c>.</summary>
internal sealed class StagedSource(SourceSpan span, Source source, string builtin, Callback procedure) : Source(span)
{
    public override Variable Position => source.Position;

    public override CoreExpr Start => source.Start;

    public override CoreExpr Next => source.Next;

    public override CoreExpr GoesOn => source.GoesOn;

    public override CoreExpr? Room => builtin == "map" ? source.Room : null;

    public override CoreExpr Before(CoreExpr loop) => source.Before(loop);

    public override CoreExpr Step(Func<CoreExpr, CoreExpr> use, Func<CoreExpr> skip) => source.Step(item =>
    {
        var element = new Variable("item");
        if (builtin == "map") return Build.Let(element, procedure.Apply(item), use(Build.Read(element)));
        var test = procedure.Apply(Build.Read(element));
        var (selected, rejected) = (use(Build.Read(element)), skip());
        return Build.Let(element, item, builtin == "filter" ? new IfExpr(test.Span, test, selected, rejected) : new IfExpr(test.Span, test, rejected, selected));
    }, skip);
}
