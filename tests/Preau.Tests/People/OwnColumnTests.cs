using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Tests.People;

/// <summary>The campaign's own fields in the lists of people: as columns that each account chooses, and as what a list is narrowed to.</summary>
public sealed class OwnColumnTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_chooses_which_of_its_fields_stand_in_the_list_and_nobody_else_sees_it_so()
    {
        await using var nation = await app.NewNation();
        var (ada, zoe) = (await nation.Seeds.Person(p => p.LastName = "Aubry"), await nation.Seeds.Person(p => p.LastName = "Berger"));
        var (size, friend) = (await Field(nation, "Size", FieldKind.Choice, "M\nXL"), await Field(nation, "Friend", FieldKind.Person));
        await Field(nation, "Story", FieldKind.LongText);
        await FieldRows.Put(nation, size, ada.Id, "XL");
        await FieldRows.Put(nation, friend, ada.Id, $"{zoe.Id}");
        (await nation.Panel.Get("/people")).Shows("Choose columns");
        var chooser = await nation.Panel.Get("/people/columns?back=view%3Dall%26sort%3Dname");
        chooser.Shows("Friend");
        chooser.DoesNotShow("Story");

        var list = await (await nation.Panel.Submit("/people/columns?back=view%3Dall%26sort%3Dname", new Dictionary<string, string> { ["fields"] = $"{size.Id}" })).Follow();

        Assert.EndsWith("/people?view=all&sort=name", list.Path, StringComparison.Ordinal);
        Assert.Equal(["XL"], list.Document.QuerySelectorAll("td[data-label='Size']").Select(c => c.TextContent));
        await Choose(nation.Panel, size.Id, friend.Id);
        list = await nation.Panel.Get("/people");
        Assert.Equal($"/people/{zoe.Id}", list.Document.QuerySelector("td[data-label='Friend'] a")!.GetAttribute("href"));
        Assert.Single(await nation.Db.AuditEntries.Where(a => a.Action == "account.columns_chosen").Take(1).ToListAsync(Ct));
        Assert.Empty((await (await nation.As(Role.Staff)).Get("/people")).Document.QuerySelectorAll("td[data-label]"));
        // What is retired is simply not there.
        await nation.Db.CustomFields.Where(f => f.Id == size.Id).ExecuteUpdateAsync(s => s.SetProperty(f => f.RetiredAt, app.Clock.GetUtcNow()), Ct);
        Assert.Empty((await nation.Panel.Get("/people")).Document.QuerySelectorAll("td[data-label='Size']"));
    }

    [Fact]
    public async Task More_columns_than_a_list_can_show_are_not_taken()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        var fields = new List<long>();
        for (var i = 0; i <= OwnColumns.Most; i++) fields.Add((await Field(nation, $"Field {i}", FieldKind.Text)).Id);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Choose(nation.Panel, [.. fields])).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await Choose(nation.Panel, [.. fields.Skip(1)])).Status);

        Assert.Equal(OwnColumns.Most, (await nation.Panel.Get("/people")).Document.QuerySelectorAll("thead th").Count(h => h.TextContent.StartsWith("Field", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("size:XL", "Aubry")]
    [InlineData("skills:Posters", "Aubry,Berger")]
    [InlineData("skills:Sound", "Berger")]
    [InlineData("card:true", "Aubry")]
    [InlineData("card:false", "Berger")]
    [InlineData("size:S", "")]
    [InlineData("nothing:S", "")]
    [InlineData("card:maybe", "")]
    public async Task A_list_is_narrowed_by_a_choice_and_never_wider_than_it_says(string said, string names)
    {
        await using var nation = await app.NewNation();
        var (ada, zoe) = (await nation.Seeds.Person(p => p.LastName = "Aubry"), await nation.Seeds.Person(p => p.LastName = "Berger"));
        await nation.Seeds.Person(p => p.LastName = "Chef");
        var (size, skills, card) = (await Field(nation, "Size", FieldKind.Choice, "M\nXL"), await Field(nation, "Skills", FieldKind.Several, "Cooking\nPosters\nSound"), await Field(nation, "Card", FieldKind.Boolean));
        await FieldRows.Put(nation, size, ada.Id, "XL");
        await FieldRows.Put(nation, skills, ada.Id, "Cooking, Posters");
        await FieldRows.Put(nation, card, ada.Id, "true");
        await FieldRows.Put(nation, size, zoe.Id, "M");
        await FieldRows.Put(nation, skills, zoe.Id, "Posters, Sound");
        await FieldRows.Put(nation, card, zoe.Id, "false");

        var page = await nation.Panel.Get("/people?sort=name&own=" + Uri.EscapeDataString(said));

        Assert.Equal(names, string.Join(',', page.Document.QuerySelectorAll("tbody th").Select(h => h.TextContent.Trim().Split(' ')[^1])));
        Assert.Equal("/people?sort=name", page.Document.QuerySelector(".narrowings a")!.GetAttribute("href"));
        // The file of the list holds the same people.
        var file = (await nation.Panel.Get("/people/export?sort=name&own=" + Uri.EscapeDataString(said))).Html;
        Assert.Equal(names.Length == 0 ? 0 : names.Split(',').Length, file.Split('\n').Count(l => l.Contains("Camille", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Several_choices_at_once_mean_those_who_have_all_of_them()
    {
        await using var nation = await app.NewNation();
        var (ada, zoe) = (await nation.Seeds.Person(p => p.LastName = "Aubry"), await nation.Seeds.Person(p => p.LastName = "Berger"));
        var (size, card) = (await Field(nation, "Size", FieldKind.Choice, "M\nXL"), await Field(nation, "Card", FieldKind.Boolean));
        foreach (var person in new[] { ada, zoe }) await FieldRows.Put(nation, size, person.Id, "XL");
        await FieldRows.Put(nation, card, zoe.Id, "true");

        var page = await nation.Panel.Get("/people?own=size%3AXL&own=card%3Atrue");

        page.Shows("Berger");
        page.DoesNotShow("Aubry");
        Assert.Equal(["/people?own=card%3Atrue", "/people?own=size%3AXL"], page.Document.QuerySelectorAll(".narrowings a").Select(a => a.GetAttribute("href")));
        Assert.Equal("card:true", page.Document.QuerySelector("select[name=own] option[selected][value^='card']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_field_that_is_not_theirs_to_see_is_neither_a_column_nor_a_question()
    {
        await using var nation = await app.NewNation();
        var ada = await nation.Seeds.Person(p => p.LastName = "Aubry");
        var field = await Field(nation, "Secret", FieldKind.Choice, "Yes\nNo", FieldAudience.Finance);
        await FieldRows.Put(nation, field, ada.Id, "Yes");
        var staff = await nation.As(Role.Staff);
        (await staff.Get("/people/columns")).DoesNotShow("Secret");

        await Choose(staff, field.Id);
        // Not even where it was chosen before it was hidden.
        await nation.Db.Memberships.ExecuteUpdateAsync(s => s.SetProperty(m => m.PeopleColumns, $"{field.Id}"), Ct);

        var page = await staff.Get("/people");
        page.Shows("Aubry");
        page.DoesNotShow("Secret");
        (await staff.Get("/people?own=secret%3AYes")).Shows("Nobody like that");
        (await (await nation.As(Role.Finance)).Get("/people?own=secret%3AYes")).Shows("Aubry");
    }

    private static async Task<Page> Choose(Browser browser, params long[] fields)
    {
        var page = await browser.Get("/people/columns");
        var token = page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await browser.Send(new HttpRequestMessage(HttpMethod.Post, "/people/columns") { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>("fields", $"{f}"))]) });
    }

    private static async Task<CustomField> Field(TestNation nation, string name, FieldKind kind, string choices = "", FieldAudience seenBy = FieldAudience.Everybody)
    {
        var db = nation.Db;
        var field = new CustomField { Slug = Slug.Of(name).Replace('-', '_'), Name = name, Kind = kind, Choices = choices, Position = await db.CustomFields.CountAsync(Ct), SeenBy = seenBy };
        db.Add(field);
        await db.SaveChangesAsync(Ct);
        return field;
    }
}
