using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Actions;
using Preau.Donations;
using Preau.Jobs;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Mail.Past;

namespace Preau.Tests.Mail;

/// <summary>Several versions of a mail: each reader gets one, drawn by lot, and the report says what each did.</summary>
public sealed class VersionsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_reader_gets_the_version_that_their_lot_says_with_its_own_subject_sender_and_links()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(300);
        var blast = await nation.Seeds.Mail(b => (b.Subject, b.Body, b.HeldOutShare) = ("Version A", "<p>Read <a href=\"https://example.org/a\">the plan</a>.</p>", 1000));
        await Version(nation, blast, 1, "Version B", "<p>Do read <a href=\"https://example.org/b\">the plan</a>, {{ person.first_name }}.</p>", "Nadia");
        await nation.Panel.Submit($"/mail/{blast.Id}/versions/1", new { Form_ReplyTo = "no address" });
        await nation.Panel.Submit($"/mail/{blast.Id}/versions/1", new { Form_ReplyTo = "nadia@example.org" });
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("answers go to nadia@example.org");
        await Version(nation, blast, 2, "Version C", "<p>Read <a href=\"https://example.org/a\">the plan</a> today.</p>");

        await nation.SendNow(blast);

        var signer = await nation.Services.GetRequiredService<MailLinks>().Prepare(Ct);
        var deliveries = await nation.Deliveries(blast);
        foreach (var delivery in deliveries)
        {
            var version = DrawLots.VersionOf(signer, blast, 3, delivery.PersonId);
            Assert.Equal(version == DrawLots.HeldOut ? DeliveryState.HeldOut : DeliveryState.Sent, delivery.State);
            if (version == DrawLots.HeldOut) continue;
            Assert.Equal(version, delivery.Version);
            var mail = Assert.Single(relay.Mails, m => m.To == delivery.Address);
            Assert.Equal(("Version " + VersionsOf.Letter(version), version == 1 ? "Nadia" : "Ada"), (mail.Message.Subject, mail.Message.From.Mailboxes.Single().Name));
            Assert.Equal(version == 1, mail.Message.ReplyTo.Mailboxes.Any(m => m.Address == "nadia@example.org"));
            Assert.Contains(version switch { 0 => ">the plan</a>.", 1 => "Do read", _ => "today." }, mail.Message.HtmlBody, StringComparison.Ordinal);
        }

        Assert.All(deliveries.Where(d => d.State == DeliveryState.Sent).GroupBy(d => d.Version), g => Assert.InRange(g.Count(), 60, 120));
        Assert.Equal(["https://example.org/a", "https://example.org/b"], await nation.Db.MailLinks.Where(l => l.BlastId == blast.Id).Select(l => l.Url).Order().ToListAsync(Ct));
        Assert.Equal(deliveries.Count(d => d.State == DeliveryState.Sent), relay.Mails.Count);
    }

    [Fact]
    public async Task A_version_may_leave_later_than_the_first_and_a_pause_does_not_hurry_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(60);
        var blast = await nation.Seeds.Mail(b => b.Subject = "Version A");
        await Version(nation, blast, 1, "Version B", blast.Body);
        await nation.Panel.Submit($"/mail/{blast.Id}/versions/1", new { Form_Delay = "120" });
        (await nation.Panel.Get($"/mail/{blast.Id}/versions")).Shows("leaves 2 hours later than the first");
        (await (await nation.Panel.Submit($"/mail/{blast.Id}/versions", new { Form_IsFirst = "true" }, action: $"/mail/{blast.Id}/versions/first")).Follow()).Shows("A version leaves later than the first");

        await nation.SendNow(blast);

        Assert.All(relay.Mails, m => Assert.Equal("Version A", m.Message.Subject));
        Assert.InRange(relay.Mails.Count, 15, 45);
        Assert.True(await nation.Pause(blast));
        Assert.Empty(await nation.Resume(blast));
        app.Clock.Advance(TimeSpan.FromMinutes(119));
        await nation.RunMail();
        Assert.All(relay.Mails, m => Assert.Equal("Version A", m.Message.Subject));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await nation.RunMail();
        Assert.Equal(60, relay.Mails.Count);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task Versions_are_written_previewed_and_taken_away_while_the_mail_is_a_draft()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail();
        var panel = nation.Panel;
        (await panel.Get($"/mail/{blast.Id}/edit")).Shows("Try several versions");

        var added = await panel.Submit($"/mail/{blast.Id}/versions", new { });
        Assert.EndsWith($"/mail/{blast.Id}/versions/1", added.Location, StringComparison.Ordinal);
        (await (await panel.Submit($"/mail/{blast.Id}/versions/1", new { Form_Subject = "Another word", Form_Body = "<p>Hello {{ person.nobody }}</p><script>x</script>" })).Follow()).Shows("Another word");

        (await panel.Get($"/mail/{blast.Id}/send")).Shows("Version B: ");
        await panel.Submit($"/mail/{blast.Id}/versions/1", new { Form_Subject = "Another word", Form_Body = "<p>Second text</p>" });
        var last = await panel.Get($"/mail/{blast.Id}/send");
        last.DoesNotShow("Version B: ");
        last.Shows("Another word");
        (await panel.Get($"/mail/{blast.Id}/preview?version=1")).Shows("Another word");
        Assert.Contains("Second text", (await panel.Get($"/mail/{blast.Id}/preview.html?version=1")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await panel.Get($"/mail/{blast.Id}/preview.html?version=9")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await panel.Get($"/mail/{blast.Id}/versions/3")).Status);

        await panel.Submit($"/mail/{blast.Id}/edit", new { }, "copy");
        Assert.Equal(2, await nation.Db.BlastVersions.CountAsync(Ct));
        (await (await panel.Submit($"/mail/{blast.Id}/versions", new { }, "removal")).Follow()).Shows("The version is taken away.");
        Assert.Equal(0, await nation.Db.BlastVersions.CountAsync(v => v.BlastId == blast.Id, Ct));
    }

    [Fact]
    public async Task A_mail_has_four_versions_at_most_and_gets_none_once_it_is_decided()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Seeds.Mail();
        var change = nation.Services.GetRequiredService<ChangeVersions>();
        for (var place = 1; place < VersionsOf.Most; place++) Assert.Equal(place, await change.Add(blast, Ct));
        Assert.Null(await nation.Services.GetRequiredService<ChangeVersions>().Add(blast, Ct));
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast));

        Assert.False(await nation.Services.GetRequiredService<ChangeVersions>().RemoveLast(blast, Ct));
        var services = nation.Services;
        var version = await services.GetRequiredService<Database>().BlastVersions.SingleAsync(v => v.Place == 1, Ct);
        Assert.False(await services.GetRequiredService<ChangeVersions>().Save(blast, version, new VersionForm { Subject = "Too late" }, Ct));
        Assert.NotEqual("Too late", (await nation.Db.BlastVersions.SingleAsync(v => v.Place == 1, Ct)).Subject);
    }

    [Fact]
    public async Task The_report_counts_what_people_did_after_following_a_link_of_their_version()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, true, false), 40)]);
        var other = await nation.Seeds.SentMail((DeliveryState.Sent, true, false));
        await Version(nation, blast, 1, "The other way", "<p>Hello</p>");
        var db = nation.Db;
        var people = (await nation.Deliveries(blast)).ConvertAll(d => d.PersonId);
        var second = people.Skip(20).ToArray();
        await db.MailDeliveries.Where(d => second.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, 1), Ct);
        await nation.CountArms(blast);
        var now = app.Clock.GetUtcNow();
        for (var i = 0; i < 6; i++) Sign(db, second[i], now.AddHours(2));
        Sign(db, people[0], now.AddHours(2));
        Sign(db, people[1], now.AddHours(-2));
        Sign(db, people[2], now.AddDays(9));
        await db.SaveChangesAsync(Ct);

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");

        results.Shows("The other way");
        results.Shows("1 (5.0%)");
        results.Shows("6 (30.0%)");
        results.Shows("Out of 1,000 people, 250 more acted than with version A; it could be anything from");
        results.DoesNotShow("were held out");
        var list = await nation.Panel.Get($"/mail/{blast.Id}/deliveries?version=1");
        list.Shows("People of this mail: Version B");
        Assert.Equal(20, list.Document.QuerySelectorAll("table.list tbody tr").Length);
        Assert.Equal(21, (await nation.Panel.Get($"/mail/{blast.Id}/deliveries.csv?version=1")).Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        // A mail of one version says what came after its links, and the table of all mails says it of each.
        Sign(db, (await nation.Deliveries(other)).Single().PersonId, now.AddHours(2));
        await db.SaveChangesAsync(Ct);
        var plain = await nation.Panel.Get($"/mail/{other.Id}/results");
        plain.Shows("1 person signed, signed up or gave after following a link of it.");
        plain.DoesNotShow("Versions");
        await nation.Services.GetRequiredService<IHandle<CountOutcomes>>().Run(new CountOutcomes(), Ct);
        var past = nation.Services.GetRequiredService<PastMails>().Of(Channel.Email, since: null);
        Assert.Equal([(blast.Id, (long?)7), (other.Id, 1L)], (await past.ToListAsync(Ct)).OrderBy(m => m.Id).Select(m => (m.Id, m.Acted)));
        (await nation.Panel.Get("/mail/past?for=all")).Shows("Then acted");
    }

    [Fact]
    public async Task The_report_says_of_each_kind_of_deed_which_version_brought_more_and_how_sure_that_is()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, true, false), 400)]);
        await Version(nation, blast, 1, "The other way", "<p>Hello</p>");
        var db = nation.Db;
        var people = (await nation.Deliveries(blast)).ConvertAll(d => d.PersonId);
        var second = people.Skip(200).ToArray();
        await db.MailDeliveries.Where(d => second.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, 1), Ct);
        await nation.CountArms(blast);
        var now = app.Clock.GetUtcNow();
        foreach (var person in second.Take(80)) db.Add(new ActionTaken { PersonId = person, PageGroupId = 1, PageTitle = "Join us", Kind = ActionKind.SignUp, At = now.AddHours(1) });
        // Signed two petitions, and one before following a link: that is one person, and none.
        Sign(db, people[0], now.AddHours(1));
        db.Add(new ActionTaken { PersonId = people[0], PageGroupId = 2, PageTitle = "The park", Kind = ActionKind.Signature, At = now.AddHours(2) });
        Sign(db, people[1], now.AddHours(-1));
        db.Add(new Gift { PersonId = second[0], AmountCents = 5000, Currency = "EUR", GivenAt = now.AddHours(2), Language = "fr", Source = "panel", Status = GiftStatus.Received });
        await db.SaveChangesAsync(Ct);

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");

        results.Shows("What each version brought");
        results.Shows("80 (40.0%)");
        results.Shows("Out of 1,000 people, 400 more than with version A; it is between");
        results.Shows("Out of 1,000 people, 5 fewer than with version A; it could be anything from");
        results.Shows("€50");
        var counted = (await nation.Services.GetRequiredService<ReadOutcomes>().Run(await nation.Read(blast), Ct))!.Versions;
        Assert.Equal([(0, 1, 0, 1), (80, 0, 1, 80)], counted.Select(v => ((int)v.LinkedSignedUp, (int)v.LinkedSignatures, (int)v.LinkedGave, (int)v.Linked)));
        await nation.Services.GetRequiredService<IHandle<CountOutcomes>>().Run(new CountOutcomes(), Ct);
        var kept = (await db.BlastOutcomes.AsNoTracking().SingleAsync(o => o.BlastId == blast.Id && o.Place == 1, Ct)).Read();
        Assert.Equal((80, 0, 1), ((int)kept.LinkedSignedUp, (int)kept.LinkedSignatures, (int)kept.LinkedGave));
    }

    private static void Sign(Database db, long personId, DateTimeOffset at) => db.Add(new ActionTaken { PersonId = personId, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = at });

    private static Task Version(TestNation nation, Blast blast, int place, string subject, string body, string? sender = null) => nation.Do((_, db) =>
    {
        db.Add(new BlastVersion { BlastId = blast.Id, Place = place, Subject = subject, Body = body, SenderName = sender });
        return Task.CompletedTask;
    });
}
