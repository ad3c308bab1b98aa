namespace Sema.Runtime.Text;

/// <summary>What an edit does with its lines.</summary>
internal enum EditKind
{
    /// <summary>They stand in both texts.</summary>
    Keep,

    /// <summary>They stand in the old text only.</summary>
    Remove,

    /// <summary>They stand in the new text only.</summary>
    Insert,
}

/// <summary>So many lines from a place of the old and of the new text on.</summary>
internal readonly record struct Edit(EditKind Kind, int Old, int New, int Length)
{
    /// <summary>The edit with both ends moved.</summary>
    public Edit Moved(int lines) => this with { Old = Old + lines, New = New + lines };
}

/// <summary>
/// An insertion between equal lines can stand at several places. This puts it as far down as it goes, after it has met and
/// joined other edits on the way up: <c>a +b a b</c> becomes <c>a b +a b</c>, when the lines allow it.
/// </summary>
internal sealed class EditSlider
{
    private readonly List<Edit> _edits;
    private readonly int[] _old;
    private readonly int[] _new;

    private EditSlider(List<Edit> edits, int[] old, int[] @new)
    {
        _edits = edits;
        _old = old;
        _new = @new;
    }

    /// <summary>Slides all edits of a script, in place.</summary>
    public static void Slide(List<Edit> edits, int[] old, int[] @new)
    {
        var slider = new EditSlider(edits, old, @new);
        slider.SlideAll(EditKind.Remove);
        slider.SlideAll(EditKind.Insert);
    }

    private void SlideAll(EditKind kind)
    {
        for (var i = 0; i < _edits.Count; i++)
            if (_edits[i].Kind == kind) i = Down(Up(i));
    }

    private int Up(int i)
    {
        while (i > 0)
        {
            Edit edit = _edits[i], before = _edits[i - 1];
            if (before.Kind == EditKind.Keep)
            {
                var lines = edit.Kind == EditKind.Insert ? CommonSuffix(before, edit) : 0;
                if (lines == 0) break;
                if (i + 1 < _edits.Count && _edits[i + 1].Kind == EditKind.Keep)
                    _edits[i + 1] = _edits[i + 1].Moved(-lines) with { Length = _edits[i + 1].Length + lines };
                else _edits.Insert(i + 1, new Edit(EditKind.Keep, before.Old + before.Length - lines, edit.New + edit.Length - lines, lines));
                _edits[i] = edit.Moved(-lines);
                _edits[i - 1] = before with { Length = before.Length - lines };
                if (_edits[i - 1].Length == 0) _edits.RemoveAt(--i);
            }
            else i = Join(i - 1, before.Kind == edit.Kind, i - 1);
        }
        return i;
    }

    private int Down(int i)
    {
        while (i + 1 < _edits.Count)
        {
            Edit edit = _edits[i], after = _edits[i + 1];
            if (after.Kind == EditKind.Keep)
            {
                var lines = edit.Kind == EditKind.Insert ? CommonPrefix(after, edit) : 0;
                if (lines == 0) break;
                if (i > 0 && _edits[i - 1].Kind == EditKind.Keep) _edits[i - 1] = _edits[i - 1] with { Length = _edits[i - 1].Length + lines };
                else _edits.Insert(i++, new Edit(EditKind.Keep, after.Old, edit.New, lines));
                _edits[i] = edit.Moved(lines);
                _edits[i + 1] = after.Moved(lines) with { Length = after.Length - lines };
                if (_edits[i + 1].Length == 0) _edits.RemoveAt(i + 1);
            }
            else i = Join(i, after.Kind == edit.Kind, i + 1);
        }
        return i;
    }

    /// <summary>Joins the edits at an index and after it if they are of one kind, else swaps them; returns where the moving one is.</summary>
    private int Join(int first, bool isSameKind, int moved)
    {
        Edit a = _edits[first], b = _edits[first + 1];
        if (isSameKind)
        {
            _edits[first] = a with { Length = a.Length + b.Length };
            _edits.RemoveAt(first + 1);
            return first;
        }
        (_edits[first], _edits[first + 1]) = (b, a);
        return moved;
    }

    private int CommonSuffix(Edit keep, Edit insert)
    {
        var lines = 0;
        while (lines < Math.Min(keep.Length, insert.Length)
            && _old[keep.Old + keep.Length - 1 - lines] == _new[insert.New + insert.Length - 1 - lines]) lines++;
        return lines;
    }

    private int CommonPrefix(Edit keep, Edit insert) =>
        _old.AsSpan(keep.Old, keep.Length).CommonPrefixLength(_new.AsSpan(insert.New, insert.Length));
}
