using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;

namespace Preau.Tests.Duplicates;

public sealed class SureMergeTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_sure_pairs_are_merged_by_a_job_and_possible_ones_are_left()
    {
        await using var nation = await app.NewNation();
        await Sure(nation, 4);
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Rose", "Marin"), "rose@example.org");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Rose", "Marin"), "rose@example.org");
        await nation.RunFeed();
        var panel = nation.Panel;
        (await panel.Get("/duplicates")).Shows("12 records go into other ones");

        var begun = await panel.Submit("/duplicates", new { }, "/duplicates/sure");
        (await begun.Follow()).Shows("0 / 12");
        while (await nation.RunJobs() > 0)
        {
        }

        (await begun.Follow()).Shows("8 records went into other ones.");
        await nation.RunFeed();
        Assert.Equal(6, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(1, await nation.Db.Duplicates.CountAsync(Ct));
        Assert.Equal(8, await nation.Db.Merges.CountAsync(m => m.AccountId != null, Ct));
    }

    [Fact]
    public async Task A_cancelled_merge_of_many_stops_and_keeps_what_is_done()
    {
        await using var nation = await app.NewNation();
        await Sure(nation, 2);
        await nation.RunFeed();
        var work = await nation.Services.GetRequiredService<SureMerges>().Begin(Ct);

        await nation.Panel.PostFrom("/duplicates", $"/duplicates/sure/{work!.Id}/cancellation", new { });
        while (await nation.RunJobs() > 0)
        {
        }

        (await nation.Panel.Get($"/duplicates/sure/{work.Id}")).Shows("Stopped");
        Assert.Equal(6, await nation.Db.People.CountAsync(Ct));
        (await (await nation.Panel.PostFrom("/duplicates", "/duplicates/sure", new { })).Follow()).Shows("0 / 6");
    }

    [Fact]
    public async Task A_pair_that_is_not_sure_any_more_is_left()
    {
        await using var nation = await app.NewNation();
        await Sure(nation, 1);
        await nation.RunFeed();
        await nation.Services.GetRequiredService<SureMerges>().Begin(Ct);
        await nation.Db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.BornOn, (DateOnly?)null), Ct);
        await nation.Db.PersonPhones.ExecuteDeleteAsync(Ct);

        while (await nation.RunJobs() > 0)
        {
        }

        Assert.Equal(3, await nation.Db.People.CountAsync(Ct));
        Assert.Equal((SureMergeState.Done, 0L, 3L), await nation.Db.SureMerges.Select(m => new ValueTuple<SureMergeState, long, long>(m.State, m.Done, m.LeftCount)).SingleAsync(Ct));
    }

    // Three records each: three pairs, which become one in two merges.
    private static async Task Sure(TestNation nation, int people)
    {
        for (var i = 0; i < people * 3; i++)
        {
            var number = i % people;
            await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Jeanne", $"Aubry{(char)('a' + number)}", new DateOnly(1980, 1, 1)), $"j{number}@example.org", $"+3363998{number:D4}");
        }
    }
}
