using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Imports;
using Preau.Tests.Imports;

namespace Preau.Tests.Electors;

/// <summary>What a campaign does in its first week: the roll, then its own lists, which hold many of the same people. The bench «roll» does it with a million.</summary>
public sealed class RollAndListsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const int Electors = 2000;
    private const int Matched = 120;
    private const int Doubled = 60;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_roll_and_two_lists_are_matched_merged_and_taken_back_to_the_row(bool takesApart)
    {
        await using var nation = await app.NewNation();
        var roll = await nation.BringInRoll(Bytes(CampaignFiles.Roll(Electors)));
        Assert.Equal((Electors, 0L), (roll.CreatedCount, roll.RefusedCount));
        Assert.Equal(Electors, await nation.Db.Registrations.CountAsync(Ct));
        Assert.Equal((Electors + CampaignFiles.AStation - 1) / CampaignFiles.AStation, await nation.Db.PollingStations.CountAsync(Ct));
        var before = await nation.Registrations();

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        // One list is matched by name and birthday as it comes in …
        var first = await nation.BringInBy(Bytes(CampaignFiles.List(0, 400, Matched)), "id", "email", "name_birth");
        Assert.Equal((400L - Matched, (long)Matched, 0L), (first.CreatedCount, first.ChangedCount, first.RefusedCount));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        // … the other by mail and number alone: the same people are in twice, and found.
        var second = await nation.BringInBy(Bytes(CampaignFiles.List(500, 200, Doubled)), "id", "email");
        Assert.Equal((200L, 0L, 0L), (second.CreatedCount, second.ChangedCount, second.RefusedCount));
        await nation.RunFeed();
        Assert.Equal(Doubled, await nation.Db.Duplicates.CountAsync(d => d.IsSure && d.State == PairState.Open, Ct));

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Panel.Submit("/duplicates", new { }, "/duplicates/sure");
        await nation.RunJobs();
        Assert.Equal(Electors + 400 - Matched + 200 - Doubled, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(Electors, await nation.Db.Registrations.CountAsync(Ct));
        var db = nation.Db;
        Assert.Equal(Matched + Doubled, await db.People.CountAsync(p => !p.IsRollOnly && db.Registrations.Any(r => r.PersonId == p.Id), Ct));

        if (takesApart)
        {
            var unmerge = nation.Services.GetRequiredService<UnmergePeople>();
            foreach (var merge in await nation.Db.Merges.OrderByDescending(m => m.Id).Select(m => m.Id).ToListAsync(Ct)) Assert.IsType<UnmergeOutcome.Done>(await unmerge.Run(merge, Ct));
        }

        // Somebody decided that they are one: such a person stays and is listed.
        var merged = takesApart ? 0 : Doubled;
        Assert.Equal((ImportState.Undone, (long)merged), await nation.Undo(second.Id) is var u ? (u.State, u.KeptCount) : default);
        Assert.Equal((ImportState.Undone, 0L), await nation.Undo(first.Id) is var v ? (v.State, v.KeptCount) : default);
        Assert.Equal(Electors - merged, await nation.Db.People.CountAsync(p => p.IsRollOnly, Ct));
        Assert.Equal(Electors, await nation.Db.People.CountAsync(Ct));
        if (takesApart) Assert.Equal(before, await nation.Registrations());
        Assert.Equal(Electors, await nation.Db.Registrations.CountAsync(Ct));

        // Whom only a list was about, that is gone itself, go with the roll. The merged stay, without their registration.
        Assert.Equal((ImportState.Undone, (long)merged), await nation.Undo(roll.Id) is var w ? (w.State, w.KeptCount) : default);
        Assert.Equal((merged, 0, 0), (await nation.Db.People.CountAsync(Ct), await nation.Db.Registrations.CountAsync(Ct), await nation.Db.PollingStations.CountAsync(Ct)));
    }

    private static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
}
