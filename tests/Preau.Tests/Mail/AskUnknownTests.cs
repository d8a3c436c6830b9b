using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Tests.Mail;

/// <summary>A program whose sandbox answers as a provider does.</summary>
public sealed class ProviderApp : PreauApp
{
    private Catcher? catcher;

    public Catcher Catcher => catcher ?? throw new InvalidOperationException("It is started by InitializeAsync.");

    public override async ValueTask InitializeAsync()
    {
        catcher = await Catcher.Start();
        await base.InitializeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("PREAU_SANDBOX", new Uri(Catcher.Pages, "/").AbsoluteUri);
        base.ConfigureWebHost(builder);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (catcher is not null) await catcher.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Mails of which nobody knew whether they left, and what settles that.</summary>
public sealed class AskUnknownTests(ProviderApp app) : IClassFixture<ProviderApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_provider_has_was_sent_and_what_it_has_not_did_not_arrive_where_it_knows_of_others()
    {
        await using var nation = await app.NewNation();
        var (blast, people) = await Sent(nation, 3);
        await Lose(nation, blast, people[0]);
        var unsent = await Unsent(nation, blast);

        await Ask(nation);
        Assert.Equal((2, 2), ((await nation.Total(blast)).Sent, (await nation.Total(blast)).Unknown));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await Ask(nation);
        Assert.Equal([DeliveryState.Sent, DeliveryState.Unknown], await States(nation, blast, people[0], unsent));
        var total = await nation.Total(blast);
        Assert.Equal((3, 1, 0), (total.Sent, total.Unknown, total.Refused));

        app.Clock.Advance(TimeSpan.FromHours(2));
        await Ask(nation);

        Assert.Equal([DeliveryState.Sent, DeliveryState.Refused], await States(nation, blast, people[0], unsent));
        total = await nation.Total(blast);
        Assert.Equal((3, 0, 1), (total.Sent, total.Unknown, total.Refused));
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?state=Refused")).Shows("The provider has no record of it.");
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad, Ct));
        await nation.RunMail();
        Assert.Equal(0, app.Catcher.Mailbox.Totals.Doubles);
    }

    [Fact]
    public async Task A_provider_that_knows_of_no_other_mail_either_settles_nothing()
    {
        await using var nation = await app.NewNation();
        var (blast, people) = await Sent(nation, 3);
        await Lose(nation, blast, people[0]);
        // Another domain now: nothing that was sent is known under it.
        await nation.Relay(m => m.SenderAddress = "news@elsewhere.example");
        app.Clock.Advance(TimeSpan.FromHours(3));

        await Ask(nation);

        Assert.Equal([DeliveryState.Unknown], await States(nation, blast, people[0]));
    }

    [Fact]
    public async Task Whoever_clicks_leaves_or_sends_it_back_has_it()
    {
        await using var nation = await app.NewNation();
        var (blast, people) = await Sent(nation, 4);
        await Lose(nation, blast, [.. people]);
        var signer = await nation.Services.GetRequiredService<MailLinks>().Prepare(Ct);
        var link = new MailLink { BlastId = blast.Id, Url = "https://ada.example/" };
        var db = nation.Db;
        db.Add(link);
        await db.SaveChangesAsync(Ct);

        await nation.Services.GetRequiredService<RecordClick>().Run(signer.Click(blast.Id, people[0], link.Id).Split('/')[^1], isCounted: true, Ct);
        await nation.RunClicks();
        await nation.Services.GetRequiredService<LeaveList>().Run(await nation.Read(blast), people[1], Ct);
        await nation.Services.GetRequiredService<RecordReturns>().Run([new MailReturn.Bounce(new(blast.Id, people[2]), BounceKind.Soft, "452 full"), new MailReturn.Taken(new(blast.Id, people[3])), new MailReturn.Taken(new(blast.Id, people[3]))], Ct);

        Assert.Equal([DeliveryState.Sent, DeliveryState.Sent, DeliveryState.Sent, DeliveryState.Sent], await States(nation, blast, [.. people]));
        var total = await nation.Total(blast);
        Assert.Equal((4, 0, 1, 1, 1), (total.Sent, total.Unknown, total.Clicked, total.Unsubscribed, total.Bounced));
    }

    [Fact]
    public async Task A_key_that_the_provider_does_not_take_is_not_kept()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        Task<Page> Save(string key, string region) => nation.Panel.PostFrom("/settings/mail/returns", "/settings/mail/returns/source", new { source = "mailgun", secret = "signing", region, key });

        await Save("wrong", "Sandbox");
        Assert.Null((await Kept(nation)).ReturnSource);
        await Save("sandbox", "Sandbox");
        var kept = await Kept(nation);
        Assert.Equal(("mailgun", ProviderRegion.Sandbox), (kept.ReturnSource, kept.ProviderRegion));
        Assert.DoesNotContain("sandbox", kept.SealedProviderKey!, StringComparison.Ordinal);

        await nation.Panel.PostFrom("/settings/mail/returns", "/settings/mail/returns/source", new { source = "" });
        Assert.Null((await Kept(nation)).SealedProviderKey);
    }

    private static Task<MailSettings> Kept(TestNation nation) => nation.Services.GetRequiredService<NationSettings>().Get<MailSettings>(Ct);

    private static Task Ask(TestNation nation) => nation.Services.GetRequiredService<IHandle<AskUnknown>>().Run(new AskUnknown(), Ct);

    /// <summary>A mail that so many people got by the sandbox, which can be asked about it.</summary>
    private async Task<(Blast Blast, long[] People)> Sent(TestNation nation, int readers)
    {
        var seal = nation.Services.GetRequiredService<Seal>();
        await nation.ReadyToMail(with: m => (m.RelayPort, m.ReturnSource, m.ProviderRegion, m.SealedProviderKey) = (app.Catcher.Port, "mailgun", ProviderRegion.Sandbox, seal.Close("sandbox", Providers.KeyUse)));
        await nation.Readers(readers);
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        var people = (await nation.Deliveries(blast)).Where(d => d.State == DeliveryState.Sent).Select(d => d.PersonId).ToArray();
        Assert.Equal(readers, people.Length);
        return (blast, people);
    }

    /// <summary>They left, but the answer was not heard.</summary>
    private static async Task Lose(TestNation nation, Blast blast, params long[] people)
    {
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id && people.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Unknown), Ct);
        await nation.Db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Unknown, people.Length).SetProperty(t => t.Sent, t => t.Sent - people.Length), Ct);
    }

    /// <summary>Somebody whose mail never left, though nobody knows.</summary>
    private async Task<long> Unsent(TestNation nation, Blast blast)
    {
        var (reader, db, now) = (await nation.Seeds.Reader("unsent@example.org"), nation.Db, app.Clock.GetUtcNow());
        db.Add(new MailDelivery { Month = (await nation.Read(blast)).Month!.Value, BlastId = blast.Id, PersonId = reader.Id, Address = "unsent@example.org", State = DeliveryState.Unknown, NextAt = now, At = now });
        await db.SaveChangesAsync(Ct);
        await nation.Db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Audience, t => t.Audience + 1).SetProperty(t => t.Unknown, t => t.Unknown + 1), Ct);
        return reader.Id;
    }

    private static async Task<DeliveryState[]> States(TestNation nation, Blast blast, params long[] people)
    {
        var states = (await nation.Deliveries(blast)).ToDictionary(d => d.PersonId, d => d.State);
        return [.. people.Select(p => states[p])];
    }
}
