using System.Collections;
using System.Reflection;
using System.Text;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Core;

/// <summary>Prints the nodes of an intermediate stage as S-expressions: <c>semac dump --stage core|resolved</c>.</summary>
public static class NodeWriter
{
    /// <summary>A node with its children indented below it.</summary>
    public static string Write(object node)
    {
        var text = new StringBuilder();
        Node(node, 0, text);
        return text.ToString();
    }

    /// <summary>All procedures of a program, behind the classes of its records.</summary>
    public static string Write(ResolvedProgram program)
    {
        var text = new StringBuilder();
        foreach (var record in program.Records.All)
            text.Append($"(record {record.Type.Name} {string.Join(' ', record.Fields.Select(static f => $"({f.Name} {f.KeptAs})")).ToLowerInvariant()})\n");
        foreach (var procedure in program.Procedures)
        {
            var kind = ReferenceEquals(procedure, program.Main) ? "unit" : procedure.IsLifted ? "procedure" : "closure";
            text.Append($"({kind} {procedure.Name ?? "<lambda>"} ({string.Join(' ', procedure.Parameters.Select(static p => p.Name))})");
            if (procedure.ChecksStack) text.Append(" checks-stack");
            NewLine(1, text);
            Node(procedure.Body, 1, text);
            text.Append(")\n");
        }
        return text.ToString();
    }

    private static void Node(object? node, int indent, StringBuilder text)
    {
        StackGuard.Check();
        switch (node)
        {
            case null: text.Append("nil"); break;
            case ConstantExpr constant: text.Append('\'').Append(constant.Value); break;
            case ResolvedConstant constant: text.Append('\'').Append(constant.Value); break;
            case LocalExpr local: text.Append(local.Variable.Name); break;
            case GlobalExpr global: text.Append(global.Name); break;
            case SlotRead read: text.Append($"{read.Slot.Name}@{read.Slot.Index}"); break;
            case CaptureRead read: text.Append($"{read.Capture.Name}^{read.Capture.Index}"); break;
            case CoreExpr or ResolvedExpr or Binding or ProcedureBinding or ClosureBinding: Composite(node, indent, text); break;
            case CaptureSource source: text.Append(source.Slot is { } slot ? $"{slot.Name}@{slot.Index}" : $"{source.Capture!.Name}^{source.Capture.Index}"); break;
            case ResolvedProcedure procedure: text.Append(procedure.Name ?? "<lambda>"); break;
            case Global global: text.Append(global.Name); break;
            case Slot place: text.Append($"{place.Name}@{place.Index}"); break;
            case Loop loop: text.Append(loop.Name).Append('(').AppendJoin(' ', loop.Slots.Select(static s => $"{s.Name}@{s.Index}")).Append(')'); break;
            case Runtime.Builtins.BuiltinInfo builtin: text.Append(builtin.Name); break;
            case string or bool or Variable or Primitive: text.Append(node); break;
            case IEnumerable items:
                foreach (var item in items)
                {
                    NewLine(indent, text);
                    Node(item, indent, text);
                }
                break;
            default: text.Append(node); break;
        }
    }

    private static void Composite(object node, int indent, StringBuilder text)
    {
        text.Append('(').Append(Title(node.GetType().Name));
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name is "Span" or "Place" or "EqualityContract" or "Overload") continue;
            var value = property.GetValue(node);
            if (value is CoreExpr or ResolvedExpr) NewLine(indent + 1, text);
            else if (value is string or not IEnumerable) text.Append(' ');
            Node(value, indent + 1, text);
        }
        text.Append(')');
    }

    private static string Title(string name) => name.Replace("Resolved", "").Replace("Expr", "").ToLowerInvariant();

    private static void NewLine(int indent, StringBuilder text) => text.Append('\n').Append(' ', 2 * indent);
}
