using System.Xml.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Modules;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;

namespace Sema.Compiler.Emit;

/// <summary>
/// Emits what a library shows: for programs, a field for each export and public methods for its constant procedures; for C#, a
/// static class with a method or property for each. Both run the modules first, once.
/// </summary>
internal sealed class LibraryEmitter(UnitEmitter unit, ModuleDefinition module, LibrarySurface surface)
{
    /// <summary>The name of a library's unit: no C# program can write it.</summary>
    public const string UnitName = "<Library>";

    /// <summary>The method of the unit that runs the modules, unless they have run.</summary>
    public const string RunOnce = "RunOnce";

    private const string ValueId = "Sema.Runtime.Values.Value";

    private readonly List<Member> _members = [];
    private MethodDefinition _runOnce = null!;

    /// <summary>The exports with their fields and methods.</summary>
    public IReadOnlyList<LibraryExport> Exports => _members.ConvertAll(static m => m.Export);

    /// <summary>Asks for the methods of the exported procedures, before those asked for are emitted.</summary>
    public void Request(ResolvedProgram program)
    {
        var globals = program.Globals.Where(static g => g.Module is null).ToDictionary(static g => g.Name);
        foreach (var export in surface.Exports)
        {
            var field = new FieldDefinition("export:" + export.Name, FieldAttributes.Public | FieldAttributes.Static, unit.Known.Value);
            unit.UnitType.Fields.Add(field);
            var global = globals.GetValueOrDefault(export.Name);
            var member = new Member(export with { Field = field.Name }, field, global, null);
            if (global?.Constant is { } procedure)
            {
                var method = unit.EntryMethod(procedure);
                method.IsPublic = true;
                unit.ConstantClosure(procedure);
                member = member with
                {
                    Method = method,
                    Export = member.Export with { Method = method.Name, Parameters = procedure.Parameters.Count, HasRest = procedure.Rest is not null },
                };
            }
            else if (global is not null) unit.GlobalField(global);
            _members.Add(member);
        }
    }

    /// <summary>Stores the exports when the modules have run.</summary>
    public void StoreExports(ILProcessor il)
    {
        foreach (var (_, field, global, _) in _members)
        {
            if (global?.Constant is { } constant) il.Emit(OpCodes.Ldsfld, unit.ConstantClosure(constant));
            else if (global is not null) unit.LoadGlobal(il, global);
            else il.Emit(OpCodes.Call, unit.Known.Unbound);
            il.Emit(OpCodes.Stsfld, field);
        }
    }

    /// <summary>Emits the unit's gate and the C# class; returns the documentation.</summary>
    public string EmitClass(MethodReference unitConstructor, string assemblyName)
    {
        EmitGate(unitConstructor);
        var type = new TypeDefinition("", surface.ClassName,
            TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, module.TypeSystem.Object);
        module.Types.Add(type);
        var names = new ClrNames(surface.ClassName);
        var documentation = new List<XElement>();
        foreach (var member in _members.Where(static m => !m.Export.IsMacro))
        {
            var name = names.Member(member.Export.Name);
            var id = member.Method is { } method ? EmitMethod(type, name, method, member.Export.HasRest)
                : member.Export.IsInRoot ? EmitRecordMethod(type, name, member)
                : EmitProperty(type, name, member);
            var summary = surface.Documentation.GetValueOrDefault(member.Export.Name) ?? $"The Sema definition {member.Export.Name}.";
            documentation.Add(new XElement("member", new XAttribute("name", id), new XElement("summary", summary)));
        }
        var root = new XElement("doc", new XElement("assembly", new XElement("name", assemblyName)), new XElement("members", documentation));
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n".ReplaceLineEndings("\n");
    }

