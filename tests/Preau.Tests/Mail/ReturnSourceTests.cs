using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>What providers tell by webhook, as their documentation has it: signed, stamped, doubled, out of order, made up.</summary>
public sealed class ReturnSourceTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Key = "key-0123456789";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_tells_of_bounces_complaints_and_leaves()
    {
        await using var nation = await app.NewNation();
        var (blast, signer, readers) = await Sent(nation, "gone", "complains", "leaves", "filtered", "waits");
        string Number(int reader) => $"{signer.MessageName(blast.Id, readers[reader])}@ada.example";

        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(0), "failed", "permanent", "550", "5.1.1 <gone@example.org> No such user")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(0), "failed", "permanent", "550", "5.1.1 No such user")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(1), "complained")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(2), "unsubscribed")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(3), "failed", "permanent", "554", "5.7.1 Blocked by a block list")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(4), "failed", "temporary", "421", "4.7.0 Try again")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(4), "delivered")));

        var total = await nation.Total(blast);
        Assert.Equal((2, 1, 1, 1), (total.Bounced, total.BouncedHard, total.Complained, total.Unsubscribed));
        Assert.Equal([readers[0]], await nation.Db.PersonEmails.Where(e => e.IsBad).Select(e => e.PersonId).ToListAsync(Ct));
        Assert.DoesNotContain("gone@", (await nation.Deliveries(blast))[0].BounceAnswer!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_provider_tells_while_the_mail_is_in_hand_is_told_again_and_settles_what_is_unknown()
    {
        await using var nation = await app.NewNation();
        var (blast, signer, readers) = await Sent(nation, "slow", "gone");
        string Number(int reader) => $"{signer.MessageName(blast.Id, readers[reader])}@ada.example";
        await nation.Db.MailDeliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, "one"), Ct);
        await nation.Db.BlastTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, 0), Ct);
        await nation.Db.Blasts.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending).SetProperty(b => b.EndedAt, (DateTimeOffset?)null), Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Call(nation, Event(Number(0), "delivered")));
        // What came back is written down whenever it is told.
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(1), "failed", "permanent", "550", "5.1.1 No such user")));
        HandoverResult[] results = [new HandoverResult(readers[0], new HandoverEnd.Unknown("silence"), "slow@example.org"), new HandoverResult(readers[1], new HandoverEnd.Unknown("silence"), "gone@example.org")];
        await nation.Services.GetRequiredService<RecordHandovers>().Run(await nation.Read(blast), "one", results, Ct);
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(Number(0), "delivered")));

        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(DeliveryState.Sent, d.State));
        var total = await nation.Total(blast);
        Assert.Equal((2, 0, 1), (total.Sent, total.Unknown, total.BouncedHard));
        Assert.Equal([readers[1]], await nation.Db.PersonEmails.Where(e => e.IsBad).Select(e => e.PersonId).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_letter_to_one_person_is_known_by_its_number_too()
    {
        await using var nation = await app.NewNation();
        await using var relay = new FakeRelay();
        var (_, _, readers) = await Sent(nation, "gone", "full", "other");
        await nation.ReadyToMail(relay);
        await UsesMailgun(nation);
        async Task<string> Letter(int reader, string address)
        {
            await nation.Services.GetRequiredService<PostLetter>().Run(new PostedLetter(address, "", "Thank you", "Thank you") { PersonId = readers[reader] }, Ct);
            return relay.Mails.Last().Message.MessageId ?? "";
        }

        var (gone, again, full) = (await Letter(0, "gone@example.org"), await Letter(0, "gone@example.org"), await Letter(1, "full@example.org"));
        Assert.NotEqual(gone, again);

        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(full, "failed", "permanent", "552", "5.2.2 Mailbox full")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(gone, "failed", "temporary", "421", "4.7.0 Try again")));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(gone, "complained")));
        Assert.False(await nation.Db.PersonEmails.AnyAsync(e => e.IsBad, Ct));
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event(gone, "failed", "permanent", "550", "5.1.1 No such user")));

        Assert.Equal([readers[0]], await nation.Db.PersonEmails.Where(e => e.IsBad).Select(e => e.PersonId).ToListAsync(Ct));
    }

    [Fact]
    public async Task Calls_that_are_not_the_providers_change_nothing()
    {
        await using var nation = await app.NewNation();
        var (blast, signer, readers) = await Sent(nation, "gone");
        var told = Event($"{signer.MessageName(blast.Id, readers[0])}@ada.example", "failed", "permanent", "550", "5.1.1 No such user");
        var now = app.Clock.GetUtcNow();

        Assert.Equal(HttpStatusCode.NotAcceptable, await Call(nation, told, key: "another key"));
        Assert.Equal(HttpStatusCode.NotAcceptable, await Call(nation, told, at: now.AddHours(-13)));
        Assert.Equal(HttpStatusCode.NotAcceptable, await Call(nation, told, at: now.AddMinutes(6)));
        foreach (var body in new[] { "", "[]", "{", "{\"signature\":1}", "\"x\"", new string('[', 5000), "{\"signature\":{\"timestamp\":\"\\ud800\"}}", "{\"signature\":{\"timestamp\":\"x\",\"token\":[],\"signature\":null}}" }) Assert.Equal(HttpStatusCode.NotAcceptable, await Post(nation, body));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Post(nation, new string(' ', 300_000)));
        Assert.Equal(HttpStatusCode.NotFound, (await Raw(nation, "/gateways/mail/other/returns", "{}")));
        // Signed by them, about a mail that is not ours.
        Assert.Equal(HttpStatusCode.OK, await Call(nation, Event("made-up@ada.example", "complained")));
        await using var other = await app.NewNation();
        Assert.Equal(HttpStatusCode.NotFound, await Call(other, told));

        Assert.Equal((0, 0), ((await nation.Total(blast)).Bounced, (await nation.Total(blast)).Complained));
    }

    [Fact]
    public async Task The_settings_keep_its_key_sealed_and_show_the_address()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();

        await nation.Panel.PostFrom("/settings/mail/returns", "/settings/mail/returns/source", new { source = "mailgun", secret = "" });
        (await nation.Panel.Get("/settings/mail/returns")).DoesNotShow("/gateways/mail");
        await nation.Panel.PostFrom("/settings/mail/returns", "/settings/mail/returns/source", new { source = "mailgun", secret = Key });

        var page = await nation.Panel.Get("/settings/mail/returns");
        page.Shows("/gateways/mail/mailgun/returns");
        page.DoesNotShow(Key);
        Assert.DoesNotContain(await nation.Db.Settings.Select(s => s.Value).ToListAsync(Ct), v => v.Contains(Key, StringComparison.Ordinal));
        await nation.Panel.PostFrom("/settings/mail/returns", "/settings/mail/returns/source", new { source = "" });
        (await nation.Panel.Get("/settings/mail/returns")).DoesNotShow("/gateways/mail");
    }

    private static async Task<(Blast Blast, MailSigner Signer, long[] Readers)> Sent(TestNation nation, params string[] names)
    {
        await using var relay = new FakeRelay();
        await nation.ReadyToMail(relay);
        await UsesMailgun(nation);
        foreach (var name in names) await nation.Seeds.Reader($"{name}@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        return (blast, await nation.Services.GetRequiredService<MailLinks>().Find(Ct) ?? throw new InvalidOperationException("Nothing was signed."), [.. (await nation.Deliveries(blast)).Select(d => d.PersonId)]);
    }

    private static Task<Page> UsesMailgun(TestNation nation) => nation.Panel.PostFrom("/settings/mail/returns", "/settings/mail/returns/source", new { source = "mailgun", secret = Key });

    private static string Event(string messageId, string name, string severity = "", string code = "0", string said = "") =>
        $$"""{"event":"{{name}}","severity":"{{severity}}","reason":"generic","delivery-status":{"code":{{code}},"message":"{{said}}"},"message":{"headers":{"message-id":"{{messageId}}"},"size":341},"recipient":"x@example.org","timestamp":1770146798.37}""";

    private Task<HttpStatusCode> Call(TestNation nation, string told, string key = Key, DateTimeOffset? at = null)
    {
        var (stamp, token) = ((at ?? app.Clock.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("n"));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(stamp + token)));
        return Post(nation, $$"""{"signature":{"timestamp":"{{stamp}}","token":"{{token}}","signature":"{{signature}}"},"event-data":{{told}}}""");
    }

    private static Task<HttpStatusCode> Post(TestNation nation, string body) => Raw(nation, "/gateways/mail/mailgun/returns", body);

    private static async Task<HttpStatusCode> Raw(TestNation nation, string path, string body)
    {
        using var client = nation.App.CreateDefaultClient(new Uri($"https://{nation.Facts.Slug}.localhost"));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, Ct);
        return answer.StatusCode;
    }
}
