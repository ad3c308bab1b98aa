using Sema.Runtime.Hosting;

namespace Sema.Tests.Interop;

/// <summary>The modules of a library run once, whoever comes first.</summary>
[TestFixture]
public sealed class LibraryGateTests
{
    private sealed class Unit(Action run) : CompiledUnit
    {
        public override Value Run()
        {
            run();
            return Value.Nil;
        }
    }

    [Test]
    public void Threads_that_come_at_once_run_it_once_and_all_wait()
    {
        var runs = 0;
        var isDone = false;
        var gate = new LibraryGate(new Unit(() =>
        {
            Interlocked.Increment(ref runs);
            Thread.Sleep(50);
            Volatile.Write(ref isDone, true);
        }));
        var sawDone = new bool[8];
        var threads = Enumerable.Range(0, sawDone.Length).Select(i => new Thread(() =>
        {
            gate.Pass();
            sawDone[i] = Volatile.Read(ref isDone);
        })).ToList();
        threads.ForEach(static t => t.Start());
        threads.ForEach(static t => t.Join());
        Assert.That(runs, Is.EqualTo(1));
        Assert.That(sawDone, Is.All.True);
    }

    [Test]
    public void What_raised_runs_again()
    {
        var runs = 0;
        var gate = new LibraryGate(new Unit(() =>
        {
            if (++runs == 1) throw new InvalidOperationException();
        }));
        Assert.Throws<InvalidOperationException>(gate.Pass);
        gate.Pass();
        gate.Pass();
        Assert.That(runs, Is.EqualTo(2));
    }

    [Test]
    public void Code_of_the_modules_passes_while_they_run()
    {
        LibraryGate gate = null!;
        gate = new LibraryGate(new Unit(() => gate.Pass()));
        Assert.DoesNotThrow(gate.Pass);
    }
}