    private void EmitGate(MethodReference unitConstructor)
    {
        var gateType = unit.Known.Type(typeof(LibraryGate));
        var gate = new FieldDefinition("gate", FieldAttributes.Private | FieldAttributes.Static | FieldAttributes.InitOnly, gateType);
        unit.UnitType.Fields.Add(gate);
        var initializer = new MethodDefinition(".cctor",
            MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
            module.TypeSystem.Void);
        var il = initializer.Body.GetILProcessor();
        il.Emit(OpCodes.Newobj, unitConstructor);
        il.Emit(OpCodes.Newobj, unit.Known.Constructor(typeof(LibraryGate), typeof(CompiledUnit)));
        il.Emit(OpCodes.Stsfld, gate);
        il.Emit(OpCodes.Ret);
        unit.UnitType.Methods.Add(initializer);
        _runOnce = new MethodDefinition(RunOnce, MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, module.TypeSystem.Void);
        il = _runOnce.Body.GetILProcessor();
        il.Emit(OpCodes.Ldsfld, gate);
        il.Emit(OpCodes.Call, unit.Known.Method(typeof(LibraryGate), nameof(LibraryGate.Pass)));
        il.Emit(OpCodes.Ret);
        unit.UnitType.Methods.Add(_runOnce);
    }

    private string EmitMethod(TypeDefinition type, string name, MethodDefinition target, bool hasRest)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, unit.Known.Value);
        type.Methods.Add(method);
        var names = new ClrNames();
        var il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Call, _runOnce);
        var ids = new List<string>();
        for (var i = 0; i < target.Parameters.Count; i++)
        {
            var isRest = hasRest && i == target.Parameters.Count - 1;
            var parameter = new ParameterDefinition(names.Parameter(target.Parameters[i].Name), ParameterAttributes.None,
                isRest ? unit.Known.ValueArray : unit.Known.Value);
            method.Parameters.Add(parameter);
            il.Emit(OpCodes.Ldarg, parameter);
            ids.Add(ValueId + (isRest ? "[]" : ""));
            if (!isRest) continue;
            parameter.CustomAttributes.Add(new CustomAttribute(unit.Known.FrameworkConstructor("System", "ParamArrayAttribute")));
            il.Emit(OpCodes.Call, unit.Known.ListFromArray);
        }
        il.Emit(OpCodes.Call, target);
        il.Emit(OpCodes.Ret);
        unit.Complete(method);
        return Id(type, name, ids);
    }

    /// <summary>A record's procedure is a value of the runtime, so the method calls that.</summary>
    private string EmitRecordMethod(TypeDefinition type, string name, Member member)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, unit.Known.Value);
        type.Methods.Add(method);
        var count = member.Export.Parameters;
        for (var i = 0; i < count; i++)
            method.Parameters.Add(new ParameterDefinition(count == 1 ? "value" : $"field{i + 1}", ParameterAttributes.None, unit.Known.Value));
        var il = method.Body.GetILProcessor();
        LoadExport(il, member);
        il.Emit(OpCodes.Call, unit.Known.Operator);
        if (count > 4)
        {
            il.Emit(OpCodes.Ldc_I4, count);
            il.Emit(OpCodes.Newarr, unit.Known.Value);
        }
        for (var i = 0; i < count; i++)
        {
            if (count > 4)
            {
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.Ldc_I4, i);
            }
            il.Emit(OpCodes.Ldarg, method.Parameters[i]);
            if (count > 4) il.Emit(OpCodes.Stelem_Any, unit.Known.Value);
        }
        il.Emit(OpCodes.Callvirt, count > 4 ? unit.Known.InvokeN : unit.Known.Invoke[count]);
        il.Emit(OpCodes.Ret);
        unit.Complete(method);
        return Id(type, name, Enumerable.Repeat(ValueId, count).ToList());
    }

    private void LoadExport(ILProcessor il, Member member)
    {
        il.Emit(OpCodes.Call, _runOnce);
        il.Emit(OpCodes.Ldsfld, member.Field);
        il.Emit(OpCodes.Ldstr, member.Export.Name);
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Call, unit.Known.Bound);
    }

    private static string Id(TypeDefinition type, string name, List<string> parameters) =>
        $"M:{type.Name}.{name}" + (parameters.Count == 0 ? "" : $"({string.Join(',', parameters)})");

    private string EmitProperty(TypeDefinition type, string name, Member member)
    {
        var getter = new MethodDefinition("get_" + name,
            MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName, unit.Known.Value);
        type.Methods.Add(getter);
        type.Properties.Add(new PropertyDefinition(name, PropertyAttributes.None, unit.Known.Value) { GetMethod = getter });
        var il = getter.Body.GetILProcessor();
        LoadExport(il, member);
        il.Emit(OpCodes.Ret);
        return $"P:{type.Name}.{name}";
    }

    private sealed record Member(LibraryExport Export, FieldDefinition Field, Global? Global, MethodDefinition? Method);
}
