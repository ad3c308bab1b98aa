namespace Sema.Compiler.Optimization;

/// <summary>Which nodes of a small control-flow graph lie on all ways from its entry to others.</summary>
internal sealed class DominatorTree<T> where T : class
{
    private readonly T _entry;
    private readonly IReadOnlyList<T> _nodes;
    private readonly Func<T, IEnumerable<T>> _successors;
    private readonly Dictionary<T, HashSet<T>> _dominators = new(ReferenceEqualityComparer.Instance);

    /// <summary>The tree of nodes that can all be reached from the entry, which is one of them; successors outside of them are ignored.</summary>
    public DominatorTree(T entry, IReadOnlyList<T> nodes, Func<T, IEnumerable<T>> successors)
    {
        (_entry, _nodes, _successors) = (entry, nodes, successors);
        foreach (var node in nodes) _dominators.Add(node, node == entry ? [entry] : [.. nodes]);
        bool changed;
        do
        {
            changed = false;
            foreach (var node in nodes.Where(n => n != entry))
            {
                var all = new HashSet<T>(nodes);
                foreach (var predecessor in nodes.Where(p => successors(p).Contains(node))) all.IntersectWith(_dominators[predecessor]);
                all.Add(node);
                if (all.Count == _dominators[node].Count) continue;
                _dominators[node] = all;
                changed = true;
            }
        }
        while (changed);
    }

    /// <summary>Whether a node, or one that it dominates, leads to it.</summary>
    public bool IsCalledFromWithin(T node) => _nodes.Any(n => Dominates(node, n) && _successors(n).Contains(node));

    /// <summary>How many edges lead to a node from nodes that it does not dominate.</summary>
    public int CallsFromOutside(T node) => _nodes.Where(n => !Dominates(node, n)).Sum(n => _successors(n).Count(s => s == node));

    /// <summary>
    /// The nodes whose immediate dominator a node is, in such an order that none leads to a later one, whether itself or through what it dominates; null when
    /// there is no such order, as control can enter a cycle at several places.
    /// </summary>
    public IReadOnlyList<T>? Ordered(T node)
    {
        var left = _nodes.Where(n => n != _entry && n != node && Dominates(node, n) && _dominators[n].Count == _dominators[node].Count + 1).ToList();
        var ordered = new List<T>();
        while (left.Count > 0)
        {
            var next = left.Find(n => !left.Exists(m => m != n && LeadsTo(n, m)));
            if (next is null) return null;
            left.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }

    private bool Dominates(T node, T other) => _dominators[other].Contains(node);

    private bool LeadsTo(T from, T to) => _nodes.Any(n => Dominates(from, n) && _successors(n).Contains(to));
}
