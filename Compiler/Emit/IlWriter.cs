using System.Text;
using Mono.Cecil;

namespace Sema.Compiler.Emit;

/// <summary>Prints the methods of an emitted assembly: <c>semac dump --stage il</c>.</summary>
internal static class IlWriter
{
    public static string Write(byte[] image)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(image));
        var text = new StringBuilder();
        foreach (var type in module.Types)
            foreach (var method in type.Methods.Where(static m => m.HasBody))
            {
                text.Append(type.Name).Append("::").Append(method.Name).Append('(').AppendJoin(", ", method.Parameters.Select(static p => p.Name)).Append(")\n");
                foreach (var handler in method.Body.ExceptionHandlers)
                    text.Append($"  .try IL_{handler.TryStart.Offset:x4} to IL_{handler.TryEnd.Offset:x4} catch IL_{handler.HandlerStart.Offset:x4}\n");
                foreach (var instruction in method.Body.Instructions) text.Append("  ").Append(instruction).Append('\n');
            }
        return text.ToString();
    }
}
