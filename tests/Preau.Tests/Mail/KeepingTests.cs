using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Keeping;

namespace Preau.Tests.Mail;

/// <summary>Who got what is kept for a while, and then only what it came to.</summary>
public sealed class KeepingTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_got_an_old_message_is_forgotten_and_what_it_came_to_stays()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        for (var i = 0; i < 3; i++) await nation.Seeds.Reader($"k{i}@example.org");
        (await nation.Panel.Submit("/settings/mail/keeping", new { Form_Months = "2" })).Shows("3");
        await nation.Panel.Submit("/settings/mail/keeping", new { Form_Months = "12" });
        var old = await nation.Seeds.Mail(b => b.HeldOutShare = 1000);
        await nation.SendNow(old);
        var link = await nation.Db.MailDeliveries.Where(d => d.BlastId == old.Id && d.State == DeliveryState.Sent).Select(d => d.PersonId).FirstAsync(Ct);
        await nation.Do((_, db) =>
        {
            db.Add(new MailClick { Month = Months.Of(app.Clock.GetUtcNow()), BlastId = old.Id, PersonId = link, MailLinkId = 1, At = app.Clock.GetUtcNow() });
            return Task.CompletedTask;
        });
        var sent = (await nation.Total(old)).Sent;
        app.Clock.Advance(TimeSpan.FromDays(360));
        await Forget(nation);
        Assert.Equal(3, (await nation.Deliveries(old)).Count);
        var young = await nation.Seeds.Mail();
        await nation.SendNow(young);
        app.Clock.Advance(TimeSpan.FromDays(62));

        await Forget(nation);

        Assert.Empty(await nation.Deliveries(old));
        Assert.Empty(await nation.Db.MailClicks.Where(c => c.BlastId == old.Id).ToListAsync(Ct));
        Assert.Equal(3, (await nation.Deliveries(young)).Count);
        Assert.Equal(sent, (await nation.Total(old)).Sent);
        var (browser, _) = await nation.SignIn(Role.Owner);
        var report = await browser.Get($"/mail/{old.Id}");
        report.Shows("Who got it is not kept any more. The numbers stay.");
        report.DoesNotShow("What people did");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.Get($"/mail/{old.Id}/results")).Status);
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "blast.forgotten", Ct));
        await Forget(nation);
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "blast.forgotten", Ct));
    }

    [Fact]
    public async Task Each_month_to_come_has_a_table_of_its_own_and_an_empty_one_goes()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite has one table for all months");
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("m@example.org");
        await Partition(nation);
        await Partition(nation);
        app.Clock.Advance(TimeSpan.FromDays(32));
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        var month = (await nation.Read(blast)).Month;
        var partition = $"mail_delivery_{month}";

        Assert.Equal([partition], await nation.Db.Database.SqlQuery<string>($"select tableoid::regclass::text as \"Value\" from mail_delivery where blast_id = {blast.Id}").ToListAsync(Ct));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
        app.Clock.Advance(TimeSpan.FromDays(400));
        await Forget(nation, months: 3);
        await Partition(nation);
        Assert.Equal(0, await nation.Db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from pg_class where relname = {partition} and pg_table_is_visible(oid)").SingleAsync(Ct));
    }

    private static async Task Forget(TestNation nation, int? months = null)
    {
        if (months is { } keep) await nation.Do((services, _) => services.GetRequiredService<Preau.Nations.NationSettings>().Set(new KeepingSettings { Months = keep }, CancellationToken.None));
        await nation.Services.GetRequiredService<IHandle<ForgetOldDeliveries>>().Run(new ForgetOldDeliveries(), Ct);
    }

    private static Task Partition(TestNation nation) => nation.Services.GetRequiredService<IHandle<MakeMonthPartitions>>().Run(new MakeMonthPartitions(), Ct);
}
