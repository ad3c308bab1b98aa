using System.Runtime.CompilerServices;
using static Sema.Runtime.Values.CopiedArrays;

namespace Sema.Runtime.Values;

/// <summary>
/// The <c>:map</c> kind: ordered by <see cref="Ordering"/>, a persistent B+ tree whose entries are in its leaves. Every operation on
/// one key is O(log n) and shares all but the path to it with the old map.
/// </summary>
public sealed class SortedMap : Map
{
    /// <summary>The map <c>{}</c>.</summary>
    public static readonly SortedMap Empty = new(new Leaf([], []), 0);

    /// <summary>The most entries of a leaf, and children of a branch. More make a search shorter and a copy of the path longer.</summary>
    private const int Capacity = 16;

    /// <summary>With fewer, after a removal, a node is joined with a neighbour.</summary>
    private const int Least = Capacity / 4;

    private readonly Node _root;

    private SortedMap(Node root, int count)
    {
        _root = root;
        Count = count;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override bool IsHash => false;

    /// <inheritdoc/>
    public override bool TryGet(Value key, out Value value)
    {
        var node = _root;
        while (node is Branch branch) node = branch.Children[ChildIndex(branch, key)];
        var leaf = Unsafe.As<Leaf>(node);
        var at = Search(leaf.Keys, 0, key);
        value = at >= 0 ? leaf.Values[at] : default;
        return at >= 0;
    }

    /// <inheritdoc/>
    public override Map With(Value key, Value value)
    {
        var added = true;
        var root = Insert(_root, key, value, ref added, out var second);
        return new SortedMap(second is null ? root : Over([root, second]), added ? Count + 1 : Count);
    }

    /// <inheritdoc/>
    public override Map Without(Value key)
    {
        var root = Remove(_root, key);
        if (ReferenceEquals(root, _root)) return this;
        while (root is Branch { Children: [var only] }) root = only;
        return new SortedMap(root, Count - 1);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Entries() => Ordered();

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Ordered()
    {
        var rest = new Stack<Node>();
        rest.Push(_root);
        while (rest.TryPop(out var node))
        {
            if (node is Branch { Children: var children })
                for (var i = children.Length - 1; i >= 0; i--) rest.Push(children[i]);
            else if (node is Leaf leaf)
                for (var i = 0; i < leaf.Keys.Length; i++) yield return new(leaf.Keys[i], leaf.Values[i]);
        }
    }

    /// <inheritdoc/>
    public override Map FromOrdered(IReadOnlyList<KeyValuePair<Value, Value>> entries)
    {
        if (entries.Count == 0) return Empty;
        var level = new Node[Parts(entries.Count)];
        for (var i = 0; i < level.Length; i++)
        {
            var (start, end) = Part(i, entries.Count);
            var (keys, values) = (new Value[end - start], new Value[end - start]);
            for (var k = start; k < end; k++) (keys[k - start], values[k - start]) = entries[k];
            level[i] = new Leaf(keys, values);
        }
        while (level.Length > 1)
        {
            var below = level;
            level = new Node[Parts(below.Length)];
            for (var i = 0; i < level.Length; i++)
            {
                var (start, end) = Part(i, below.Length);
                level[i] = Over(below[start..end]);
            }
        }
        return new SortedMap(level[0], entries.Count);
    }

    /// <inheritdoc/>
    public override Map Cleared() => Empty;

    /// <summary>How many nodes hold so many items.</summary>
    private static int Parts(int count) => (count + Capacity - 1) / Capacity;

    /// <summary>The items of one of those nodes; all get about as many.</summary>
    private static (int Start, int End) Part(int index, int count) =>
        ((int)((long)count * index / Parts(count)), (int)((long)count * (index + 1) / Parts(count)));

    /// <summary>The index of a key from <paramref name="low"/> on, or the complement of the index where it belongs.</summary>
    private static int Search(Value[] keys, int low, Value key)
    {
        var count = keys.Length - low;
        if (key.Ref is null)
        {
            // No branch depends on how keys compare: the processor could not foresee it.
            for (; count > 1 && keys[low + count / 2 - 1] is { Ref: null } middle; count -= count / 2)
                low += middle.Bits < key.Bits ? count / 2 : 0;
        }
        for (; count > 0; count /= 2)
        {
            var order = Compare(keys[low + count / 2], key);
            if (order == 0) return low + count / 2;
            if (order > 0) continue;
            low += count / 2 + 1;
            count--;
        }
        return ~low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Compare(Value left, Value right) =>
        left.Ref is null && right.Ref is null ? left.Bits.CompareTo(right.Bits) : Ordering.Compare(left, right);

    /// <summary>The index of the child that a key belongs to. The first child's bound is not looked at: what is below it goes there too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ChildIndex(Branch branch, Value key)
    {
        var at = Search(branch.Keys, 1, key);
        return at >= 0 ? at : ~at - 1;
    }

    /// <summary>The node with an entry more or another value; with one entry too many it is two nodes.</summary>
    private static Node Insert(Node node, Value key, Value value, ref bool added, out Node? second)
    {
        second = null;
        if (node is Branch branch)
        {
            var index = ChildIndex(branch, key);
            var child = Insert(branch.Children[index], key, value, ref added, out var next);
            if (next is null) return new Branch(branch.Keys, Replaced(branch.Children, index, child));
            var children = Inserted(branch.Children, index + 1, next);
            children[index] = child;
            return Divided(Inserted(branch.Keys, index + 1, next.Keys[0]), children, index + 1, out second);
        }
        var leaf = Unsafe.As<Leaf>(node);
        var at = Search(leaf.Keys, 0, key);
        added = at < 0;
        return added ? Divided(Inserted(leaf.Keys, ~at, key), Inserted(leaf.Values, ~at, value), ~at, out second)
            : new Leaf(leaf.Keys, Replaced(leaf.Values, at, value));
    }

    /// <summary>A leaf, or two when there are too many entries.</summary>
    private static Leaf Divided(Value[] keys, Value[] values, int inserted, out Node? second)
    {
        var middle = Middle(keys.Length, inserted);
        second = middle == keys.Length ? null : new Leaf(keys[middle..], values[middle..]);
        return second is null ? new Leaf(keys, values) : new Leaf(keys[..middle], values[..middle]);
    }

    /// <summary>A branch, or two when there are too many children.</summary>
    private static Branch Divided(Value[] keys, Node[] children, int inserted, out Node? second)
    {
        var middle = Middle(keys.Length, inserted);
        second = middle == keys.Length ? null : new Branch(keys[middle..], children[middle..]);
        return second is null ? new Branch(keys, children) : new Branch(keys[..middle], children[..middle]);
    }

    /// <summary>
    /// How many of so many items the first of two nodes gets: all, if that is not too many. After an insertion at the end it is full: keys
    /// that come in order leave no gaps.
    /// </summary>
    private static int Middle(int count, int inserted) => count <= Capacity ? count : inserted == count - 1 ? Capacity : count / 2;

    /// <summary>The node without the key; the same node when it is not there.</summary>
    private static Node Remove(Node node, Value key)
    {
        if (node is not Branch branch)
        {
            var leaf = Unsafe.As<Leaf>(node);
            var at = Search(leaf.Keys, 0, key);
            return at < 0 ? node : new Leaf(Deleted(leaf.Keys, at), Deleted(leaf.Values, at));
        }
        var index = ChildIndex(branch, key);
        var child = Remove(branch.Children[index], key);
        if (ReferenceEquals(child, branch.Children[index])) return node;
        var children = Replaced(branch.Children, index, child);
        if (child.Keys.Length >= Least || children.Length == 1) return new Branch(branch.Keys, children);
        var first = Math.Max(index - 1, 0);
        children[first] = Joined(children[first], children[first + 1], branch.Keys[first + 1], out var second);
        if (second is null) return new Branch(Deleted(branch.Keys, first + 1), Deleted(children, first + 1));
        children[first + 1] = second;
        return new Branch(Replaced(branch.Keys, first + 1, second.Keys[0]), children);
    }

    /// <summary>The content of two neighbours, of which <paramref name="bound"/> is not above the second's keys, in one node or in two.</summary>
    private static Node Joined(Node left, Node right, Value bound, out Node? second)
    {
        Value[] keys = [.. left.Keys, .. right.Keys];
        if (left is Leaf leaf) return Divided(keys, [.. leaf.Values, .. ((Leaf)right).Values], 0, out second);
        keys[left.Keys.Length] = bound;
        return Divided(keys, (Node[])[.. ((Branch)left).Children, .. ((Branch)right).Children], 0, out second);
    }

    /// <summary>The branch over nodes none of which is empty.</summary>
    private static Branch Over(Node[] children) => new(Array.ConvertAll(children, static c => c.Keys[0]), children);

    private abstract class Node(Value[] keys)
    {
        public readonly Value[] Keys = keys;
    }

    /// <summary>Entries: a value for each key.</summary>
    private sealed class Leaf(Value[] keys, Value[] values) : Node(keys)
    {
        public readonly Value[] Values = values;
    }

    /// <summary>
    /// A child for each key. The keys of a child are not below the key of the same index, and below the next one; the first of the keys means
    /// nothing.
    /// </summary>
    private sealed class Branch(Value[] keys, Node[] children) : Node(keys)
    {
        public readonly Node[] Children = children;
    }
}
