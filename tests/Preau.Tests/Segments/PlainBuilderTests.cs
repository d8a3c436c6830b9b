using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Tests.Segments;

/// <summary>A segment is put together without scripts: rows are added, chosen, counted and taken away by sending the form.</summary>
public sealed class PlainBuilderTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_added_filled_counted_and_saved_without_scripts()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ana", "Arnaud"), email: "ana@example.org");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Bob", "Blanc"));

        var page = await nation.Panel.Get("/segments/new");
        page = await Send(nation.Panel, page, ("field:0", "name"), ("act", "show:"));
        Assert.Equal("starts_with", Value(page, "operator:0"));
        page = await Send(nation.Panel, page, ("value:0", "blanc bo"), ("act", "show:"));
        page.Shows("1 person");
        page.Shows("People who have a name that begins with “blanc bo”");
        page = await Send(nation.Panel, page, ("act", "group:"));
        page = await Send(nation.Panel, page, ("join:1", "none"), ("field:1.0", "reachable"), ("act", "condition:1"));
        page = await Send(nation.Panel, page, ("field:1.1", "support_level"), ("act", "show:"));
        page = await Send(nation.Panel, page, ("value:1.1", "5"), ("act", "show:"));
        page.Shows("are not among those who (have a mail address or have the support level");
        page = await Send(nation.Panel, page, ("act", "remove:1.1"));
        page.DoesNotShow("have the support level");
        var saved = await Send(nation.Panel, page, ("Name", "Blanc, sans courriel"));

        Assert.Equal(HttpStatusCode.Redirect, saved.Status);
        Assert.Equal(
            """{"join":"all","parts":[{"field":"name","operator":"starts_with","values":["blanc bo"]},{"join":"none","parts":[{"field":"reachable","operator":"mail","values":[]}]}]}""",
            (await nation.Db.Segments.SingleAsync(Ct)).Tree);
    }

    [Fact]
    public async Task A_row_without_a_value_is_not_saved_as_if_it_were_not_there()
    {
        await using var nation = await app.NewNation();
        var page = await Send(nation.Panel, await nation.Panel.Get("/segments/new"), ("field:0", "age"), ("act", "show:"));

        var refused = await Send(nation.Panel, page, ("Name", "Adults"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("“Age” is not complete: give it a value, or take the condition away.");
        Assert.Equal("age", Value(refused, "field:0"));
    }

    [Fact]
    public async Task What_a_segment_asked_about_a_field_that_is_gone_is_kept_until_somebody_takes_it_away()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        const string tree = """{"join":"all","parts":[{"field":"field:job","operator":"is","values":["baker","cook"]},{"field":"reachable","operator":"mail","values":[]}]}""";
        var segment = new Segment { Name = "Bakers", Tree = tree, CreatedAt = app.Clock.GetUtcNow(), ChangedAt = app.Clock.GetUtcNow() };
        db.Add(segment);
        await db.SaveChangesAsync(Ct);

        var page = await nation.Panel.Get($"/segments/{segment.Id}/edit");
        var refused = await Send(nation.Panel, page, ("Name", "Bakers and cooks"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("Condition 1: There is nothing called “field:job” to choose people by.");
        var without = await Send(nation.Panel, refused, ("act", "remove:0"));
        Assert.Equal(HttpStatusCode.Redirect, (await Send(nation.Panel, without)).Status);

        Assert.Equal("""{"join":"all","parts":[{"field":"reachable","operator":"mail","values":[]}]}""", (await nation.Db.Segments.SingleAsync(Ct)).Tree);
    }

    [Fact]
    public async Task Forged_rows_do_not_grow_without_end()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Panel.Get("/segments/new");
        var fields = Enumerable.Range(0, 400).Select(i => ($"field:{i}", "reachable")).Append(("act", "show:")).ToArray();

        var shown = await Send(nation.Panel, page, fields);

        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.InRange(shown.Document.QuerySelectorAll("[name^='field:']").Length, 1, SegmentTree.MaxNodes);
    }

    private static Task<Page> Send(Browser browser, Page page, params (string Name, string Value)[] fields)
    {
        var form = page.Form();
        var values = form.Elements.OfType<AngleSharp.Html.Dom.IHtmlInputElement>().Where(i => i.Name is { Length: > 0 } && (i.Type != "checkbox" || i.IsChecked)).Select(i => (Name: i.Name!, i.Value))
            .Concat(form.Elements.OfType<AngleSharp.Html.Dom.IHtmlSelectElement>().Where(s => s.Name is { Length: > 0 } && s.Value is not null).Select(s => (Name: s.Name!, s.Value!)))
            .Where(v => fields.All(f => f.Name != v.Name)).Concat(fields);
        return browser.Send(new HttpRequestMessage(HttpMethod.Post, page.Path) { Content = new FormUrlEncodedContent(values.Select(v => new KeyValuePair<string, string>(v.Name, v.Item2))) });
    }

    private static string? Value(Page page, string name) => (page.Document.QuerySelector($"[name='{name}']") as AngleSharp.Html.Dom.IHtmlSelectElement)?.Value;
}
