using System.Text.Encodings.Web;
using System.Text.Json;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;
using Sema.Runtime.Hosting;

namespace Sema.Compiler.Cli;

/// <summary><c>semac eval --batch</c>: each input line is a program of its own.</summary>
internal static class BatchCommand
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(Sandbox sandbox, BackEnd backEnd, OptimizationLevel level)
    {
        while (StandardStreams.Input.ReadLine() is { } line)
        {
            if (line.Trim().Length == 0) continue;
            JsonElement request;
            try
            {
                request = JsonDocument.Parse(line).RootElement;
            }
            catch (JsonException e)
            {
                StandardStreams.Error.WriteLine($"semac: not a JSON line: {e.Message}");
                return CommandLine.Usage;
            }
            if (request.ValueKind != JsonValueKind.Object || (request.TryGetProperty("src", out var text) && text.ValueKind != JsonValueKind.String))
            {
                StandardStreams.Error.WriteLine("semac: a line must be an object whose src is a string");
                return CommandLine.Usage;
            }
            var source = request.TryGetProperty("src", out var src) ? src.GetString() ?? "" : "";
            var directory = request.TryGetProperty("cwd", out var cwd) && cwd.ValueKind == JsonValueKind.String ? cwd.GetString() : null;
            var result = ProgramCase.Run(source, directory is null ? null : Path.GetFullPath(directory), sandbox, backEnd: backEnd, level: level);
            var id = request.TryGetProperty("id", out var given) ? given : (JsonElement?)null;
            StandardStreams.Output.WriteLine(JsonSerializer.Serialize(
                new { id, value = result.Value, output = result.Output, error = result.Error }, Options));
            StandardStreams.Flush();
        }
        return 0;
    }
}
