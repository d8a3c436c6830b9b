namespace Preau.Tests.Panel;

public sealed class ToolbarTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Theory]
    [InlineData("/gifts", "?q=nobody")]
    [InlineData("/pages", "?q=nothing")]
    [InlineData("/audit", "?who=visitor")]
    [InlineData("/mail", "?q=nothing")]
    public async Task The_way_back_to_the_whole_list_is_there_once_something_was_taken_away(string list, string filter)
    {
        await using var nation = await app.NewNation();

        Assert.DoesNotContain("Show all", Toolbar(await nation.Panel.Get(list)), StringComparison.Ordinal);
        Assert.Contains("Show all", Toolbar(await nation.Panel.Get(list + filter)), StringComparison.Ordinal);
    }

    private static string Toolbar(Page page) => page.Document.QuerySelector("form.toolbar")?.TextContent ?? "";
}
