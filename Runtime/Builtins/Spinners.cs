using System.Collections.Concurrent;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Moving signs of work in progress, drawn on standard error.</summary>
[BuiltinGroup("terminal")]
public static class Spinners
{
    /// <summary>Starts a spinner.</summary>
    [Builtin("term/spinner-start", Parameters = "message", Doc = "Starts a spinner on standard error; returns its number.")]
    public static Value Start(Value message)
    {
        var text = message.Ref as string ?? throw Raise.Type("string", message);
        SemaContext.Current.Output.Flush();
        return new Value(SemaContext.Current.Part<Running>().Add(new Spinner(SemaContext.Current.Error, text)));
    }

    /// <summary>Changes a spinner's message.</summary>
    [Builtin("term/spinner-update", Parameters = "id message", Doc = "Changes a spinner's message.")]
    public static void Update(Value id, Value message)
    {
        var number = Number(id);
        var text = message.Ref as string ?? throw Raise.Type("string", message);
        if (SemaContext.Current.Part<Running>().Find(number) is { } spinner) spinner.Message = text;
    }

    /// <summary>Stops a spinner.</summary>
    [Builtin("term/spinner-stop", Parameters = "id [options]", Doc = "Stops a spinner, and prints :symbol and :text of the options.")]
    public static void Stop(Value id) => Stop(id, Value.Nil);

    /// <summary>Stops a spinner and says how it went.</summary>
    public static void Stop(Value id, Value options)
    {
        var number = Number(id);
        var map = options.IsNil ? null : options.Ref as Map ?? throw Raise.Type("map", options);
        if (SemaContext.Current.Part<Running>().Take(number) is not { } spinner) return;
        spinner.Stop();
        var (symbol, text) = (Option(map, "symbol"), Option(map, "text"));
        if (symbol.Length > 0 || text.Length > 0) SemaContext.Current.Error.Write($"{symbol} {text}\n");
    }

    private static string Option(Map? options, string name) => options?.Get(new Value(Keyword.Intern(name))).Ref as string ?? "";

    private static long Number(Value id) => id.IsFixnum ? id.Bits : throw Raise.Type("integer", id);

    private sealed class Running
    {
        private readonly Dictionary<long, Spinner> _spinners = [];
        private long _next;

        public long Add(Spinner spinner)
        {
            _spinners.Add(_next, spinner);
            return _next++;
        }

        public Spinner? Find(long id) => _spinners.GetValueOrDefault(id);

        public Spinner? Take(long id) => _spinners.Remove(id, out var spinner) ? spinner : null;
    }

    private sealed class Spinner
    {
        private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(80);

        private readonly TextWriter _error;
        private readonly ManualResetEventSlim _stopped = new();
        private readonly Thread _thread;
        private volatile string _message;

        public Spinner(TextWriter error, string message)
        {
            _error = error;
            _message = message;
            _thread = new Thread(Draw) { IsBackground = true, Name = "spinner" };
            _thread.Start();
        }

        public string Message
        {
            set => _message = value;
        }

        public void Stop()
        {
            _stopped.Set();
            _thread.Join();
            _error.Write("\r\e[K");
        }

        private void Draw()
        {
            try
            {
                var frame = 0;
                do _error.Write($"\r\e[K{Frames[frame++ % Frames.Length]} {_message}");
                while (!_stopped.Wait(Interval));
            }
            catch (SemaException)
            {
                // Standard error takes no more: nobody is left to see the spinner.
            }
        }
    }
}
