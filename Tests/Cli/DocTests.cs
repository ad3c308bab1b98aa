using Sema.Compiler.Cli;

namespace Sema.Tests.Cli;

/// <summary>The documentation of the builtins.</summary>
[TestFixture]
public sealed class DocTests
{
    [Test]
    public void The_list_of_builtins_is_up_to_date() =>
        Assert.That(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "docs", "builtins.md")).ReplaceLineEndings("\n"),
            Is.EqualTo(DocCommand.Markdown().ReplaceLineEndings("\n")), "run ./build.sh docs");

    private static (int ExitCode, string Output, string Error) Doc(params string[] arguments) =>
        Processes.Dotnet([typeof(CommandLine).Assembly.Location, "doc", .. arguments]);

    [TestCase("first", "(car seq)")]
    [TestCase("SORT", "(sort seq [cmp])")]
    [TestCase("base64", "(base64/decode s)")]
    [TestCase("digest", "(hash/hmac-sha256 key message)|(hash/md5 s)")]
    public void The_best_match_comes_first(string word, string first)
    {
        var (exitCode, output, error) = Doc("search", word);
        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        Assert.That(first.Split('|'), Has.Some.EqualTo(output.Split("   ")[0]));
    }

    [Test]
    public void Nothing_found_is_said()
    {
        var (exitCode, output, error) = Doc("search", "xyzzy");
        Assert.That((exitCode, output), Is.EqualTo((CommandLine.Raised, "")));
        Assert.That(error, Does.Contain("nothing about 'xyzzy'"));
    }

    [Test]
    public void A_misspelt_name_gets_a_suggestion() => Assert.That(Doc("lenght").Error, Does.Contain("Did you mean 'length'?"));
}
