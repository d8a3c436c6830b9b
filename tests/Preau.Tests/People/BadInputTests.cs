using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Preau.Tests.People;

public sealed class BadInputTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/sources")]
    [InlineData("/file")]
    [InlineData("/erasure")]
    public async Task A_person_of_another_nation_is_not_there(string page)
    {
        await using var mine = await app.NewNation();
        await using var other = await app.NewNation();
        // Numbers begin at one in every nation: this one is somebody there, and nobody here.
        await other.Seeds.Person(p => p.LastName = "Ailleurs");
        var stranger = await other.Seeds.Person(p => p.LastName = "Autrepart");
        await mine.Seeds.Person();

        Assert.Equal(HttpStatusCode.NotFound, (await mine.Panel.Get($"/people/{stranger.Id + 1000}{page}")).Status);
        (await mine.Panel.Get("/people?view=all&q=ailleurs")).DoesNotShow("Camille Ailleurs");
        Assert.DoesNotContain("Autrepart", (await mine.Panel.Get($"/people/{stranger.Id}{page}")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 7000)]
    [InlineData("abcdefghij ", 700)]
    [InlineData("ab cd ef gh ", 600)]
    [InlineData("😀", 600)]
    public async Task A_search_for_a_page_of_text_is_one_for_its_beginning(string piece, int times)
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => p.LastName = "Aab");
        var before = GC.GetTotalAllocatedBytes();

        var page = await nation.Panel.Get("/people?q=" + Uri.EscapeDataString(string.Concat(Enumerable.Repeat(piece, times))));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        page.Shows("Nobody like that");
        // What one such search took was gigabytes. Other tests run beside this one.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 2L << 30);
    }

    [Fact]
    public async Task Scripts_are_shown_as_the_text_they_are()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"), email: "x@example.org");
        await nation.Panel.Submit($"/people/{person.Id}", new { add = "<b>gras</b>" }, $"/people/{person.Id}/tags");

        foreach (var path in new[] { "/people", $"/people/{person.Id}", $"/people/{person.Id}/edit", "/tags", "/people?q=" + Uri.EscapeDataString("<script>alert(1)</script>") })
        {
            var page = await nation.Panel.Get(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>gras", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_field_of_a_megabyte_is_refused_in_words_and_nothing_is_saved()
    {
        await using var nation = await app.NewNation();
        var huge = new string('x', 1_000_000);

        var form = await nation.Panel.Submit("/people/new", new Dictionary<string, string> { ["Form.LastName"] = huge });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, form.Status);
        form.Shows("can have 80 characters at most");

        var person = await nation.Seeds.Person();
        await nation.Panel.Submit($"/people/{person.Id}", new { text = huge }, $"/people/{person.Id}/notes");
        await nation.Panel.Submit($"/people/{person.Id}", new { add = huge }, $"/people/{person.Id}/tags");
        Assert.Empty(await nation.Db.Notes.ToListAsync(Ct));
        Assert.All(await nation.Db.Tags.ToListAsync(Ct), t => Assert.True(t.Name.Length <= 80));
    }

    [Fact]
    public async Task A_form_with_a_nul_in_it_is_refused_whole()
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Submit("/people/new", new Dictionary<string, string> { ["Form.LastName"] = "Du\0pont" });

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
    }

    [Theory]
    [InlineData("?after=!!!!&sort=nothing")]
    [InlineData("?view=elsewhere&tag=abc&support=-1&from=31-02-2026&to=never")]
    [InlineData("?from=0001-01-01&to=9999-12-31")]
    [InlineData("?assignee=99999999999999999999&source=%3B%27--&consent=love&has=wings")]
    [InlineData("?q=%25%5F%5C%27%22%3B%00")]
    [InlineData("?q=a%00b@c&source=%00")]
    [InlineData("?q=%23999999999999999999999")]
    public async Task A_mangled_address_still_gives_a_list(string query)
    {
        await using var nation = await app.NewNation();

        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get("/people" + query)).Status);
    }
}
