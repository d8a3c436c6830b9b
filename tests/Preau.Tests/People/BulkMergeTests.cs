using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.People.Bulk;

namespace Preau.Tests.People;

/// <summary>An act on many, two of them made one record, and the act taken back: nobody gets what stood with the other, or nothing where something stood.</summary>
public sealed class BulkMergeTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    // What stood with the record that is kept, and with the one that goes; what has to stand after the undo.
    [InlineData(null, "Mairie", "Mairie")]
    [InlineData("Mairie", null, "Mairie")]
    [InlineData(null, null, null)]
    [InlineData("Préau", null, "Préau")]
    // The act had nothing to do with that one: without it, the value would stand there all the same.
    [InlineData("Préau", "Mairie", "Préau")]
    [InlineData("Mairie", "Préau", "Préau")]
    [InlineData(null, "Préau", "Préau")]
    public async Task Undoing_an_act_after_two_were_merged_puts_back_what_would_stand_without_it(string? kept, string? gone, string? after)
    {
        await using var nation = await app.NewNation();
        var one = (await nation.Seeds.Person(p => p.Employer = kept)).Id;
        var two = (await nation.Seeds.Person(p => p.Employer = gone)).Id;
        var act = await Set(nation, "employer", "Préau");
        await Merge(nation, one, two);

        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.Equal(after, (await nation.Db.People.SingleAsync(Ct)).Employer);
    }

    [Fact]
    public async Task Whoever_is_looked_after_by_somebody_stays_so_where_only_the_other_record_was_given_to_them()
    {
        await using var nation = await app.NewNation();
        var account = (await nation.SignIn(Preau.Accounts.Role.Staff)).AccountId;
        var one = (await nation.Seeds.Person(p => p.AssigneeId = account)).Id;
        var two = (await nation.Seeds.Person()).Id;
        var act = await Begin(nation);
        await nation.Panel.Submit(act, new { kind = "assign", subject = account }, "/deed");
        await nation.Panel.Submit(act, new { }, "/start");
        await Merge(nation, two, one);

        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.Equal(account, (await nation.Db.People.SingleAsync(Ct)).AssigneeId);
    }

    [Fact]
    public async Task When_the_merge_is_undone_first_the_act_is_taken_back_from_both()
    {
        await using var nation = await app.NewNation();
        var one = (await nation.Seeds.Person()).Id;
        var two = (await nation.Seeds.Person(p => p.Employer = "Préau")).Id;
        var act = await Set(nation, "employer", "Préau");
        var merge = await Merge(nation, one, two);
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));

        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.Equal([(one, (string?)null), (two, "Préau")], (await nation.Db.People.OrderBy(p => p.Id).ToListAsync(Ct)).Select(p => (p.Id, p.Employer)));
    }

    [Fact]
    public async Task A_tag_put_on_two_who_were_merged_comes_off_the_one_record()
    {
        await using var nation = await app.NewNation();
        var one = (await nation.Seeds.Person()).Id;
        var two = (await nation.Seeds.Person()).Id;
        var act = await Begin(nation);
        await nation.Panel.Submit(act, new { kind = "tag", name = "Marché" }, "/deed");
        await nation.Panel.Submit(act, new { }, "/start");
        await Merge(nation, one, two);

        await nation.Panel.Submit(act, new { }, "/undo");

        Assert.Empty(await nation.Db.PersonTags.ToListAsync(Ct));
        Assert.Equal(BulkState.Undone, (await nation.Db.BulkActs.SingleAsync(Ct)).State);
    }

    private static async Task<string> Begin(TestNation nation) => (await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow()).Path;

    private static async Task<string> Set(TestNation nation, string field, string value)
    {
        var act = await Begin(nation);
        await nation.Panel.Submit($"{act}/field?field={field}", new { Value = value });
        await nation.Panel.Submit(act, new { }, "/start");
        return act;
    }

    private async Task<long> Merge(TestNation nation, long keep, long gone)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        return Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(keep, gone, new Dictionary<string, Side>(), null, Ct)).MergeId;
    }
}
