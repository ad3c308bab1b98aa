using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Sema.Runtime.Builtins;

namespace Sema.Compiler.Cli;

/// <summary>The files of the libraries that stand beside the runtime, together with what they refer to themselves.</summary>
internal static class LibraryFiles
{
    /// <summary>The names of the builtins' libraries that stand beside a Sema library: those it was built with.</summary>
    public static IEnumerable<string> Beside(string semaLibrary) => BuiltinTable.All.Values.SelectMany(static b => b.Libraries).Distinct()
        .Where(name => File.Exists(Path.Combine(Path.GetDirectoryName(semaLibrary)!, name + ".dll")));

    /// <summary>The paths of the libraries of those names and of all that they need, but for the framework and the runtime.</summary>
    public static IReadOnlyCollection<string> Of(IEnumerable<string> names)
    {
        var runtime = typeof(Value).Assembly.Location;
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(names);
        while (open.TryDequeue(out var name))
        {
            var path = Path.Combine(Path.GetDirectoryName(runtime)!, name + ".dll");
            // What is not there belongs to the framework.
            if (path == runtime || !File.Exists(path) || !found.Add(path)) continue;
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            foreach (var reference in metadata.AssemblyReferences)
                open.Enqueue(metadata.GetString(metadata.GetAssemblyReference(reference).Name));
        }
        return found;
    }
}
