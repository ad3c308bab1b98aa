namespace Sema.Compiler.Expansion;

/// <summary>Finds the files of imports and loads while a program is expanded (§7).</summary>
public interface IModuleLinker
{
    /// <summary>
    /// What stands for an <c>import</c> or <c>load</c> form that is always evaluated just once, or null when it is left to run time. The
    /// macros of the file are usable in the code that the expander expands from now on.
    /// </summary>
    Syntax? Link(SyntaxList form, Expander importer);
}
