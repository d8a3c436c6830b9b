using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Feed;

namespace Preau.Tests.Duplicates;

public sealed class FindTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_who_comes_in_twice_is_suggested_as_soon_as_the_feed_tells_of_them_with_score_and_reasons()
    {
        await using var nation = await app.NewNation();
        var born = new DateOnly(1980, 5, 6);
        var one = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Anne-Lise", "Le Goff", born), "al@example.org", "+33639980001");
        var two = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("ANNE LISE", "LEGOFF", born), "al@example.org");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Marc", "Le Goff"), phone: "+33639980001");
        await nation.RunFeed();

        var pair = await nation.Db.Duplicates.SingleAsync(Ct);

        Assert.Equal((one.Id, two.Id, 100, true, "mail,name,born"), (pair.PersonId, pair.OtherPersonId, pair.Score, pair.IsSure, pair.Reasons));
        var page = await nation.Panel.Get("/duplicates");
        page.Shows("Anne-Lise Le Goff");
        page.Shows("born in 1980");
        page.Shows("same date of birth");
        page.Shows("1 pair is sure");
        (await nation.Panel.Get($"/people/{one.Id}")).Shows("May be the same as");
        (await nation.Panel.Get("/duplicates?show=possible")).Shows("No duplicates");
        (await nation.Panel.Get("/duplicates?show=sure&sort=found&after=x~y")).Shows("ANNE LISE LEGOFF");
    }

    [Fact]
    public async Task A_pair_goes_when_what_spoke_for_it_is_corrected_or_one_of_them_is_archived()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jeanne", "Aubry"), "a@example.org");
        var two = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jeanne", "Aubry"), "a@example.org");
        await nation.RunFeed();
        Assert.Equal("mail,name", (await nation.Db.Duplicates.SingleAsync(Ct)).Reasons);
        var db = nation.Db;
        (await db.People.SingleAsync(p => p.Id == two.Id, Ct)).FirstName = "Paul";
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();
        Assert.False(await nation.Db.Duplicates.AnyAsync(Ct));

        (await db.People.SingleAsync(p => p.Id == two.Id, Ct)).FirstName = "Jeanne";
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();
        Assert.True(await nation.Db.Duplicates.AnyAsync(Ct));
        (await db.People.SingleAsync(p => p.Id == two.Id, Ct)).Archive(app.Clock.GetUtcNow());
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();
        Assert.False(await nation.Db.Duplicates.AnyAsync(Ct));
    }

    [Fact]
    public async Task A_rebuild_finds_what_following_the_feed_found()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 30; i++)
        {
            var number = i % 10;
            await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Camille", $"Rousseau{(char)('a' + number)}", new DateOnly(1970, 1, 1 + (number % 3))), i % 4 == 0 ? $"c{number}@example.org" : null, i % 3 == 0 ? $"+3363998{number:D4}" : null);
        }

        await nation.RunFeed();
        var followed = await Pairs(nation);
        Assert.Equal(30, followed.Count);
        await nation.Db.Duplicates.ExecuteDeleteAsync(Ct);

        await app.Services.GetRequiredService<RebuildReader>().Run(FollowPeople.ReaderName, Ct);

        Assert.Equal(followed, await Pairs(nation));
    }

    [Fact]
    public async Task What_an_office_shares_suggests_nobody()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i <= 20; i++) await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jeanne", "Aubry"), phone: "+33199000000");
        await nation.RunFeed();

        Assert.False(await nation.Db.Duplicates.AnyAsync(Ct));
        (await nation.Panel.Get("/duplicates")).Shows("more than 20 people share");
    }

    [Fact]
    public async Task Two_people_are_never_suggested_again_until_somebody_takes_that_back()
    {
        await using var nation = await app.NewNation();
        var one = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jeanne", "Aubry"), "a@example.org");
        var two = await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jeanne", "Aubry"), "a@example.org");
        await nation.RunFeed();
        var panel = nation.Panel;

        await panel.PostFrom("/duplicates", "/duplicates/distinction", new[] { KeyValuePair.Create("people", $"{two.Id}"), KeyValuePair.Create("people", $"{one.Id}") });
        var db = nation.Db;
        (await db.People.SingleAsync(p => p.Id == one.Id, Ct)).Employer = "Mairie";
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();
        await app.Services.GetRequiredService<RebuildReader>().Run(FollowPeople.ReaderName, Ct);

        Assert.Equal(PairState.Distinct, (await nation.Db.Duplicates.SingleAsync(Ct)).State);
        (await panel.Get("/duplicates")).Shows("No duplicates");
        (await panel.Get("/duplicates?show=different")).Shows("Jeanne Aubry");
        await panel.PostFrom("/duplicates", $"/duplicates/distinction/undo?one={one.Id}&other={two.Id}", new { });
        Assert.Equal(PairState.Open, (await nation.Db.Duplicates.SingleAsync(Ct)).State);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "duplicate.told_apart", Ct));
    }

    [Theory]
    [InlineData("mail", true, false)]
    [InlineData("phone", true, false)]
    [InlineData("mail,phone", true, true)]
    [InlineData("born", true, false)]
    [InlineData("born,phone", true, true)]
    [InlineData("street", true, false)]
    [InlineData("street,otherborn", false, false)]
    [InlineData("mail,otherfirst", false, false)]
    [InlineData("mail,phone,street,otherfirst", false, false)]
    [InlineData("mail,phone,othersex", true, false)]
    [InlineData("", false, false)]
    public void What_is_suggested_and_what_is_sure(string shared, bool isSuggested, bool isSure)
    {
        var signs = shared.Split(',');
        bool Has(string sign) => signs.Contains(sign, StringComparer.Ordinal);
        Traits Person(long id, bool isSecond) => new()
        {
            Id = id, Last = "aubry", First = Has("otherfirst") && isSecond ? "paul" : "jeanne", Sex = Has("othersex") && isSecond ? "Male" : "Female",
            Born = Has("born") ? new DateOnly(1980, 1, 1) : Has("otherborn") ? new DateOnly(isSecond ? 1950 : 1980, 1, 1) : null,
        };
        var (one, two) = (Person(1, false), Person(2, true));
        foreach (var person in new[] { one, two })
        {
            if (Has("mail")) person.Emails.Add("a@example.org");
            if (Has("phone")) person.Phones.Add("+33639980001");
            if (Has("street")) person.Streets.Add(Evidence.Street("3 rue des Lilas", "29200")!);
        }

        var evidence = Evidence.Of(one, two);

        Assert.Equal((isSuggested, isSure), (evidence.Score >= Evidence.Suggested, evidence.IsSure));
    }

    private static async Task<List<(long, long, int, string)>> Pairs(TestNation nation) =>
        [.. (await nation.Db.Duplicates.OrderBy(d => d.PersonId).ThenBy(d => d.OtherPersonId).ToListAsync(Ct)).Select(d => (d.PersonId, d.OtherPersonId, d.Score, d.Reasons))];
}
