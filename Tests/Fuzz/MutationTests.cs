using System.Text;
using System.Text.Json;
using Sema.Compiler;

namespace Sema.Tests.Fuzz;

/// <summary>
/// Programs of the language specification with parts cut out, doubled and exchanged at random, the same ones each time: the compiler
/// compiles them or says what is wrong, and nothing else.
/// </summary>
[TestFixture]
public sealed class MutationTests
{
    private static readonly string[] Tokens =
    [
        "(", ")", "[", "]", "{", "}", "'", "`", ",", ",@", ".", "&", "_", "...", "nil", "#t", "()", "[]", "{}", "#(", "%", "%2", "\"", "f\"${", "}\"",
        "#\\a", "#u8(", "1", "1/0", "-1", "1e400", "99999999999999999999", ":a", ":keys", "if", "cond", "else", "case", "let", "let*", "letrec", "lp", "fn",
        "define", "defun", "set!", "begin", "do", "while", "match", "when", "try", "catch", "throw", "delay", "force", "quasiquote", "unquote",
        "unquote-splicing", "define-record-type", "define-values", "let-values", "defmulti", "defmethod", "module", "export", "import", "load", "eval",
        "macroexpand", "defmacro", "define-syntax", "syntax-rules", "->", "->>", "as->", "some->", "guard", "parameterize", "dotimes", "for-range",
        "%import", "%units", "%defmacro", "%define-syntax", "__vm-str", "apply", "values", "and", "or", "\0", "\r", "😀", "é", ";", "#|", "|#", "#;",
    ];

    private static List<string> Sources()
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "Language", "examples.json");
        using var sections = JsonDocument.Parse(File.ReadAllText(file));
        return sections.RootElement.EnumerateObject().SelectMany(static s => s.Value.EnumerateArray())
            .Select(static e => e.GetProperty("source").GetString()!).ToList();
    }

    private static string Mutated(string source, Random random)
    {
        var text = new StringBuilder(source);
        for (var changes = random.Next(1, 4); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 12), text.Length - at);
            switch (random.Next(5))
            {
                case 0: text.Remove(at, length); break;
                case 1: text.Insert(at, text.ToString(at, length)); break;
                case 2: text.Insert(random.Next(text.Length), text.ToString(at, length)); break;
                case 3: text.Insert(at, $" {Tokens[random.Next(Tokens.Length)]} "); break;
                default:
                    text.Remove(at, length);
                    text.Insert(at, $" {Tokens[random.Next(Tokens.Length)]} ");
                    break;
            }
        }
        return text.ToString();
    }

    // Macros that run at compile time may, once changed, run for ever: their programs are read only.
    private static bool RunsCode(string text) => text.Contains("macro", StringComparison.Ordinal) || text.Contains("syntax", StringComparison.Ordinal);

    [Test]
    public void A_changed_program_compiles_or_is_an_error_of_the_program()
    {
        var random = new Random(20260101);
        var sources = Sources();
        string text = "";
        var (compiled, rejected) = (0, 0);
        StackGuard.RunOnLargeStack(() =>
        {
            for (var i = 0; i < 3000; i++)
            {
                text = Mutated(sources[random.Next(sources.Count)], random);
                var compilation = new Compilation(new SourceText(text));
                try
                {
                    if (RunsCode(text)) compilation.Dump("syntax");
                    else if ((i % 4 == 0 ? compilation.Emit("fuzz", hasEntryPoint: true) : (object?)compilation.Resolve()) is not null) compiled++;
                    if (compilation.Diagnostics.IsFailure) rejected++;
                }
                catch (Exception e)
                {
                    Assert.Fail($"{e.GetType().Name}: {e.Message}\nin: {text}\n{e.StackTrace}");
                }
            }
        });
        // Both kinds must be there, or the changes are too small or too great to find anything.
        Assert.That(compiled, Is.GreaterThan(300));
        Assert.That(rejected, Is.GreaterThan(300));
    }
}
