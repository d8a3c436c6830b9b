using System.Net;
using Microsoft.AspNetCore.Hosting;
using Preau.Tests.Access;

namespace Preau.Tests.Design;

public sealed class ProductionApp : PreauApp
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseEnvironment("Production");
    }
}

/// <summary>The living page of patterns: whole in development, not there anywhere else.</summary>
public sealed class DesignTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Every_pattern_is_shown_in_both_languages_with_its_states()
    {
        await using var nation = await app.NewNation();
        foreach (var (path, states) in new[]
        {
            ("/design/list", new[] { "A million rows", "Long text", "Empty", "Error", "Busy" }), ("/design/record", ["Long text", "Empty"]), ("/design/form", ["Empty", "Long text", "Error", "Busy"]),
            ("/design/wizard", ["Step 1 of 3", "Long text"]), ("/design/work", ["Busy", "Finished", "Error", "Empty", "Long text"]), ("/design/empty", ["Nobody yet"]), ("/design/confirmation", ["1,000,000 rows will go for good.", "Long text"]), ("/design", ["Buttons"]),
        })
        {
            var page = await nation.Panel.Get(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            foreach (var state in states) page.Shows(state);
            Assert.Empty(page.Document.QuerySelectorAll("main script, [style]"));
        }

        await nation.Panel.PostFrom("/account", "/language", new { language = "fr" });
        (await nation.Panel.Get("/design/form")).Shows("Texte long");
    }

    [Fact]
    public async Task The_million_rows_are_read_from_a_place_and_end_where_they_end()
    {
        await using var nation = await app.NewNation();
        var first = await nation.Panel.Get("/design/list");
        Assert.Equal("/design/list?after=25", first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href"));

        var last = await nation.Panel.Get("/design/list?after=999980");
        Assert.Null(last.Document.QuerySelector("a[rel=next]"));
        Assert.Equal(20, last.Document.QuerySelectorAll("table.list")[0].QuerySelectorAll("tbody tr").Length);
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get("/design/list?after=-5")).Status);
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get("/design/list?after=99999999999")).Status);
    }

    [Fact]
    public async Task A_form_that_cannot_be_taken_comes_back_filled_with_what_is_wrong_at_its_field()
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Submit("/design/form", new { Blank_Name = "", Blank_Email = "nobody", Blank_Support = "9" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows("3 things to put right");
        Assert.Equal("nobody", page.Document.QuerySelector("[name=\"Blank.Email\"][aria-invalid=true]")!.GetAttribute("value"));
        (await (await nation.Panel.Submit("/design/form", new { Blank_Name = "Ada" })).Follow()).Shows("Saved.");
    }

    [Fact]
    public async Task Long_work_moves_answers_with_its_bar_alone_and_stops_asking_at_its_end()
    {
        await using var nation = await app.NewNation();
        var bar = (await nation.Panel.Get("/design/work")).Document.QuerySelector("[hx-get]")!;
        app.Clock.Advance(TimeSpan.FromSeconds(10));

        var part = await Part(nation, bar.GetAttribute("hx-get")!);
        part.Shows("200,000 / 1,000,000");
        Assert.DoesNotContain("<html", part.Html, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await Part(nation, bar.GetAttribute("hx-get")!)).Document.QuerySelector("[hx-get]"));
    }

    private static Task<Page> Part(TestNation nation, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("HX-Request-Type", "partial");
        return nation.Panel.Send(request);
    }
}

public sealed class NoDesignTests(ProductionApp app) : IClassFixture<ProductionApp>
{
    [Fact]
    public async Task In_production_none_of_it_has_an_address()
    {
        await using var nation = await app.NewNation();

        Assert.DoesNotContain(await Door.All(app.Services), d => d.Route.StartsWith("design", StringComparison.Ordinal));
        foreach (var path in new[] { "/design", "/design/list", "/design/form" }) Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get("/people")).Status);
    }
}
