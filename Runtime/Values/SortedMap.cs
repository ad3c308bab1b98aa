using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

/// <summary>
/// The <c>:map</c> kind: ordered by <see cref="Ordering"/>, a persistent AVL tree. Every operation on one key is O(log n) and
/// shares all but the path to it with the old map.
/// </summary>
public sealed class SortedMap : Map
{
    /// <summary>The map <c>{}</c>.</summary>
    public static readonly SortedMap Empty = new(null);

    private readonly Node? _root;

    private SortedMap(Node? root) => _root = root;

    /// <inheritdoc/>
    public override int Count => _root?.Count ?? 0;

    /// <inheritdoc/>
    public override bool IsHash => false;

    /// <inheritdoc/>
    public override bool TryGet(Value key, out Value value)
    {
        for (var node = _root; node is not null;)
        {
            var order = Compare(key, node.Key);
            if (order == 0)
            {
                value = node.Value;
                return true;
            }
            node = order < 0 ? node.Left : node.Right;
        }
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public override Map With(Value key, Value value) => new SortedMap(Insert(_root, key, value));

    /// <inheritdoc/>
    public override Map Without(Value key)
    {
        var root = Remove(_root, key);
        return ReferenceEquals(root, _root) ? this : new SortedMap(root);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Entries() => Ordered();

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Ordered()
    {
        var path = new Stack<Node>();
        for (var node = _root; node is not null || path.Count > 0;)
        {
            for (; node is not null; node = node.Left) path.Push(node);
            node = path.Pop();
            yield return new(node.Key, node.Value);
            node = node.Right;
        }
    }

    /// <inheritdoc/>
    public override Map FromOrdered(IReadOnlyList<KeyValuePair<Value, Value>> entries) => new SortedMap(Balanced(entries, 0, entries.Count));

    /// <inheritdoc/>
    public override Map Cleared() => Empty;

    private static Node? Balanced(IReadOnlyList<KeyValuePair<Value, Value>> entries, int start, int end)
    {
        if (start == end) return null;
        var middle = (start + end) >>> 1;
        return new Node(entries[middle].Key, entries[middle].Value, Balanced(entries, start, middle), Balanced(entries, middle + 1, end));
    }

    private static Node Insert(Node? node, Value key, Value value)
    {
        if (node is null) return new Node(key, value, null, null);
        var order = Compare(key, node.Key);
        if (order == 0) return new Node(node, value);
        var old = order < 0 ? node.Left : node.Right;
        var child = Insert(old, key, value);
        // Most insertions change no height: then the other child need not be fetched from memory.
        if (old is not null && child.Height == old.Height) return new Node(node, child, isLeft: order < 0, node.Count + child.Count - old.Count);
        return order < 0 ? Balance(node, child, node.Right) : Balance(node, node.Left, child);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Compare(Value left, Value right) =>
        left.Ref is null && right.Ref is null ? left.Bits.CompareTo(right.Bits) : Ordering.Compare(left, right);

    private static Node? Remove(Node? node, Value key)
    {
        if (node is null) return null;
        var order = Compare(key, node.Key);
        if (order < 0) return Remove(node.Left, key) is var left && ReferenceEquals(left, node.Left) ? node : Balance(node, left, node.Right);
        if (order > 0) return Remove(node.Right, key) is var right && ReferenceEquals(right, node.Right) ? node : Balance(node, node.Left, right);
        if (node.Left is null) return node.Right;
        if (node.Right is null) return node.Left;
        var next = node.Right;
        while (next.Left is not null) next = next.Left;
        return Balance(next, node.Left, Remove(node.Right, next.Key));
    }

    /// <summary>A node with an entry and two subtrees whose heights differ by at most 2.</summary>
    private static Node Balance(Node entry, Node? left, Node? right)
    {
        var difference = Height(left) - Height(right);
        if (difference > 1)
        {
            if (Height(left!.Left) < Height(left.Right)) left = RotateLeft(left, left.Left, left.Right!);
            return RotateRight(entry, left, right);
        }
        if (difference < -1)
        {
            if (Height(right!.Right) < Height(right.Left)) right = RotateRight(right, right.Left!, right.Right);
            return RotateLeft(entry, left, right);
        }
        return new Node(entry.Key, entry.Value, left, right);
    }

    private static Node RotateLeft(Node entry, Node? left, Node right) =>
        new(right.Key, right.Value, new Node(entry.Key, entry.Value, left, right.Left), right.Right);

    private static Node RotateRight(Node entry, Node left, Node? right) =>
        new(left.Key, left.Value, left.Left, new Node(entry.Key, entry.Value, left.Right, right));

    private static int Height(Node? node) => node?.Height ?? 0;

    private sealed class Node
    {
        public readonly Value Key;
        public readonly Value Value;
        public readonly Node? Left;
        public readonly Node? Right;
        public readonly int Height;
        public readonly int Count;

        public Node(Value key, Value value, Node? left, Node? right)
        {
            Key = key;
            Value = value;
            Left = left;
            Right = right;
            Height = 1 + Math.Max(SortedMap.Height(left), SortedMap.Height(right));
            Count = 1 + (left?.Count ?? 0) + (right?.Count ?? 0);
        }

        /// <summary>The node with another value.</summary>
        public Node(Node old, Value value)
        {
            Key = old.Key;
            Value = value;
            Left = old.Left;
            Right = old.Right;
            Height = old.Height;
            Count = old.Count;
        }

        /// <summary>The node with another child of the same height.</summary>
        public Node(Node old, Node child, bool isLeft, int count)
        {
            Key = old.Key;
            Value = old.Value;
            Left = isLeft ? child : old.Left;
            Right = isLeft ? old.Right : child;
            Height = old.Height;
            Count = count;
        }
    }
}
