using Preau.Dashboard.Counting;
using Preau.Dashboard.Goals;
using Preau.Nations;

namespace Preau.Demo;

/// <summary>What the demo's campaign wants by the day of the vote: one goal that it may reach, one that is far, one that is close to its day.</summary>
public sealed class DemoGoals(Database db, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    public string Name => "goals";
    public int Order => 80;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = nation.Facts.DayOf(now);
        var (began, vote) = (today.AddDays(-DemoPeople.Days), DemoCampaign.VoteAfter(today));
        foreach (var (measure, target, due) in new[] { (Measure.Contacts, 2_500L, vote), (Measure.Gifts, 20_000_00L, vote), (Measure.Signatures, 400L, today.AddDays(14)) })
        {
            db.Add(new Goal { Measure = measure, Target = target, StartsOn = began, DueOn = due, CreatedAt = now });
        }

        await db.SaveChangesAsync(ct);
    }
}
