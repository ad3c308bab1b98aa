namespace Sema.Runtime.Builtins;

/// <summary>Tests for the values of language models, of which this runtime has no kind yet: nothing that exists is one.</summary>
[BuiltinGroup("predicates")]
public static class ModelPredicates
{
    /// <summary>An agent.</summary>
    [Builtin("agent?", Parameters = "x", Doc = "Whether x is an agent; no value of this version is.")]
    public static bool IsAgent(Value x) => false;

    /// <summary>A conversation.</summary>
    [Builtin("conversation?", Parameters = "x", Doc = "Whether x is a conversation; no value of this version is.")]
    public static bool IsConversation(Value x) => false;

    /// <summary>A message.</summary>
    [Builtin("message?", Parameters = "x", Doc = "Whether x is a message; no value of this version is.")]
    public static bool IsMessage(Value x) => false;

    /// <summary>A prompt.</summary>
    [Builtin("prompt?", Parameters = "x", Doc = "Whether x is a prompt; no value of this version is.")]
    public static bool IsPrompt(Value x) => false;

    /// <summary>A tool.</summary>
    [Builtin("tool?", Parameters = "x", Doc = "Whether x is a tool; no value of this version is.")]
    public static bool IsTool(Value x) => false;
}
