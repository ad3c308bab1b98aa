namespace Sema.Runtime.Hosting;

/// <summary>Runs a compiled program as a process: what its <c>Main</c> calls.</summary>
public static class ProgramHost
{
    /// <summary>Runs the unit on a large stack; an uncaught condition is written to standard error. Returns the exit code.</summary>
    public static int Run(CompiledUnit unit, string[] arguments)
    {
        var exitCode = 0;
        StackGuard.RunOnLargeStack(() =>
        {
            var context = new SemaContext
            {
                Arguments = [Environment.ProcessPath ?? "", .. arguments],
                ProgramDirectory = AppContext.BaseDirectory,
            };
            SemaContext.Current = context;
            try
            {
                unit.Run();
                context.Output.Flush();
            }
            catch (SemaException e)
            {
                StandardStreams.TryFlush();
                context.Error.WriteLine("Error: " + ErrorText.Render(e));
                exitCode = 1;
            }
        });
        return exitCode;
    }
}
