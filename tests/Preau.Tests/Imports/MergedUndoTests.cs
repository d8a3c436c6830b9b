using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Law;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>An import is undone after somebody whom it brought in was merged into a record that was there before.</summary>
public sealed class MergedUndoTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", false)]
    [InlineData("yes before", true)]
    [InlineData("yes after", true)]
    [InlineData("no after", false)]
    public async Task What_only_the_file_said_of_consent_does_not_outlive_it_in_the_record_that_was_kept(string said, bool isGiven)
    {
        await using var nation = await app.NewNation();
        var known = (await nation.Seeds.Person()).Id;
        if (said == "yes before") await Say(nation, known, true);
        var import = await Agreed(nation);
        var came = (await nation.Db.People.SingleAsync(p => p.Id != known, Ct)).Id;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(known, came, new Dictionary<string, Side>(), null, Ct));
        Assert.True((await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        if (said.EndsWith(" after", StringComparison.Ordinal)) await Say(nation, known, said == "yes after");
        var lines = await nation.Db.ConsentEntries.CountAsync(Ct);

        await nation.Undo(import);

        Assert.Equal(isGiven, (await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        Assert.Equal(lines + 1, await nation.Db.ConsentEntries.CountAsync(Ct));
        Assert.Equal($"undo:{import}", (await nation.Db.ConsentEntries.OrderBy(e => e.Id).LastAsync(Ct)).Source);
    }

    [Fact]
    public async Task Whoever_took_somebody_of_the_file_in_is_listed_and_the_list_follows_when_they_are_two_again()
    {
        await using var nation = await app.NewNation();
        var known = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ann", "Known"))).Id;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var import = await nation.BringIn("prénom,nom,email\nAnn,File,new@example.org\n");
        var came = (await nation.Db.People.SingleAsync(p => p.Id != known, Ct)).Id;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var merge = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(known, came, new Dictionary<string, Side>(), null, Ct));

        await nation.Undo(import);

        var page = await nation.Panel.Get($"/imports/{import}");
        page.Shows("1 person stayed, because something happened since, they were merged with somebody");
        Assert.NotNull(page.Document.QuerySelector($"a[href='/people/{known}']"));
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge.MergeId, Ct));
        var after = await nation.Panel.Get($"/imports/{import}");
        after.Shows("1 person stayed");
        Assert.NotNull(after.Document.QuerySelector($"a[href='/people/{came}']"));
        Assert.Null(after.Document.QuerySelector($"a[href='/people/{known}']"));
    }

    private static async Task Say(TestNation nation, long person, bool yes)
    {
        var services = nation.Services;
        var ledger = services.GetRequiredService<ConsentLedger>();
        if (yes) await ledger.Give(person, Purpose.News, "en", "Yes.", "panel", Ct);
        else await ledger.Withdraw(person, Purpose.News, "panel", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }

    private static async Task<long> Agreed(TestNation nation)
    {
        var columns = await nation.Upload("email,abonné\nnew@example.org,oui\n");
        var token = columns.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var trial = await (await nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, columns.Path)
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. ImportDoor.Answers, new("headers", "email"), new("targets", "email"), new("headers", "abonné"), new("targets", "consent:news")]),
        })).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        return await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
    }
}
