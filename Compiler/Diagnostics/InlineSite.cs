namespace Sema.Compiler.Diagnostics;

/// <summary>
/// What stack traces show of code that was moved into another procedure, so that they say the same as if it had been called.
/// </summary>
/// <param name="Procedure">The procedure that the code belonged to; null for the one that it is in.</param>
/// <param name="IsTailCall">Whether the node was a call in tail position: then the procedure is not shown, unless the call itself failed.</param>
public sealed record InlineSite(InlinedProcedure? Procedure, bool IsTailCall);

/// <summary>A procedure whose body was moved.</summary>
/// <param name="Name">Its name in traces; null when they do not show it.</param>
/// <param name="Call">The call that the body replaces; null when that was made by a builtin, where a trace ends (§8.1).</param>
public sealed record InlinedProcedure(string? Name, SourceSpan? Call);
