using Preau.Segments;
using Preau.Tests.Architecture;

namespace Preau.Tests.Commands;

public sealed class CountCommandTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task A_segment_is_counted_by_its_name_or_as_a_tree()
    {
        await using var nation = await app.NewNation("counted");
        await nation.Seeds.Person(p => p.SupportLevel = 1);
        await nation.Seeds.Person(p => p.SupportLevel = 2);
        var tree = SegmentTree.Write(new SegmentGroup(Joining.All, [new SegmentCondition("support_level", "is", ["1"])]));
        var db = nation.Db;
        db.Add(new Segment { Name = "Très proches", Tree = tree, CreatedAt = app.Clock.GetUtcNow(), ChangedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var named = await Shell.Within(app, "count", "tres proches", "--nation", "counted", "--json");
        var given = await Shell.Within(app, "count", tree, "--nation", "counted");

        Assert.True(named.Code == 0 && given.Code == 0, named.Progress + given.Progress);
        Assert.Contains("\"segment\":\"Très proches\"", named.Output, StringComparison.Ordinal);
        Assert.Contains("\"count\":1", named.Output, StringComparison.Ordinal);
        Assert.StartsWith("1  Les personnes qui", given.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trees_of_the_manual_can_be_counted()
    {
        await using var nation = await app.NewNation();
        var manual = await File.ReadAllTextAsync(Path.Combine(Sources.Root, "docs", "operate", "commands.md"), TestContext.Current.CancellationToken);
        var trees = manual.Split("```json\n").Skip(1).Select(t => t[..t.IndexOf("```", StringComparison.Ordinal)]).ToList();

        Assert.Equal(3, trees.Count);
        foreach (var tree in trees)
        {
            var said = await Shell.Within(app, "count", tree, "--nation", nation.Facts.Slug, "--json");
            Assert.True(said.Code == 0, said.Progress);
            Assert.Contains("\"count\":0", said.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Nobody saved this", "There is no segment «Nobody saved this». None is saved yet.")]
    [InlineData("{not a tree", "This is not a segment that can be read: its JSON goes wrong at line 1, character 2.")]
    [InlineData("""{"join":"all","parts":[{"join":"and","parts":[]}]}""", "Condition 1: “and” joins nothing: “join” is “all”, “any” or “none”.")]
    [InlineData("""{"join":"all"}""", "a group, and so the whole, has “join” and a list of “parts”.")]
    [InlineData("""{"field":"city","operator":"is","values":["Lyon"]}""", "a group, and so the whole, has “join” and a list of “parts”.")]
    [InlineData("""{"join":"all","parts":[{"join":"any","parts":[{"field":"city","values":["Lyon"]}]}]}""", "Condition 1.1: This is not a segment that can be read: a condition has “field”, “operator” and a list of “values”.")]
    [InlineData("""{"join":"all","parts":[{"field":"city","operator":"is","values":[["Lyon"]]}]}""", "Condition 1: This is not a segment that can be read: a value is a text, a number, true or false.")]
    [InlineData("""{"join":"all","parts":[{"field":"shoe_size","operator":"is","values":["42"]}]}""", "There is nothing called “shoe_size” to choose people by.")]
    public async Task What_is_no_segment_is_refused_in_words(string asked, string sentence)
    {
        await using var nation = await app.NewNation();

        var said = await Shell.Within(app, "count", asked, "--nation", nation.Facts.Slug);

        Assert.Equal(1, said.Code);
        Assert.Contains(sentence, said.Progress, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Progress, StringComparison.Ordinal);
    }
}
