namespace Sema.Runtime.Text;

/// <summary>
/// The shortest edit script between two sequences of lines by Myers' algorithm in linear space (An O(ND) Difference Algorithm,
/// 1986): the search runs from both ends, and where they meet splits the problem in two.
/// </summary>
internal sealed class LineDiff
{
    private readonly int[] _old;
    private readonly int[] _new;
    private readonly int[] _forward;
    private readonly int[] _backward;
    private readonly int _middle;
    private readonly List<Edit> _edits = [];

    private LineDiff(int[] old, int[] @new)
    {
        _old = old;
        _new = @new;
        _middle = (old.Length + @new.Length + 1) / 2 + 1;
        _forward = new int[2 * _middle + 1];
        _backward = new int[2 * _middle + 1];
    }

    /// <summary>The edits that turn one sequence of lines into the other, in order.</summary>
    public static List<Edit> Of(string[] old, string[] @new)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int Number(string line)
        {
            if (!numbers.TryGetValue(line, out var number)) numbers.Add(line, number = numbers.Count);
            return number;
        }
        var diff = new LineDiff(Array.ConvertAll(old, Number), Array.ConvertAll(@new, Number));
        diff.Compare(0, old.Length, 0, @new.Length);
        EditSlider.Slide(diff._edits, diff._old, diff._new);
        return diff._edits;
    }

    private void Compare(int oldStart, int oldEnd, int newStart, int newEnd)
    {
        StackGuard.Check();
        var prefix = _old.AsSpan(oldStart, oldEnd - oldStart).CommonPrefixLength(_new.AsSpan(newStart, newEnd - newStart));
        Add(EditKind.Keep, oldStart, newStart, prefix);
        oldStart += prefix;
        newStart += prefix;
        var suffix = 0;
        while (suffix < Math.Min(oldEnd - oldStart, newEnd - newStart) && _old[oldEnd - 1 - suffix] == _new[newEnd - 1 - suffix]) suffix++;
        oldEnd -= suffix;
        newEnd -= suffix;
        if (oldStart < oldEnd && newStart < newEnd && Meet(oldStart, oldEnd, newStart, newEnd) is var (x, y))
        {
            Compare(oldStart, x, newStart, y);
            Compare(x, oldEnd, y, newEnd);
        }
        else
        {
            Add(EditKind.Remove, oldStart, newStart, oldEnd - oldStart);
            Add(EditKind.Insert, oldEnd, newStart, newEnd - newStart);
        }
        Add(EditKind.Keep, oldEnd, newEnd, suffix);
    }

    private void Add(EditKind kind, int old, int @new, int length)
    {
        if (length > 0) _edits.Add(new Edit(kind, old, @new, length));
    }

    /// <summary>A point in the middle of a shortest path through the ranges, neither of which is empty; null when they share nothing.</summary>
    private (int Old, int New)? Meet(int oldStart, int oldEnd, int newStart, int newEnd)
    {
        int n = oldEnd - oldStart, m = newEnd - newStart, delta = n - m;
        var isOdd = (delta & 1) != 0;
        var limit = (n + m + 1) / 2 + 1;
        Span<int> forward = _forward, backward = _backward;
        forward[_middle + 1] = backward[_middle + 1] = 0;
        for (var d = 0; d < limit; d++)
        {
            for (var k = d; k >= -d; k -= 2)
            {
                var x = Step(forward, k, d);
                var y = x - k;
                var (x0, y0) = (x, y);
                while (x < n && y >= 0 && y < m && _old[oldStart + x] == _new[newStart + y]) (x, y) = (x + 1, y + 1);
                forward[_middle + k] = x;
                if (isOdd && Math.Abs(k - delta) <= d - 1 && x + backward[_middle - (k - delta)] >= n) return (oldStart + x0, newStart + y0);
            }
            for (var k = d; k >= -d; k -= 2)
            {
                var x = Step(backward, k, d);
                var y = x - k;
                while (x < n && y >= 0 && y < m && _old[oldEnd - 1 - x] == _new[newEnd - 1 - y]) (x, y) = (x + 1, y + 1);
                backward[_middle + k] = x;
                if (!isOdd && Math.Abs(k - delta) <= d && x + forward[_middle - (k - delta)] >= n) return (oldEnd - x, newEnd - y);
            }
        }
        return null;
    }

    /// <summary>The furthest point on diagonal <paramref name="k"/> that one more edit reaches.</summary>
    private int Step(Span<int> furthest, int k, int d) =>
        k == -d || (k != d && furthest[_middle + k - 1] < furthest[_middle + k + 1]) ? furthest[_middle + k + 1] : furthest[_middle + k - 1] + 1;
}
