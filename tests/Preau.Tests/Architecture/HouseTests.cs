using System.Text.RegularExpressions;

namespace Preau.Tests.Architecture;

public sealed partial class HouseTests
{
    [Fact]
    public void No_file_is_longer_than_400_lines() => Sources.None(
        Everywhere(".cs", ".cshtml", ".js", ".mjs", ".css", ".sql").Select(f => (File: Sources.Relative(f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > 400).Select(f => $"{f.File}: {f.Lines} lines"));

    [Fact]
    public void Names_say_what_they_hold() => Sources.None(
        Everywhere(".cs").Concat(Everywhere(".cshtml")).Select(Sources.Relative).Where(f => EmptyNames().IsMatch(Path.GetFileName(f).Split('.')[0])));

    [Fact]
    public void Every_statement_names_the_nation() => Sources.None(
        Sources.Files(Path.Combine(Sources.Root, "src"), ".sql")
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(f => !File.ReadAllText(f).Contains("nation_id", StringComparison.Ordinal) && !File.ReadLines(f).First().Contains("every nation", StringComparison.Ordinal))
            .Select(f => $"{Sources.Relative(f)}: no nation_id, and its first line does not say that it is for every nation"));

    [Fact]
    public void Where_the_stores_differ_there_is_a_statement_for_each() => Sources.None(
        Sources.Files(Path.Combine(Sources.Root, "src"), ".sqlite.sql", ".postgres.sql")
            .Where(f => !File.Exists(f.EndsWith(".sqlite.sql", StringComparison.Ordinal) ? f.Replace(".sqlite.sql", ".postgres.sql", StringComparison.Ordinal) : f.Replace(".postgres.sql", ".sqlite.sql", StringComparison.Ordinal)))
            .Select(Sources.Relative));

    [Fact]
    public void Pages_have_no_inline_script_or_style() => Sources.None(
        Sources.Files(Sources.Product, ".cshtml").Where(f => Inline().IsMatch(File.ReadAllText(f))).Select(Sources.Relative));

    [Fact]
    public void Nothing_is_half_meant() => Sources.None(
        Everywhere(".cs", ".cshtml", ".js", ".css", ".sql").SelectMany(f => File.ReadLines(f).Index().Where(l => HalfMeant().IsMatch(l.Item)).Select(l => $"{Sources.Relative(f)}:{l.Index + 1}")));

    [Fact]
    public void Namespaces_that_are_used_stand_in_order_with_those_of_System_first() => Sources.None(
        Everywhere(".cs").Where(f =>
        {
            var used = File.ReadLines(f).TakeWhile(l => !l.StartsWith("namespace ", StringComparison.Ordinal)).Select(l => PlainUsing().Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value).ToList();
            return !used.SequenceEqual(used.OrderBy(n => n.Split('.')[0] == "System" ? 0 : 1).ThenBy(n => n, StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);
        }).Select(Sources.Relative));

    private static IEnumerable<string> Everywhere(params string[] endings) =>
        new[] { "src", "tests", "bench", "tools" }.Select(f => Path.Combine(Sources.Root, f)).Where(Directory.Exists).SelectMany(f => Sources.Files(f, endings));

    [GeneratedRegex(@"^using (?<name>[\w.]+);$")]
    private static partial Regex PlainUsing();

    [GeneratedRegex("(Manager|(?<!Tag)Helpers?|Utils?|Service|Processor|(?<!Tag)Extensions|Common|Impl|Dto)$")]
    private static partial Regex EmptyNames();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)(?![^>]*type=""(?:application/json|importmap|speculationrules)"")[^>]*>|\sstyle=""|\shx-on|\son[a-z]+=""")]
    private static partial Regex Inline();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|NotImplemented" + @"Exception)\b")]
    private static partial Regex HalfMeant();
}
