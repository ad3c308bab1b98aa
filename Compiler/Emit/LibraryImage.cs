namespace Sema.Compiler.Emit;

/// <summary>A compiled library: the assembly, and the documentation of its C# class as the file that lies beside it.</summary>
public sealed record LibraryImage(byte[] Assembly, string Documentation);
