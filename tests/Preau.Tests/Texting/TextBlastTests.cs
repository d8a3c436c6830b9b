using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.People;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>A text to many, from the draft to what became of it.</summary>
public sealed class TextBlastTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_goes_to_those_who_agreed_and_stands_in_their_conversations()
    {
        await using var nation = await Campaign();
        var (ada, number) = await app.Reader(nation);
        var (_, quiet) = await app.Reader(nation, agreed: false);
        var blast = await nation.Seeds.TextBlast();

        await nation.SendNow(blast);

        Assert.Contains("Bonjour Camille, on se voit jeudi ?\n", Assert.Single(app.Phones.Of(number)).Text, StringComparison.Ordinal);
        Assert.EndsWith("Répondez STOP pour ne plus recevoir de SMS.", app.Phones.Of(number)[0].Text, StringComparison.Ordinal);
        Assert.Empty(app.Phones.Of(quiet));
        var delivery = Assert.Single(await nation.Deliveries(blast));
        Assert.Equal((ada.Id, number, DeliveryState.Sent, 1), (delivery.PersonId, delivery.Address, delivery.State, delivery.Attempts));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
        var text = await nation.Db.TextMessages.SingleAsync(Ct);
        Assert.Equal((blast.Id, ada.Id, TextState.HandedOver, true), (text.BlastId, text.PersonId, text.State, text.IsSigned));
        (await nation.Panel.Get($"/texts/{text.ConversationId}")).Shows("on se voit jeudi ?");
        // Nobody has answered yet: it is no conversation to look after.
        (await nation.Panel.Get("/texts")).Shows("No conversation yet");
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("taken by the gateway");
    }

    [Fact]
    public async Task A_report_of_the_network_moves_the_delivery_and_the_text_and_is_told_once()
    {
        await using var nation = await Campaign();
        var (ada, number) = await app.Reader(nation);
        var (_, other) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.Phones.TellDue(Ct);

        Assert.Equal((2, 2, 0), await Arrived(nation, blast));
        Assert.All(await nation.Db.TextMessages.ToListAsync(Ct), t => Assert.Equal(TextState.Delivered, t.State));
        // What arrived has arrived, however often and in whatever order it is told.
        foreach (var status in new[] { 2, 1, 16 }) Assert.Equal(HttpStatusCode.OK, (await Report(nation, blast, ada.Id, status)).Status);
        Assert.Equal((2, 2, 0), await Arrived(nation, blast));
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?arrived=true")).Shows(number);
        Assert.NotEqual(number, other);
        // Who is erased goes out of the totals, too: each of them opens a list with exactly so many people.
        await nation.Services.GetRequiredService<ErasePerson>().Run(ada.Id, Ct);
        Assert.Equal((1, 1, 0), await Arrived(nation, blast));
    }

    [Fact]
    public async Task A_text_that_the_network_could_not_deliver_did_not_arrive()
    {
        await using var nation = await Campaign();
        var (ada, _) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);

        await Report(nation, blast, ada.Id, 2);

        Assert.Equal((0, 0, 1), await Arrived(nation, blast));
        Assert.Equal((TextState.Refused, TextWords.Undelivered), await nation.Db.TextMessages.Select(t => new ValueTuple<TextState, string?>(t.State, t.Reason)).SingleAsync(Ct));
        await Report(nation, blast, ada.Id, 1);
        Assert.Equal((1, 1, 0), await Arrived(nation, blast));
    }

    [Fact]
    public async Task Another_nation_s_reports_move_nothing_here()
    {
        await using var nation = await Campaign();
        await using var other = await Campaign();
        var (ada, _) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);

        var secret = await TextingApp.Secret(other);
        Assert.Equal(HttpStatusCode.OK, (await other.Site.Get($"/gateways/texts/{secret}/reports?text=b{blast.Id}.{ada.Id}&status=2")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nation.Site.Get($"/gateways/texts/{secret}/reports?text=b{blast.Id}.{ada.Id}&status=2")).Status);

        Assert.Equal((1, 0, 0), await Arrived(nation, blast));
        Assert.Empty(await other.Db.TextMessages.ToListAsync(Ct));
    }

    [Fact]
    public async Task Those_who_get_none_are_counted_by_reason_and_one_number_gets_one_text()
    {
        await using var nation = await Campaign();
        var (first, number) = await app.Reader(nation);
        var services = nation.Services;
        var (db, ledger) = (services.GetRequiredService<Database>(), services.GetRequiredService<ConsentLedger>());
        async Task Somebody(Action<PersonPhone>? phone = null, string? shared = null, bool hasNumber = true, Action<Person>? with = null)
        {
            var person = await new Seeds(db, app.Clock).Person(with);
            if (hasNumber)
            {
                var key = shared ?? $"+3363998{Random.Shared.Next(5000, 9999):D4}";
                var row = new PersonPhone { PersonId = person.Id, Number = key, PhoneKey = key };
                phone?.Invoke(row);
                db.Add(row);
            }

            await ledger.Give(person.Id, Purpose.Sms, "fr", "Oui aux SMS", "page:1", Ct);
            await db.SaveChangesAsync(Ct);
        }

        await Somebody(hasNumber: false);
        await Somebody(p => p.IsBad = true);
        await Somebody(p => p.Kind = PhoneKind.Landline);
        await Somebody(shared: number);
        await Somebody(with: p => p.Archive(app.Clock.GetUtcNow()));
        var (stopped, shut) = await app.Reader(nation);
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(shut)}&text=STOP");
        // A file brings the yes back; the number stays shut.
        await Somebody(shared: shut);
        var blast = await nation.Seeds.TextBlast();

        var count = await nation.Services.GetRequiredService<Audience>().Count(blast, Ct);
        Assert.Equal((6, 1, 1, 1, 1, 1, 1), (count.Segment, count.Reachable, count.NoAddress, count.Bounced, count.Landline, count.Shut, count.Same));
        var page = await nation.Panel.Get($"/mail/{blast.Id}/send");
        foreach (var reason in new[] { "have no telephone number", "have a landline, which gets no texts", "have a number that answered STOP", "have the same number as somebody who gets it" }) page.Shows(reason);
        await nation.SendNow(blast);
        Assert.Equal([first.Id], (await nation.Deliveries(blast)).Select(d => d.PersonId));
        Assert.Single(app.Phones.Of(number));
        Assert.DoesNotContain(app.Phones.Of(shut), t => t.Text.Contains("jeudi", StringComparison.Ordinal));
        Assert.NotEqual(0, stopped.Id);
    }

    [Fact]
    public async Task A_STOP_that_comes_before_it_leaves_takes_them_out_and_one_that_answers_it_counts()
    {
        await using var nation = await Campaign();
        var (ada, number) = await app.Reader(nation);
        var (ben, second) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        var secret = await TextingApp.Secret(nation);
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text=STOP");

        await nation.RunMail();

        Assert.DoesNotContain(app.Phones.Of(number), t => t.Text.Contains("jeudi", StringComparison.Ordinal));
        Assert.Equal([(ada.Id, DeliveryState.Skipped, "stopped"), (ben.Id, DeliveryState.Sent, null)], (await nation.Deliveries(blast)).Select(d => (d.PersonId, d.State, d.Answer)));
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(second)}&text=STOP");
        Assert.Equal(1, (await nation.Total(blast)).Unsubscribed);
        // Thousands may answer so: what nobody has to answer does not stand among what waits.
        Assert.False((await nation.Db.Conversations.SingleAsync(c => c.NumberKey == second, Ct)).IsUnread);
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(second)}&text=Qui%20vous%20a%20donn%C3%A9%20mon%20num%C3%A9ro");
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(second)}&text=STOP");
        Assert.True((await nation.Db.Conversations.SingleAsync(c => c.NumberKey == second, Ct)).IsUnread);
    }

    [Fact]
    public async Task Who_is_held_out_gets_no_text()
    {
        await using var nation = await Campaign();
        var numbers = new List<string>();
        for (var i = 0; i < 12; i++) numbers.Add((await app.Reader(nation)).Number);
        var blast = await nation.Seeds.TextBlast(heldOutShare: 5000);

        await nation.SendNow(blast);

        var deliveries = await nation.Deliveries(blast);
        Assert.Equal(12, deliveries.Count);
        Assert.Equal(deliveries.Where(d => d.State == DeliveryState.Sent).Select(d => d.Address).Order(StringComparer.Ordinal), numbers.Where(n => app.Phones.Of(n).Count == 1).Order(StringComparer.Ordinal));
        Assert.Contains(deliveries, d => d.State == DeliveryState.HeldOut);
        Assert.Equal((await nation.Total(blast)).HeldOut, deliveries.Count(d => d.State == DeliveryState.HeldOut));
    }

    [Fact]
    public async Task Each_reader_gets_one_of_its_versions()
    {
        await using var nation = await Campaign();
        var numbers = new List<string>();
        for (var i = 0; i < 12; i++) numbers.Add((await app.Reader(nation)).Number);
        var blast = await nation.Seeds.TextBlast();
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "B", Body = "Jeudi, {{ person.first_name }} ?" });
            return Task.CompletedTask;
        });

        await nation.SendNow(blast);

        var versions = (await nation.Deliveries(blast)).ToDictionary(d => d.Address, d => d.Version, StringComparer.Ordinal);
        Assert.Equal([0, 1], versions.Values.Distinct().Order());
        Assert.All(numbers, n => Assert.StartsWith(versions[n] == 0 ? "Bonjour Camille" : "Jeudi, Camille ?", Assert.Single(app.Phones.Of(n)).Text, StringComparison.Ordinal));
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("Version");
    }

    [Fact]
    public async Task A_link_is_short_leads_on_and_is_counted_for_who_followed_it()
    {
        await using var nation = await Campaign();
        var (ada, number) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast("Le programme : https://example.org/programme?a=1, à jeudi");
        await nation.SendNow(blast);

        var text = app.Phones.Of(number)[0].Text;
        var link = new Uri(text.Split(' ').Single(w => w.StartsWith("http", StringComparison.Ordinal)).TrimEnd(','));
        Assert.Matches("^/t/[A-Za-z0-9_-]{7,12}$", link.AbsolutePath);
        Assert.Equal("https://example.org/programme?a=1", (await nation.Site.Get(link.AbsolutePath)).Location);
        // What has no name of a program is one that looks at links before people do.
        await nation.RunClicks();
        Assert.Equal(0, (await nation.Total(blast)).Clicked);
        var request = new HttpRequestMessage(HttpMethod.Get, link.AbsolutePath);
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)");
        await nation.Site.Send(request);
        await nation.RunClicks();
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get(link.AbsolutePath[..^1] + (link.AbsolutePath[^1] == 'A' ? 'B' : 'A'))).Status);

        Assert.Equal(1, (await nation.Total(blast)).Clicked);
        Assert.Equal(ada.Id, (await nation.Db.MailClicks.SingleAsync(Ct)).PersonId);
    }

    [Fact]
    public async Task A_short_link_leads_nowhere_a_mail_leads()
    {
        await using var nation = await Campaign();
        var (ada, _) = await app.Reader(nation);
        var (services, mail) = (nation.Services, await nation.Seeds.Mail());
        var link = new MailLink { BlastId = mail.Id, Url = "https://example.org/" };
        var db = services.GetRequiredService<Database>();
        db.Add(link);
        var signer = await services.GetRequiredService<MailLinks>().Prepare(Ct);
        await db.SaveChangesAsync(Ct);

        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get(new Uri(signer.Brief(link.Id, ada.Id)).AbsolutePath)).Status);
    }

    [Fact]
    public async Task The_file_for_a_person_does_not_tell_what_the_team_calls_a_text()
    {
        await using var nation = await Campaign();
        var (ada, number) = await app.Reader(nation);
        await nation.SendNow(await nation.Seeds.TextBlast());

        var file = System.Text.Json.JsonSerializer.Serialize(await nation.Services.GetServices<IPersonPart>().Single(p => p.Name == "mail").Export(ada.Id, Ct));

        Assert.Contains(number[1..], file, StringComparison.Ordinal);
        Assert.DoesNotContain("Jeudi", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_took_over_the_number_of_somebody_who_gets_it_gets_none()
    {
        await using var nation = await Campaign();
        var (ada, _) = await app.Reader(nation);
        var (_, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        await nation.Db.PersonPhones.Where(p => p.PersonId == ada.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.PhoneKey, number).SetProperty(p => p.Number, number), Ct);

        await nation.RunMail();

        Assert.Single(app.Phones.Of(number));
        Assert.Equal([(DeliveryState.Skipped, "same"), (DeliveryState.Sent, null)], (await nation.Deliveries(blast)).Select(d => (d.State, d.Answer)));
    }

    [Fact]
    public async Task What_it_costs_is_told_of_all_its_versions_and_that_some_get_it_at_another_hour()
    {
        await using var nation = await Campaign();
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000", Form_HundredCost = "5,00" });
        await app.Reader(nation);
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        var away = await new Seeds(db, app.Clock).Person(phone: "+596696123456");
        await services.GetRequiredService<ConsentLedger>().Give(away.Id, Purpose.Sms, "fr", "Oui aux SMS", "page:1", Ct);
        await db.SaveChangesAsync(Ct);
        var blast = await nation.Seeds.TextBlast();
        await nation.Do((_, store) =>
        {
            store.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "B", Body = new string('a', 150) });
            return Task.CompletedTask;
        });

        var page = await nation.Panel.Get($"/mail/{blast.Id}/send");

        page.Shows("about €0.15, €0.20 at most");
        page.Shows("they get it by the clock of Europe/Paris");
    }

    [Fact]
    public async Task It_is_written_looked_at_and_sent_on_screens_that_say_what_it_costs()
    {
        await using var nation = await Campaign();
        var (ada, _) = await app.Reader(nation);
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000", Form_HundredCost = "5,00" });
        var page = await nation.Panel.Submit("/mail/new?by=text", new { Form_Subject = "Jeudi", Form_Body = "Salut {{ person.first_name }} ^", Form_Language = "fr" });
        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
        var blast = await nation.Db.Blasts.SingleAsync(Ct);
        Assert.Equal((Channel.Sms, "Salut {{ person.first_name }} ^"), (blast.Channel, blast.Body));

        (await nation.Panel.Get($"/mail/{blast.Id}/edit")).Shows("Write and choose for whom");
        (await nation.Panel.Get($"/mail/{blast.Id}/preview?person={ada.Id}")).Shows("Salut Camille ^");
        var send = await nation.Panel.Get($"/mail/{blast.Id}/send");
        send.Shows("1 SMS");
        send.Shows("about €0.05");
        (await nation.Panel.Get("/mail")).Shows("SMS");
    }

    [Fact]
    public async Task Who_may_not_send_mails_sends_no_texts_to_many()
    {
        await using var nation = await Campaign();
        var blast = await nation.Seeds.TextBlast();
        foreach (var role in new[] { Role.Volunteer, Role.Finance })
        {
            var browser = await nation.As(role);
            foreach (var path in new[] { "/mail/new?by=text", $"/mail/{blast.Id}/edit", $"/mail/{blast.Id}/send", $"/mail/{blast.Id}/preview" }) Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get(path)).Status);
        }
    }

    private async Task<TestNation> Campaign()
    {
        var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000" });
        return nation;
    }

    private static async Task<Page> Report(TestNation nation, Blast blast, long person, int status) =>
        await nation.Site.Get($"/gateways/texts/{await TextingApp.Secret(nation)}/reports?text={TextHandover.ReferenceOf(blast.Id, person)}&status={status}");

    private static async Task<(long Sent, long Delivered, long Refused)> Arrived(TestNation nation, Blast blast)
    {
        var total = await nation.Total(blast);
        return (total.Sent, total.Delivered, total.Refused);
    }
}
