using System.Numerics;

namespace Sema.Runtime.Values;

/// <summary>
/// The <c>:hashmap</c> kind: keys by <c>equal?</c>. A compressed hash-array-mapped prefix tree (CHAMP): each level spends
/// <see cref="Step"/> bits of the hash, and a node keeps its entries and its subtrees in two dense arrays. Operations on one
/// key touch a path of at most seven nodes and share all else with the old map.
/// </summary>
public sealed class HashMap : Map
{
    /// <summary>The empty hash map.</summary>
    public static readonly HashMap Empty = new(new Node(0, [], 0, []), 0);

    private const int Step = 5;
    private const int HashBits = 32;

    private readonly Node _root;

    private HashMap(Node root, int count)
    {
        _root = root;
        Count = count;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override bool IsHash => true;

    /// <inheritdoc/>
    public override bool TryGet(Value key, out Value value)
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
            if ((node.Inline & bit) != 0)
            {
                ref readonly var entry = ref node.Entries[Index(node.Inline, bit)];
                if (Equality.Same(entry.Key, key))
                {
                    value = entry.Value;
                    return true;
                }
            }
            value = default;
            return false;
        }
        var at = node.Find(key);
        value = at < 0 ? default : node.Entries[at].Value;
        return at >= 0;
    }

    /// <inheritdoc/>
    public override Map With(Value key, Value value)
    {
        var added = true;
        var root = Insert(_root, 0, Hash(key), new Entry(key, value), ref added);
        return new HashMap(root, added ? Count + 1 : Count);
    }

    /// <inheritdoc/>
    public override Map Without(Value key)
    {
        var root = Remove(_root, 0, Hash(key), key);
        return ReferenceEquals(root, _root) ? this : new HashMap(root, Count - 1);
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
        if (Equality.Same(old.Key, entry.Key))
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
        if ((node.Inline & bit) == 0 || !Equality.Same(node.Entries[index].Key, key)) return node;
        return new Node(node.Inline & ~bit, Deleted(node.Entries, index), node.Subtrees, node.Children);
    }

    private static void Collect(Node node, KeyValuePair<Value, Value>[] target, ref int next)
    {
        foreach (var entry in node.Entries) target[next++] = new(entry.Key, entry.Value);
        foreach (var child in node.Children) Collect(child, target, ref next);
    }

    private static T[] Replaced<T>(T[] items, int index, T item)
    {
        var result = items.AsSpan().ToArray();
        result[index] = item;
        return result;
    }

    private static T[] Inserted<T>(T[] items, int index, T item)
    {
        var result = new T[items.Length + 1];
        items.AsSpan(0, index).CopyTo(result);
        result[index] = item;
        items.AsSpan(index).CopyTo(result.AsSpan(index + 1));
        return result;
    }

    private static T[] Deleted<T>(T[] items, int index)
    {
        if (items.Length == 1) return [];
        var result = new T[items.Length - 1];
        items.AsSpan(0, index).CopyTo(result);
        items.AsSpan(index + 1).CopyTo(result.AsSpan(index));
        return result;
    }

    private readonly struct Entry(Value key, Value value)
    {
        public readonly Value Key = key;
        public readonly Value Value = value;

        public Entry WithValue(Value value) => new(Key, value);
    }

    /// <summary>Below the last bits of the hash a node has no bitmaps: its entries share one hash and are searched in turn.</summary>
    private sealed class Node(uint inline, Entry[] entries, uint subtrees, Node[] children)
    {
        public readonly uint Inline = inline;
        public readonly uint Subtrees = subtrees;
        public readonly Entry[] Entries = entries;
        public readonly Node[] Children = children;

        public int Find(Value key)
        {
            for (var i = 0; i < Entries.Length; i++)
                if (Equality.Same(Entries[i].Key, key)) return i;
            return -1;
        }
    }
}
