using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;

namespace Preau.Tests.Duplicates;

public sealed class FindOtherTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("roux")]
    [InlineData("LUC roux")]
    [InlineData("luc@example.org")]
    [InlineData("06 39 98 00 12")]
    [InlineData("0639980012")]
    public async Task The_other_record_is_found_by_its_name_its_mail_or_its_telephone(string typed)
    {
        await using var nation = await app.NewNation();
        var one = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ana", "Roux"), email: "ana@example.org")).Id;
        var other = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Luc", "Roux"), email: "luc@example.org", phone: "+33639980012")).Id;

        var answer = await nation.Panel.Get($"/people/{one}/merge?who={Uri.EscapeDataString(typed)}");

        Assert.Equal($"/duplicates/pair?keep={one}&gone={other}", answer.Location);
    }

    [Fact]
    public async Task The_other_record_is_found_by_its_number_however_that_is_written()
    {
        await using var nation = await app.NewNation();
        var one = (await nation.Seeds.Person()).Id;
        var other = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Luc", "Roux"))).Id;

        foreach (var typed in new[] { $"{other}", $"#{other}", $" {other:00 0} ", $"#{other} Luc Roux" })
        {
            Assert.Equal($"/duplicates/pair?keep={one}&gone={other}", (await nation.Panel.Get($"/people/{one}/merge?who={Uri.EscapeDataString(typed)}")).Location);
        }
    }

    [Fact]
    public async Task Namesakes_are_told_apart_by_town_mail_and_year_of_birth()
    {
        await using var nation = await app.NewNation();
        var one = (await Marie(nation, 1960)).Id;
        var (elder, younger) = (await Marie(nation, 1971), await Marie(nation, 1999, "marie@example.org"));
        var db = nation.Db;
        db.Add(new PersonAddress { PersonId = elder.Id, City = "Valmorin", Country = "FR" });
        await db.SaveChangesAsync(Ct);

        var page = await nation.Panel.Get($"/people/{one}/merge?who=marie+dupont");

        page.Shows("Valmorin · 1971");
        page.Shows("marie@example.org · 1999");
        Assert.Equal([$"/duplicates/pair?keep={one}&gone={elder.Id}", $"/duplicates/pair?keep={one}&gone={younger.Id}"], page.Document.QuerySelectorAll("main td a").Select(a => a.GetAttribute("href")));
        Assert.Equal("marie dupont", page.Document.QuerySelector("main [name=who]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Neither_the_person_themselves_nor_somebody_archived_is_offered()
    {
        await using var nation = await app.NewNation();
        var one = (await Marie(nation, 1960)).Id;
        var archived = (await Marie(nation, 1971, archivedAt: app.Clock.GetUtcNow())).Id;

        (await nation.Panel.Get($"/people/{one}/merge?who=dupont")).Shows("Nobody else is found by “dupont”");
        Assert.Empty((await nation.Panel.Get($"/people/pick?but={one}&who=dupont")).Document.QuerySelectorAll("option"));
        (await (await nation.Panel.Get($"/people/{one}/merge?who={archived}")).Follow()).Shows("One of them is archived. Restore that record first.");
        (await nation.Panel.Get($"/people/{one}/merge")).Shows("Find the other record");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/people/4711/merge?who=dupont")).Status);
    }

    [Fact]
    public async Task A_browser_that_filters_suggestions_by_letters_is_told_why_each_is_one()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Hélène", "Roux", new DateOnly(1980, 1, 1)), phone: "+33639980012");

        async Task<string> Beside(string typed) => (await nation.Panel.Get($"/people/pick?who={Uri.EscapeDataString(typed)}")).Document.QuerySelector($"option[value^='#{person.Id} ']")!.TextContent;

        Assert.Equal("1980", await Beside("Hélène"));
        Assert.Equal("1980 · helene", await Beside("helene"));
        Assert.Equal("1980 · 06 39 98", await Beside("06 39 98"));
    }

    [Fact]
    public async Task Volunteers_are_offered_only_their_own_people_with_covered_addresses()
    {
        await using var nation = await app.NewNation();
        var volunteer = await nation.As(Role.Volunteer);
        var account = await nation.Db.Memberships.Where(m => m.Role == Role.Volunteer).Select(m => m.AccountId).SingleAsync(Ct);
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.AssigneeId) = ("Ana", "Roux", account), email: "ana.roux@example.org");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Luc", "Roux"), email: "luc.roux@example.org");

        var offered = await volunteer.Get("/people/pick?who=roux");

        Assert.Single(offered.Document.QuerySelectorAll("option"));
        Assert.DoesNotContain("ana.roux@example.org", offered.Html, StringComparison.Ordinal);
    }

    private static Task<Person> Marie(TestNation nation, int born, string? email = null, DateTimeOffset? archivedAt = null) => nation.Seeds.Person(
        p =>
        {
            (p.FirstName, p.LastName, p.BornOn) = ("Marie", "Dupont", new DateOnly(born, 5, 1));
            if (archivedAt is { } at) p.Archive(at);
        },
        email: email);
}
