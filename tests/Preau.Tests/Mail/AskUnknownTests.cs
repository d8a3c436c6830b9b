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
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await Ask(nation);
        Assert.Equal([DeliveryState.Sent, DeliveryState.Unknown], await States(nation, blast, people[0], unsent));
        var total = await nation.Total(blast);
        Assert.Equal((3, 1, 0), (total.Sent, total.Unknown, total.Refused));

        app.Clock.Advance(TimeSpan.FromHours(2));
        await Ask(nation);

        Assert.Equal([DeliveryState.Sent, DeliveryState.Refused], await States(nation, blast, people[0], unsent));
        total = await nation.Total(blast);
        Assert.Equal((3, 0, 1), (total.Sent, total.Unknown, total.Refused));
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?state=Refused")).Shows("The provider did not take it.");
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

    [Fact]
    public async Task Where_a_mail_beside_it_is_not_known_either_nothing_is_settled()
    {
        await using var nation = await app.NewNation();
        var (blast, _) = await Sent(nation, 2);
        var unsent = await Unsent(nation, blast);
        // The last before it left by another relay: the provider never saw it.
        var other = await Unsent(nation, blast, "elsewhere@example.org");
        await nation.Db.MailDeliveries.Where(d => d.PersonId == other).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent).SetProperty(d => d.NextAt, app.Clock.GetUtcNow().AddMilliseconds(-1)), Ct);
        app.Clock.Advance(TimeSpan.FromHours(3));

        await Ask(nation);

        Assert.Equal([DeliveryState.Unknown], await States(nation, blast, unsent));
        await nation.Db.MailDeliveries.Where(d => d.PersonId == other).ExecuteUpdateAsync(s => s.SetProperty(d => d.NextAt, app.Clock.GetUtcNow().AddHours(-9)), Ct);
        await Ask(nation);
        Assert.Equal([DeliveryState.Refused], await States(nation, blast, unsent));
    }

    [Fact]
    public async Task What_was_told_before_it_was_unknown_counts_and_so_does_a_second_click()
    {
        await using var nation = await app.NewNation();
        var (blast, people) = await Sent(nation, 2);
        var deliveries = nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id);
        await deliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, "one").SetProperty(d => d.ClickedAt, app.Clock.GetUtcNow()), Ct);
        await nation.Db.BlastTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, 0), Ct);
        await nation.Services.GetRequiredService<RecordHandovers>().Run(await nation.Read(blast), "one", [new HandoverResult(people[0], new HandoverEnd.Unknown("silence"), "a@example.org", null)], Ct);

        Assert.Equal([DeliveryState.Sent], await States(nation, blast, people[0]));
        var total = await nation.Total(blast);
        Assert.Equal((1, 0), (total.Sent, total.Unknown));

        await deliveries.Where(d => d.PersonId == people[1]).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Unknown).SetProperty(d => d.Holder, (string?)null), Ct);
        await nation.Db.BlastTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Unknown, 1), Ct);
        var db = nation.Db;
        var link = new MailLink { BlastId = blast.Id, Url = "https://ada.example/" };
        db.Add(link);
        await db.SaveChangesAsync(Ct);
        var signer = await nation.Services.GetRequiredService<MailLinks>().Prepare(Ct);
        await nation.Services.GetRequiredService<RecordClick>().Run(signer.Click(blast.Id, people[1], link.Id).Split('/')[^1], isCounted: true, Ct);
        await nation.RunClicks();
        Assert.Equal([DeliveryState.Sent], await States(nation, blast, people[1]));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_told_of_and_asked_again()
    {
        await using var nation = await app.NewNation();
        var (blast, people) = await Sent(nation, 1);
        await Lose(nation, blast, people[0]);
        var seal = nation.Services.GetRequiredService<Seal>();
        await nation.Relay(m => m.SealedProviderKey = seal.Close("another", Providers.KeyUse));
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        await Ask(nation);
        (await nation.Panel.Get("/settings/mail/returns")).Shows("It does not take the API key any more.");
        await nation.Relay(m => m.SealedProviderKey = seal.Close("sandbox", Providers.KeyUse));
        await Ask(nation);

        Assert.Equal([DeliveryState.Sent], await States(nation, blast, people[0]));
        (await nation.Panel.Get("/settings/mail/returns")).DoesNotShow("The provider could not be asked");
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
    private async Task<long> Unsent(TestNation nation, Blast blast, string address = "unsent@example.org")
    {
        var (reader, db, now) = (await nation.Seeds.Reader(address), nation.Db, app.Clock.GetUtcNow());
        db.Add(new MailDelivery { Month = (await nation.Read(blast)).Month!.Value, BlastId = blast.Id, PersonId = reader.Id, Address = address, State = DeliveryState.Unknown, NextAt = now, At = now });
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
