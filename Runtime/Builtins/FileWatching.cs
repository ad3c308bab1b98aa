using System.Collections.Concurrent;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Changes of files, as the system reports them.</summary>
[BuiltinGroup("file-io")]
public static class FileWatching
{
    private const int MaxWatchers = 128;

    /// <summary>Watches a directory with all below it, or a file.</summary>
    [Builtin("fs/watch", Parameters = "path [options]", Doc = "Watches a file or directory; {:recursive #f} leaves out what is below it. Returns a handle.", Capability = Capabilities.FsRead)]
    public static Value Watch(Value path) => Watch(path, Value.Nil);

    /// <summary>Watches with options.</summary>
    public static Value Watch(Value path, Value options)
    {
        var name = Host.Current.PathText("fs/watch", Capabilities.FsRead, path);
        if (!options.IsNil && options.Ref is not Map) throw Raise.Type("map", options);
        var isRecursive = options.Ref is not Map map || !map.TryGet(new Value(Keyword.Intern("recursive")), out var given) || given.IsTruthy;
        return OsErrors.Guard($"fs/watch {name}", () =>
        {
            var real = Host.Current.Locate("fs/watch", name);
            if (!Path.Exists(real)) throw new IOException("no such file or directory");
            var watchers = SemaContext.Current.Part<Watchers>();
            if (watchers.Count >= MaxWatchers) throw new IOException($"too many watchers (limit {MaxWatchers})");
            return new Value(watchers.Add(new Watcher(real, isRecursive)));
        });
    }

    /// <summary>The events since the last call.</summary>
    [Builtin("fs/watch-events", Parameters = "handle", Doc = "The list of {:kind :paths} since the last call.", Capability = Capabilities.FsRead)]
    public static Value Events(Value handle)
    {
        Host.Current.Require("fs/watch-events", Capabilities.FsRead);
        return Find("fs/watch-events", handle).Drain();
    }

    /// <summary>Stops watching.</summary>
    [Builtin("fs/unwatch", Parameters = "handle", Doc = "Stops watching.", Capability = Capabilities.FsRead)]
    public static void Unwatch(Value handle)
    {
        Host.Current.Require("fs/unwatch", Capabilities.FsRead);
        Find("fs/unwatch", handle).Dispose();
        SemaContext.Current.Part<Watchers>().Remove(handle.Bits);
    }

    private static Watcher Find(string function, Value handle)
    {
        if (!handle.IsFixnum) throw Raise.Type("integer (watcher handle)", handle);
        return SemaContext.Current.Part<Watchers>().Find(handle.Bits) ?? throw Raise.Eval($"{function}: no such watcher {handle.Bits}");
    }

    private sealed class Watchers
    {
        private readonly Dictionary<long, Watcher> _watchers = [];
        private long _last;

        public int Count => _watchers.Count;

        public long Add(Watcher watcher)
        {
            _watchers.Add(++_last, watcher);
            return _last;
        }

        public Watcher? Find(long handle) => _watchers.GetValueOrDefault(handle);

        public void Remove(long handle) => _watchers.Remove(handle);
    }

    /// <summary>A watcher with its queue, which the system's thread fills and the program empties.</summary>
    private sealed class Watcher : IDisposable
    {
        private const int MaxEvents = 65_536;

        private readonly FileSystemWatcher _source;
        private readonly ConcurrentQueue<(string Kind, string[] Paths)> _events = new();

        public Watcher(string path, bool isRecursive)
        {
            var isDirectory = Directory.Exists(path);
            _source = isDirectory ? new FileSystemWatcher(path) { IncludeSubdirectories = isRecursive }
                : new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
            _source.Created += (_, e) => Add("create", e.FullPath);
            _source.Changed += (_, e) => Add("modify", e.FullPath);
            _source.Deleted += (_, e) => Add("remove", e.FullPath);
            _source.Renamed += (_, e) => Add("modify", e.OldFullPath, e.FullPath);
            _source.Error += (_, _) => Add("other");
            _source.EnableRaisingEvents = true;
        }

        public Value Drain()
        {
            var events = new ListBuilder(0);
            // What comes in meanwhile waits for the next call: a busy directory must not keep the program here.
            for (var left = _events.Count; left > 0 && _events.TryDequeue(out var e); left--)
                events.Add(FileEntries.MapOf(("kind", new Value(Keyword.Intern(e.Kind))), ("paths", Lists.From(e.Paths.Select(Value.FromString)))));
            return events.ToList();
        }

        public void Dispose() => _source.Dispose();

        private void Add(string kind, params string[] paths)
        {
            if (_events.Count < MaxEvents) _events.Enqueue((kind, paths));
        }
    }
}
