using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Keeping;
using Preau.Mail.Pacing;
using Preau.Mail.Report;
using Preau.Mail.Returns;

namespace Preau.Tests.Mail.Report;

/// <summary>What one mail came to, provider by provider.</summary>
public sealed class ProvidersTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_says_by_provider_what_became_of_the_mail_and_who_does_clearly_worse()
    {
        await using var nation = await app.NewNation();
        var blast = await Sent(nation, i => i switch
        {
            < 800 => ("gmail.com", i % 10 == 0, null),
            < 1200 => ("Orange.fr", i == 800, null),
            < 1300 => ("wanadoo.fr", false, i < 1202 ? BounceKind.Hard : null),
            < 1450 => ("ville.example", i % 10 == 0, null),
            _ => ($"own{i}.example", false, null),
        }, 1500);

        var report = await nation.Panel.Get($"/mail/{blast.Id}");

        var rows = report.Document.QuerySelectorAll("section").Single(s => s.QuerySelector("h2")?.TextContent == "By provider").QuerySelectorAll("tbody tr").Select(r => (Name: r.QuerySelector("th")!.TextContent, Cells: r.QuerySelectorAll("td").Select(c => c.TextContent).ToList())).ToList();
        Assert.Equal(["Gmail", "Orange", "ville.example", "All other domains together"], rows.Select(r => r.Name));
        Assert.Equal(["800", "0 (0.0%)", "0 (0.0%)", "0 (0.0%)", "80 (10.0%)", "0 (0.0%)", "0 (0.0%)"], rows[0].Cells);
        Assert.Equal(["500", "0 (0.0%)", "2 (0.40%)", "0 (0.0%)", "1 (0.20%)", "0 (0.0%)", "0 (0.0%)"], rows[1].Cells);
        report.Shows("Fewer click than elsewhere: 0.20%, 9.5% of the others. It may lie among the spam there.");
        // Two addresses that do not exist are none of a list that grows old.
        report.DoesNotShow("More addresses do not exist than elsewhere");
        report.DoesNotShow("own1499.example");
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries.csv")).Shows("Orange");
    }

    [Fact]
    public async Task Of_few_people_nothing_is_said_to_be_worse()
    {
        await using var nation = await app.NewNation();
        var few = await Sent(nation, i => (i < 60 ? "gmail.com" : "free.fr", i < 60, null), 120);

        var report = await nation.Panel.Get($"/mail/{few.Id}");

        report.Shows("No provider does clearly worse than the others.");
        report.DoesNotShow("Fewer click than elsewhere");
    }

    [Fact]
    public async Task A_provider_that_has_all_of_them_is_not_set_beside_others()
    {
        await using var nation = await app.NewNation();
        var blast = await Sent(nation, _ => ("gmail.com", false, null), 120);

        (await nation.Panel.Get($"/mail/{blast.Id}")).DoesNotShow("No provider does clearly worse than the others.");
    }

    [Fact]
    public async Task What_each_provider_came_to_is_kept_when_it_is_forgotten_who_got_the_mail()
    {
        await using var nation = await app.NewNation();
        var blast = await Sent(nation, i => (i < 100 ? "gmail.com" : "free.fr", i == 0, null), 150);
        await Count(nation);
        var first = (await Kept(nation, blast))[0].CountedAt;
        Assert.Equal([(MailProvider.Free, 50L, 0L), (MailProvider.Gmail, 100L, 1L)], (await Kept(nation, blast)).Select(d => (d.Provider, d.Sent, d.Clicked)));

        // Within the hour it is not counted again; after it, it is, and last of all a month after the mail has left.
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await Count(nation);
        Assert.Equal(first, (await Kept(nation, blast))[0].CountedAt);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.Address.EndsWith("free.fr")).ExecuteUpdateAsync(s => s.SetProperty(d => d.ComplainedAt, app.Clock.GetUtcNow()), Ct);
        await Count(nation);
        Assert.Equal(50, (await Kept(nation, blast))[0].Complained);
        app.Clock.Advance(TimeSpan.FromDays(31));
        await Count(nation);
        var last = (await Kept(nation, blast))[0].CountedAt;
        Assert.Equal(app.Clock.GetUtcNow(), last);
        app.Clock.Advance(TimeSpan.FromDays(1200));
        await nation.Services.GetRequiredService<IHandle<ForgetOldDeliveries>>().Run(new ForgetOldDeliveries(), Ct);
        Assert.Empty(await nation.Deliveries(blast));
        await Count(nation);

        Assert.Equal(last, (await Kept(nation, blast))[0].CountedAt);
        Assert.Equal(last, (await nation.Services.GetRequiredService<ReadDomains>().Look(await nation.Read(blast), await nation.Total(blast), Ct))!.KeptAt);
    }

    [Fact]
    public async Task A_large_mail_is_not_counted_by_whoever_looks()
    {
        await using var nation = await app.NewNation();
        var blast = await Sent(nation, i => ("gmail.com", false, null), 5);
        await nation.Db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Audience, 60_000), Ct);
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("it stands here within the hour");

        await Count(nation);

        var report = await nation.Panel.Get($"/mail/{blast.Id}");
        report.Shows("Gmail");
        report.Shows("Counted last");
    }

    private static Task Count(TestNation nation) => nation.Services.GetRequiredService<IHandle<CountDomains>>().Run(new CountDomains(), Ct);

    private static Task<List<BlastDomain>> Kept(TestNation nation, Blast blast) => nation.Db.BlastDomains.AsNoTracking().Where(d => d.BlastId == blast.Id).OrderBy(d => d.Sent).ToListAsync(Ct);

    private async Task<Blast> Sent(TestNation nation, Func<int, (string Domain, bool Clicked, BounceKind? Bounce)> of, int people)
    {
        await nation.Readers(people);
        var (now, db) = (app.Clock.GetUtcNow(), nation.Db);
        var blast = await nation.Seeds.Mail(b => (b.State, b.SendAt, b.FrozenAt, b.EndedAt, b.Month) = (BlastState.Sent, now, now, now, Months.Of(now)));
        var ids = await db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct);
        var rows = Enumerable.Range(0, people).Select(of).ToList();
        db.AddRange(rows.Select((r, i) => new MailDelivery
        {
            Month = Months.Of(now), BlastId = blast.Id, PersonId = ids[i], Address = $"n{i}@{r.Domain}", State = DeliveryState.Sent, At = now, NextAt = now, Attempts = 1, ClickedAt = r.Clicked ? now : null, Bounce = r.Bounce, BouncedAt = r.Bounce is null ? null : now,
        }));
        db.Add(new BlastTotal { BlastId = blast.Id, Audience = people, Sent = people, Clicked = rows.LongCount(r => r.Clicked) });
        await db.SaveChangesAsync(Ct);
        return blast;
    }
}
