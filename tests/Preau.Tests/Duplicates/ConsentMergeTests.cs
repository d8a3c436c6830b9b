using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Law;
using Preau.People;

namespace Preau.Tests.Duplicates;

public sealed class ConsentMergeTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    // What is said of the kept record, what of the other, in that order; and whether a yes is left.
    [InlineData("yes", "no", false)]
    [InlineData("no", "yes by page:3", true)]
    [InlineData("no", "yes by import:3", false)]
    [InlineData("no by undo:2", "yes by import:3", true)]
    [InlineData("yes", "", true)]
    [InlineData("", "yes", true)]
    [InlineData("", "no", false)]
    public async Task Nobodys_no_is_lost_when_two_records_become_one(string kept, string gone, bool isGiven)
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        await Say(nation, one, kept);
        await Say(nation, two, gone);
        var entries = await nation.Db.ConsentEntries.CountAsync(Ct);

        var done = await Merge(nation, one, two);

        var state = await nation.Db.ConsentStates.SingleAsync(Ct);
        Assert.Equal((one, isGiven), (state.PersonId, state.IsGiven));
        Assert.Equal(isGiven, (await nation.Db.ConsentEntries.OrderBy(e => e.At).ThenBy(e => e.Id).LastAsync(Ct)).IsGiven);
        Assert.All(await nation.Db.ConsentEntries.ToListAsync(Ct), e => Assert.Equal(one, e.PersonId));
        Assert.True(await nation.Db.ConsentEntries.CountAsync(Ct) >= entries);

        await Undo(nation, done);
        Assert.Equal(Today(kept), await State(nation, one));
        Assert.Equal(Today(gone), await State(nation, two));
    }

    [Fact]
    public async Task Nobodys_no_is_lost_when_two_records_are_merged_taken_apart_and_merged_again()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        await Say(nation, one, "yes");
        await Say(nation, two, "no");
        await Undo(nation, await Merge(nation, one, two));
        Assert.Equal((true, false), (await State(nation, one), await State(nation, two)));

        await Merge(nation, one, two);

        Assert.False(await State(nation, one));
    }

    [Fact]
    public async Task A_no_said_between_merge_and_undo_holds_for_both()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await MergeTests.Two(nation);
        await Say(nation, one, "yes");
        await Say(nation, two, "yes");
        var done = await Merge(nation, one, two);
        await Say(nation, one, "no");

        await Undo(nation, done);

        Assert.Equal((false, false), (await State(nation, one), await State(nation, two)));
        Assert.Equal(2, await nation.Db.ConsentEntries.CountAsync(e => e.PersonId == two, Ct));
    }

    [Fact]
    public async Task An_address_shut_between_merge_and_undo_is_shut_in_both_records()
    {
        await using var nation = await app.NewNation();
        var one = await nation.Seeds.Person(email: "same@example.org");
        var two = await nation.Seeds.Person(email: "same@example.org");
        var done = await Merge(nation, one.Id, two.Id);
        var services = nation.Services;
        await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "same@example.org", "complaint", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        await Undo(nation, done);

        Assert.Equal([true, true], await nation.Db.PersonEmails.Select(e => e.IsShut).ToListAsync(Ct));
    }

    private async Task<long> Merge(TestNation nation, long keep, long gone)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(keep, gone, new Dictionary<string, Side>(), null, Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        return done.MergeId;
    }

    private static async Task Undo(TestNation nation, long mergeId) =>
        (await (await nation.Panel.PostFrom("/duplicates/merges", $"/duplicates/merges/{mergeId}/undoing", new { })).Follow()).Shows("The two records are as they were");

    private static bool? Today(string said) => said.Length == 0 ? null : said.StartsWith("yes", StringComparison.Ordinal);

    private static Task<bool?> State(TestNation nation, long personId) => nation.Db.ConsentStates.Where(s => s.PersonId == personId && s.Purpose == Purpose.News).Select(s => (bool?)s.IsGiven).SingleOrDefaultAsync(Ct);

    private async Task Say(TestNation nation, long personId, string said)
    {
        if (said.Length == 0) return;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var services = nation.Services;
        var source = said.Contains(" by ", StringComparison.Ordinal) ? said.Split(" by ")[1] : "panel";
        if (said.StartsWith("yes", StringComparison.Ordinal)) await services.GetRequiredService<ConsentLedger>().Give(personId, Purpose.News, "en", "Yes.", source, Ct);
        else await services.GetRequiredService<ConsentLedger>().Withdraw(personId, Purpose.News, source, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }
}
