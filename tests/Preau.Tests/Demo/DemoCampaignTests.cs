using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Demo;
using Preau.Law;
using Preau.Nations;

namespace Preau.Tests.Demo;

public sealed class DemoCampaignTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_is_filled_once_kept_and_started_over()
    {
        var demo = app.Services.GetRequiredService<DemoCampaign>();
        var said = new List<string>();
        var report = await demo.Fill(reset: false, said.Add, Ct);

        Assert.True(report.IsNew);
        Assert.Contains("people", said);
        Assert.Equal(Enum.GetValues<Role>(), report.LogIns.Select(l => l.Role).Order());
        await using var nation = new TestNation(app, report.Nation);
        await Looks_alive(nation, report);

        var again = await demo.Fill(reset: false, null, Ct);
        Assert.False(again.IsNew);
        Assert.Equal(report.LogIns, again.LogIns);
        Assert.Equal(20_135, await nation.Db.People.CountAsync(Ct));

        var over = await demo.Fill(reset: true, null, Ct);
        Assert.True(over.IsNew);
        Assert.NotEqual(report.LogIns[0].Password, over.LogIns[0].Password);
        await using var next = new TestNation(app, over.Nation);
        Assert.Equal(20_135, await next.Db.People.CountAsync(Ct));
        Assert.Equal(0, await nation.Db.People.CountAsync(Ct));
        // Pictures, uploads, papers: nothing of the first demo is left on the disk.
        var kept = Directory.GetDirectories(app.StoreOptions.Data).SelectMany(Directory.GetDirectories).Select(Path.GetFileName).ToList();
        Assert.Contains(next.Facts.Id.ToString(), kept);
        Assert.DoesNotContain(nation.Facts.Id.ToString(), kept);
    }

    private static async Task Looks_alive(TestNation nation, DemoReport report)
    {
        var db = nation.Db;
        // 36 of the contacts came twice, and one of these pairs is merged.
        Assert.Equal(1_535, await db.People.CountAsync(p => !p.IsRollOnly, Ct));
        Assert.Equal(18_600, await db.People.CountAsync(p => p.IsRollOnly && p.Source == "roll", Ct));
        Assert.Equal(1_511, await db.PersonEmails.CountAsync(Ct));
        Assert.False(await db.PersonEmails.AnyAsync(e => db.People.Any(p => p.Id == e.PersonId && p.IsRollOnly), Ct));
        Assert.False(await db.PersonPhones.AnyAsync(e => db.People.Any(p => p.Id == e.PersonId && p.IsRollOnly), Ct));
        Assert.True(await db.ConsentStates.CountAsync(s => s.Purpose == Purpose.News && s.IsGiven, Ct) > 900);
        Assert.True(await db.PersonTags.CountAsync(Ct) > 1_000);
        Assert.Equal(120, await db.Gifts.CountAsync(Ct));
        Assert.Equal(12, await db.Attachments.CountAsync(Ct));

        var campaign = await nation.Services.GetRequiredService<NationSettings>().Get<CampaignSettings>(Ct);
        Assert.Equal(DayOfWeek.Sunday, campaign.FirstRoundOn!.Value.DayOfWeek);
        Assert.InRange(campaign.FirstRoundOn.Value.DayNumber - nation.Facts.DayOf(PreauApp.Start).DayNumber, 72, 78);
        var gifts = await db.Gifts.AsNoTracking().ToListAsync(Ct);
        Assert.InRange(gifts.Count(g => g.Method == PaymentMethod.Card), 40, 80);
        Assert.All(gifts.Where(g => g.Method != PaymentMethod.Card).Select(g => TimeZoneInfo.ConvertTime(g.GivenAt, nation.Facts.Zone)), at => Assert.True(at is { Hour: >= 9 and < 18, DayOfWeek: not (DayOfWeek.Saturday or DayOfWeek.Sunday) }, at.ToString("R")));
        Assert.Equal(gifts.Where(g => g.Method == PaymentMethod.Card).Select(g => g.Id).Order(), await db.GiftAttempts.Where(a => a.Gateway == "sandbox" && a.PaymentId != null && a.FeeCents > 0).OrderBy(a => a.GiftId).Select(a => a.GiftId).ToListAsync(Ct));

        var login = report.LogIns.Single(l => l.Role == Role.Owner);
        var panel = nation.Stranger;
        var signedIn = await panel.Submit("/sign-in", new { Form_Email = login.Email, Form_Password = login.Password });
        Assert.NotNull(signedIn.Location);
        var list = await panel.Get("/people");
        list.Shows("1 535 personnes");
        (await panel.Get("/people?view=roll")).Shows("18 600 personnes");
    }
}
