namespace Sema.Compiler.Modules;

/// <summary>
/// What a global is called in a linked program: in the program itself its name, in a module its name together with the module's.
/// </summary>
internal static class LinkName
{
    /// <summary>Separates the two parts; no source text can hold it in a symbol.</summary>
    private const char Separator = '\0';

    /// <summary>The global of a module, of the program itself when <paramref name="module"/> is null.</summary>
    public static string Of(string name, string? module) => module is null ? name : name + Separator + module;

    /// <summary>The two parts; the module is null for a global of the program itself.</summary>
    public static (string Name, string? Module) Parts(string linkName)
    {
        var end = linkName.IndexOf(Separator);
        return end < 0 ? (linkName, null) : (linkName[..end], linkName[(end + 1)..]);
    }
}
