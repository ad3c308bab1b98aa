namespace Sema.Compiler.Diagnostics;

/// <summary>
/// What an error or warning of the compiler means, in general: <c>semac explain CODE</c>. Its words at a place of a program are in
/// <see cref="DiagnosticBag"/>.
/// </summary>
/// <param name="Code">The code: SEMA and four digits, from 0101 on for warnings.</param>
/// <param name="Title">What is wrong, in a line.</param>
/// <param name="Text">Why that matters, and what to do.</param>
/// <param name="Example">A whole program with that fault; null where one text alone cannot have it.</param>
public sealed record DiagnosticCode(string Code, string Title, string Text, string? Example)
{
    /// <summary>All codes in order.</summary>
    public static IReadOnlyList<DiagnosticCode> All { get; } =
    [
        new("SEMA0001", "the text cannot be read",
            "A bracket or quote is missing or wrong, or a character stands where none can. Nothing of the file is compiled.",
            "(println \"hello\""),
        new("SEMA0002", "a special form with the wrong number of parts",
            "Special forms have a fixed shape: if takes a test, a branch and perhaps another one.",
            "(if)"),
        new("SEMA0003", "a special form with a part of the wrong kind",
            "For example, the parameters of fn are a list or a vector.",
            "(fn 5 1)"),
        new("SEMA0004", "a malformed special form",
            "The form has the right number of parts, but one of them is not what it must be.",
            "(let ((x)) x)"),
        new("SEMA0005", "the text is nested too deeply",
            "10,000 levels always compile; what is nested deeper than the compiler's stack allows does not.",
            null),
        new("SEMA0006", "the file cannot be read",
            "It does not exist, is a directory, may not be opened, or is not UTF-8.",
            null),
        new("SEMA0010", "a macro failed",
            "The macro raised while it was expanded, or got the wrong number of forms. Macros run when the program is compiled: try cannot catch what they raise.",
            "(defmacro twice (x) (list '* 2 x))\n(twice 1 2)"),
        new("SEMA0011", "files that import each other",
            "A file is imported, directly or through others, by itself. Move what both need into a third file.",
            null),
        new("SEMA0101", "an import or load of a file that is not there",
            "The file is looked for again when the program runs, and an :io condition is raised if it is still missing.",
            "(import \"no-such-file.sema\")"),
        new("SEMA0102", "an import of a name that the file does not export",
            "When the import runs it raises a condition. Add the name to the (export …) of the module.",
            null),
        new("SEMA0103", "an unknown name",
            "No definition, import or builtin provides the name: when it is reached, 'Unbound variable' is raised. A program that uses eval, or imports files that are only found when it runs, can define any name then, so names are not checked there.",
            "(define (greet name) (prinln \"hello\" name))\n(greet \"you\")"),
        new("SEMA0104", "an assignment to a name that is not defined",
            "set! of an unknown name creates a global variable, which is most often a slip of the pen. Define the variable first.",
            "(define counter 0)\n(set! countr 1)"),
        new("SEMA0105", "a call with the wrong number of arguments",
            "The procedure is known and does not accept that many: the call raises an :arity condition when it is reached.",
            "(define (area width height) (* width height))\n(area 3)"),
        new("SEMA0106", "a call of something that is no procedure",
            "A number, string or other datum stands where the procedure of a call belongs. Data are quoted: '(1 2).",
            "(define primes (2 3 5))"),
        new("SEMA0107", "an internal definition that is not used",
            "A name is defined in a body and never read there. A name that begins with _ is not reported.",
            "(define (area r)\n  (define pi2 6.28)\n  (* 3.14 r r))\n(area 1)"),
        new("SEMA0108", "a key that stands twice in a map",
            "Of several values of a key in a map literal the last one counts.",
            "(println {:name \"a\" :size 1 :name \"b\"})"),
        new("SEMA0109", "a clause that is never reached",
            "An earlier clause - else, a constant, in match a name without a guard - takes everything. A name in a match pattern is always a new variable, never compared with a variable of that name.",
            "(define limit 10)\n(match 5 (limit :at-the-limit) (_ :other))"),
        new("SEMA0110", "a datum that an earlier clause takes",
            "The same datum stands in two clauses of a case or match: the later one is never reached for it.",
            "(case 5 ((1 2) :low) ((2 3) :middle) (else :high))"),
        new("SEMA0111", "two parameters of one name",
            "The second one hides the first.",
            "(define (distance x x) (- x x))\n(distance 1 2)"),
        new("SEMA0112", "an expression whose value is not used",
            "Only the last form of a body gives it its value; a datum, quoted form or procedure before it does nothing.",
            "(define (answer)\n  42\n  (println \"done\"))\n(answer)"),
        new("SEMA0113", "a procedure that is defined twice",
            "The later definition replaces the earlier one from the moment when it is reached.",
            "(define (f) 1)\n(define (f) 2)\n(f)"),
    ];

    /// <summary>Whether it is a warning by itself.</summary>
    public Severity Severity => string.CompareOrdinal(Code, "SEMA0100") > 0 ? Severity.Warning : Severity.Error;

    /// <summary>The text that <c>semac explain</c> prints.</summary>
    public string Explanation =>
        $"{Severity.ToString().ToLowerInvariant()}[{Code}]: {Title}\n\n{Text}\n"
        + (Example is null ? "" : $"\nFor example:\n\n    {Example.Replace("\n", "\n    ")}\n")
        + (Severity == Severity.Warning ? $"\nThe program is built all the same. --no-warn {Code} silences it, --strict makes it an error.\n" : "");

    /// <summary>The meaning of a code, or null.</summary>
    public static DiagnosticCode? Find(string code) => All.FirstOrDefault(c => c.Code == code);
}
