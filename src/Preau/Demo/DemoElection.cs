using Preau.Law;
using Preau.Nations;

namespace Preau.Demo;

/// <summary>The election that the demo campaign stands in, with everything that the law asks before a gift is taken.</summary>
public sealed class DemoElection(Database db, NationSettings settings, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    public string Name => "election";
    public int Order => 0;

    public async Task Run(CancellationToken ct)
    {
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        var vote = DemoCampaign.VoteAfter(today);
        await settings.Set(new CampaignSettings
        {
            Election = ElectionKind.Municipal,
            FirstRoundOn = vote,
            SecondRoundOn = vote.AddDays(7),
            Territory = DemoPlace.City,
            Population = DemoPlace.Population,
            IsByElection = true,
            TriggerEventOn = today.AddDays(-DemoPeople.Days - 12),
            Candidate = "Nadia Védrine",
            CollectorKind = CollectorKind.Agent,
            CollectorName = "Agnès Maurin",
            CollectorAddress = $"12 rue des Tanneurs, {DemoPlace.Postcode} {DemoPlace.City}",
            CollectorDeclaredOn = today.AddDays(-DemoPeople.Days - 5),
            // The specimen that banks print in their leaflets.
            CollectorAccount = "FR1420041010050500013M02606",
            SpendingCeilingCents = 3_850_000,
        }, ct);
        await db.SaveChangesAsync(ct);
    }
}
