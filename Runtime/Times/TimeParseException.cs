namespace Sema.Runtime.Times;

/// <summary>Why a text tells no moment; <c>time/parse</c> makes a condition of it.</summary>
public sealed class TimeParseException(string message) : Exception(message);
