using System.Numerics;
using static Sema.Runtime.Values.CopiedArrays;

namespace Sema.Runtime.Values;

/// <summary>
/// The <c>:hashmap</c> kind: keys by <c>equal?</c>. A compressed hash-array-mapped prefix tree (CHAMP): each level spends
/// <see cref="Step"/> bits of the hash, and a node keeps its entries and its subtrees in two dense arrays. Operations on one
/// key touch a path of at most seven nodes and share all else with the old map.
/// </summary>
/// <remarks>
/// A map may be owned: by a fold that alone holds a reference to it (<see cref="Put"/>). It changes in place the nodes that bear its
/// mark, which it made itself; a node of another map it copies once. <see cref="Seal"/> ends that, before anybody else sees the map.
/// </remarks>
public sealed class HashMap : Map
{
    /// <summary>The empty hash map.</summary>
    public static readonly HashMap Empty = new(new Node(0, [], 0, []), 0);

    private const int Step = 5;
    private const int HashBits = 32;

    private Node _root;
    private int _count;

    /// <summary>What the nodes bear that this map may change; null when it is not owned.</summary>
    private object? _mark;

    // Where an owned map last found a string: to look up a key and then to replace its value is one search.
    private string? _foundKey;
    private Node? _foundIn;
    private int _foundAt;

    private HashMap(Node root, int count)
    {
        _root = root;
        _count = count;
    }

    /// <inheritdoc/>
    public override int Count => _count;

    /// <inheritdoc/>
    public override bool IsHash => true;

    /// <inheritdoc/>
    public override bool TryGet(Value key, out Value value)
    {
        if (Locate(key, out var at) is not { } node)
        {
            value = default;
            return false;
        }
        value = node.Entries[at].Value;
        if (_mark is not null && key.Ref is string text) (_foundKey, _foundIn, _foundAt) = (text, node, at);
        return true;
    }

    /// <summary>The node and the index of a key's entry; null when the map has none.</summary>
    private Node? Locate(Value key, out int at)
    {
        var hash = Hash(key);
        var node = _root;
        for (var shift = 0; shift < HashBits; shift += Step)
        {
            var bit = Bit(hash, shift);
            if ((node.Subtrees & bit) != 0)
            {
                node = node.Children[Index(node.Subtrees, bit)];
                continue;
            }
            at = Index(node.Inline, bit);
            return (node.Inline & bit) != 0 && Same(node.Entries[at].Key, key) ? node : null;
        }
        at = node.Find(key);
        return at < 0 ? null : node;
    }

    /// <inheritdoc/>
    public override Map With(Value key, Value value)
    {
        var added = true;
        var root = Insert(_root, 0, Hash(key), new Entry(key, value), ref added);
        return new HashMap(root, added ? _count + 1 : _count);
    }

    /// <summary>
    /// As <see cref="With"/>, for a caller who will not use this map again: the result is an owned map, this one itself if it is owned.
    /// Whoever lets it out of hand has it sealed first.
    /// </summary>
    public HashMap Put(Value key, Value value)
    {
        var map = _mark is not null ? this : new HashMap(_root, _count) { _mark = new object() };
        map.Insert(key, value);
        return map;
    }

    /// <summary>Ends the ownership: from now on the map does not change.</summary>
    public void Seal()
    {
        _mark = null;
        (_foundKey, _foundIn) = (null, null);
    }

    private void Insert(Value key, Value value)
    {
        var isFound = _foundKey is not null && ReferenceEquals(_foundKey, key.Ref) && ReferenceEquals(_foundIn!.Mark, _mark);
        if (isFound)
        {
            _foundIn!.Entries[_foundAt].Value = value;
            return;
        }
        _foundKey = null;
        var hash = Hash(key);
        var node = Own(ref _root);
        for (var shift = 0; shift < HashBits; shift += Step)
        {
            var bit = Bit(hash, shift);
            if ((node.Subtrees & bit) != 0)
            {
                node = Own(ref node.Children[Index(node.Subtrees, bit)]);
                continue;
            }
            var index = Index(node.Inline, bit);
            if ((node.Inline & bit) == 0)
            {
                node.Entries = Inserted(node.Entries, index, new Entry(key, value));
                node.Inline |= bit;
                _count++;
                return;
            }
            var old = node.Entries[index];
            if (Same(old.Key, key))
            {
                node.Entries[index].Value = value;
                return;
            }
            node.Children = Inserted(node.Children, Index(node.Subtrees, bit), Pair(shift + Step, Hash(old.Key), old, hash, new Entry(key, value)));
            node.Subtrees |= bit;
            node.Entries = Deleted(node.Entries, index);
            node.Inline &= ~bit;
            _count++;
            return;
        }
        var at = node.Find(key);
        if (at >= 0) node.Entries[at].Value = value;
        else
        {
            node.Entries = [.. node.Entries, new Entry(key, value)];
            _count++;
        }
    }

    /// <summary>The node, which this owned map may change from now on.</summary>
    private Node Own(ref Node node) => ReferenceEquals(node.Mark, _mark) ? node
        : node = new Node(node.Inline, [.. node.Entries], node.Subtrees, [.. node.Children]) { Mark = _mark };

