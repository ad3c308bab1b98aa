namespace Sema.Compiler.Resolution;

/// <summary>The strongly connected components of a graph: sets of nodes that can all reach each other (Tarjan's algorithm, without recursion).</summary>
internal sealed class StrongComponents<T> where T : class
{
    private readonly Func<T, IEnumerable<T>> _successors;
    private readonly Dictionary<T, Node> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Node> _open = new();
    private readonly Stack<Node> _path = new();
    private readonly List<IReadOnlyList<T>> _found = [];

    private StrongComponents(Func<T, IEnumerable<T>> successors) => _successors = successors;

    /// <summary>The components of all that can be reached from some nodes; each after those that it reaches.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Of(IEnumerable<T> roots, Func<T, IEnumerable<T>> successors)
    {
        var search = new StrongComponents<T>(successors);
        foreach (var root in roots)
            if (!search._nodes.ContainsKey(root)) search.Run(root);
        return search._found;
    }

    private void Run(T root)
    {
        Enter(root);
        while (_path.TryPeek(out var node))
        {
            if (node.Successors.MoveNext()) Follow(node, node.Successors.Current);
            else Leave();
        }
    }

    private void Enter(T value)
    {
        var node = new Node(value, _nodes.Count, _successors(value).GetEnumerator());
        _nodes.Add(value, node);
        _open.Push(node);
        _path.Push(node);
    }

    private void Follow(Node node, T successor)
    {
        if (!_nodes.TryGetValue(successor, out var known)) Enter(successor);
        else if (!known.IsFinished) node.Lowest = Math.Min(node.Lowest, known.Number);
    }

    private void Leave()
    {
        var node = _path.Pop();
        if (node.Lowest == node.Number)
        {
            var members = new List<T>();
            Node member;
            do
            {
                member = _open.Pop();
                member.IsFinished = true;
                members.Add(member.Value);
            }
            while (member != node);
            _found.Add(members);
        }
        if (_path.TryPeek(out var predecessor)) predecessor.Lowest = Math.Min(predecessor.Lowest, node.Lowest);
    }

    private sealed class Node(T value, int number, IEnumerator<T> successors)
    {
        public T Value { get; } = value;
        public int Number { get; } = number;
        public IEnumerator<T> Successors { get; } = successors;
        public int Lowest { get; set; } = number;
        public bool IsFinished { get; set; }
    }
}