    /// <inheritdoc/>
    public override Map Without(Value key)
    {
        var root = Remove(_root, 0, Hash(key), key);
        return ReferenceEquals(root, _root) ? this : new HashMap(root, _count - 1);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Entries()
    {
        var entries = new KeyValuePair<Value, Value>[Count];
        var next = 0;
        Collect(_root, entries, ref next);
        return entries;
    }

    /// <inheritdoc/>
    public override Value[] Keys()
    {
        var keys = new Value[_count];
        var next = 0;
        CollectKeys(_root, keys, ref next);
        return keys;
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Ordered() =>
        // A stable sort: keys that tie in the order of values stay in the map's own order.
        Entries().OrderBy(static e => e.Key, ValueComparer.Instance);

    /// <inheritdoc/>
    public override Map FromOrdered(IReadOnlyList<KeyValuePair<Value, Value>> entries)
    {
        Map result = Empty;
        foreach (var (key, value) in entries) result = result.With(key, value);
        return result;
    }

    /// <inheritdoc/>
    public override Map Cleared() => Empty;

    private static bool Same(Value left, Value right) =>
        left.Ref is string text && right.Ref is string other ? string.Equals(text, other) : Equality.Same(left, right);

    /// <summary>The hash with its bits spread, since a node looks at five of them at a time.</summary>
    private static uint Hash(Value key)
    {
        var hash = (uint)Equality.Hash(key) * 0x9E37_79B1;
        return hash ^ hash >> 15;
    }

    private static uint Bit(uint hash, int shift) => 1u << (int)(hash >> shift & 31);

    private static int Index(uint map, uint bit) => BitOperations.PopCount(map & (bit - 1));

    private static Node Insert(Node node, int shift, uint hash, Entry entry, ref bool added)
    {
        if (shift >= HashBits)
        {
            var same = node.Find(entry.Key);
            added = same < 0;
            return new Node(0, added ? [.. node.Entries, entry] : Replaced(node.Entries, same, node.Entries[same].WithValue(entry.Value)), 0, []);
        }
        var bit = Bit(hash, shift);
        if ((node.Subtrees & bit) != 0)
        {
            var at = Index(node.Subtrees, bit);
            var child = Insert(node.Children[at], shift + Step, hash, entry, ref added);
            return new Node(node.Inline, node.Entries, node.Subtrees, Replaced(node.Children, at, child));
        }
        var index = Index(node.Inline, bit);
        if ((node.Inline & bit) == 0) return new Node(node.Inline | bit, Inserted(node.Entries, index, entry), node.Subtrees, node.Children);
        var old = node.Entries[index];
        if (Same(old.Key, entry.Key))
        {
            added = false;
            return new Node(node.Inline, Replaced(node.Entries, index, old.WithValue(entry.Value)), node.Subtrees, node.Children);
        }
        var pair = Pair(shift + Step, Hash(old.Key), old, hash, entry);
        return new Node(node.Inline & ~bit, Deleted(node.Entries, index), node.Subtrees | bit,
            Inserted(node.Children, Index(node.Subtrees, bit), pair));
    }

    /// <summary>The subtree of two entries whose hashes agree below <paramref name="shift"/>.</summary>
    private static Node Pair(int shift, uint firstHash, Entry first, uint secondHash, Entry second)
    {
        if (shift >= HashBits) return new Node(0, [first, second], 0, []);
        uint one = Bit(firstHash, shift), two = Bit(secondHash, shift);
        if (one == two) return new Node(0, [], one, [Pair(shift + Step, firstHash, first, secondHash, second)]);
        return new Node(one | two, one < two ? [first, second] : [second, first], 0, []);
    }

    /// <summary>The node without the key; the same node when it is not there. A subtree of one entry moves into its parent.</summary>
    private static Node Remove(Node node, int shift, uint hash, Value key)
    {
        if (shift >= HashBits)
        {
            var same = node.Find(key);
            return same < 0 ? node : new Node(0, Deleted(node.Entries, same), 0, []);
        }
        var bit = Bit(hash, shift);
        if ((node.Subtrees & bit) != 0)
        {
            var at = Index(node.Subtrees, bit);
            var old = node.Children[at];
            var child = Remove(old, shift + Step, hash, key);
            if (ReferenceEquals(child, old)) return node;
            if (child is not { Entries.Length: 1, Children.Length: 0 })
                return new Node(node.Inline, node.Entries, node.Subtrees, Replaced(node.Children, at, child));
            return new Node(node.Inline | bit, Inserted(node.Entries, Index(node.Inline, bit), child.Entries[0]),
                node.Subtrees & ~bit, Deleted(node.Children, at));
        }
        var index = Index(node.Inline, bit);
        if ((node.Inline & bit) == 0 || !Same(node.Entries[index].Key, key)) return node;
        return new Node(node.Inline & ~bit, Deleted(node.Entries, index), node.Subtrees, node.Children);
    }

    private static void CollectKeys(Node node, Value[] target, ref int next)
    {
        foreach (ref readonly var entry in node.Entries.AsSpan()) target[next++] = entry.Key;
        foreach (var child in node.Children) CollectKeys(child, target, ref next);
    }

    private static void Collect(Node node, KeyValuePair<Value, Value>[] target, ref int next)
    {
        foreach (var entry in node.Entries) target[next++] = new(entry.Key, entry.Value);
        foreach (var child in node.Children) Collect(child, target, ref next);
    }

    private struct Entry(Value key, Value value)
    {
        public readonly Value Key = key;
        public Value Value = value;

        public readonly Entry WithValue(Value value) => new(Key, value);
    }

    /// <summary>
    /// Below the last bits of the hash a node has no bitmaps: its entries share one hash and are searched in turn. A node changes only
    /// where the owned map with its mark is at work.
    /// </summary>
    private sealed class Node(uint inline, Entry[] entries, uint subtrees, Node[] children)
    {
        public uint Inline = inline;
        public uint Subtrees = subtrees;
        public Entry[] Entries = entries;
        public Node[] Children = children;

        /// <summary>The mark of the owned map that made the node; null for none.</summary>
        public object? Mark { get; init; }

        public int Find(Value key)
        {
            for (var i = 0; i < Entries.Length; i++)
                if (Same(Entries[i].Key, key)) return i;
            return -1;
        }
    }
}
