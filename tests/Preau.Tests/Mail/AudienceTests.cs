using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Site;
using Preau.Site.Editing;
using Preau.Tests.Imports;

namespace Preau.Tests.Mail;

/// <summary>The number that the sender confirms is the number of those who are written to, and one mailbox gets one mail.</summary>
public sealed class AudienceTests(OneConnection app) : IClassFixture<OneConnection>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Addresses_that_nobody_may_write_to_any_more_do_not_count_and_the_screen_says_why()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("stays@example.org");
        await nation.Seeds.Reader("complained@example.org");
        var bounced = await nation.Seeds.Reader("bounced@example.org");
        var twin = await nation.Seeds.Person(email: "erased@example.org");
        await nation.Seeds.Reader("erased@example.org");
        var second = await nation.Seeds.Reader("shut@example.org");
        await nation.Do(async (services, db) =>
        {
            var suppressions = services.GetRequiredService<Suppressions>();
            await suppressions.Add(SuppressedChannel.Mail, "complained@example.org", "complaint", Ct);
            await suppressions.Add(SuppressedChannel.Mail, "shut@example.org", "complaint", Ct);
            (await db.PersonEmails.SingleAsync(e => e.PersonId == bounced.Id, Ct)).IsBad = true;
            db.Add(new PersonEmail { PersonId = second.Id, Address = "second@example.org", EmailKey = "second@example.org", Position = 1 });
        });
        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(twin.Id, Ct));

        var blast = await nation.Seeds.Mail();
        foreach (var path in new[] { "/mail/audience", $"/mail/{blast.Id}/send" })
        {
            var page = await nation.Panel.Get(path);
            page.Shows("2 people get it");
            page.Shows("2 have an address that must not be written to any more");
            page.Shows("1 have an address that came back");
        }

        await nation.SendNow(blast);

        Assert.Equal(["second@example.org", "stays@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await nation.Total(blast)).Audience);
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(DeliveryState.Sent, d.State));
    }

    [Fact]
    public async Task An_address_that_is_shut_stays_so_by_whatever_way_it_is_written_down_again()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var known = await nation.Seeds.Reader("stays@example.org");
        await nation.Do(async (services, _) =>
        {
            foreach (var key in (string[])["panel@example.org", "edit@example.org", "file@example.org"]) await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, key, "complaint", Ct);
        });

        await nation.Panel.Submit("/people/new", new Dictionary<string, string> { ["Form.LastName"] = "Panel", ["Form.Emails[0].Address"] = "panel@example.org" });
        await nation.Panel.Submit($"/people/{known.Id}/edit", new Dictionary<string, string> { ["Form.Emails[1].Address"] = "Edit@Example.org" });
        await nation.BringIn("nom,email\nFile,file@example.org\n");

        Assert.Equal(["edit@example.org", "file@example.org", "panel@example.org"], await nation.Db.PersonEmails.Where(e => e.IsShut).Select(e => e.EmailKey).Order().ToListAsync(Ct));
        Assert.Equal(["stays@example.org"], await nation.Db.PersonEmails.Where(e => !e.IsShut).Select(e => e.EmailKey).ToListAsync(Ct));
    }

    [Fact]
    public async Task Whoever_was_erased_counts_again_once_they_have_said_that_it_was_they()
    {
        await using var nation = await app.NewNation();
        await using var relay = new FakeRelay();
        await nation.ReadyToMail(relay);
        await nation.Do(async (services, db) =>
        {
            await services.GetRequiredService<NationSettings>().Set(new IdentitySettings { Languages = ["en"] }, Ct);
            var page = await services.GetRequiredService<SavePage>().New(PageKind.SignUp, "en", "Join us", Ct);
            (page.Status, page.PublishedAt) = (PageStatus.Published, page.CreatedAt);
        });
        var gone = await nation.Seeds.Reader("gone@example.org");
        await nation.Services.GetRequiredService<ErasePerson>().Run(gone.Id, Ct);
        Task<bool> IsShut() => nation.Db.PersonEmails.Select(e => e.IsShut).SingleAsync(Ct);

        await nation.Site.Submit("/join-us", new Dictionary<string, string> { ["first_name"] = "Back", ["last_name"] = "Again", ["email"] = "gone@example.org" });
        Assert.True(await IsShut());
        await nation.Site.Submit("/join-us", new Dictionary<string, string> { ["first_name"] = "Back", ["last_name"] = "Again", ["email"] = "gone@example.org", ["consent_news"] = "true" });
        await nation.RunJobs();
        Assert.True(await IsShut());

        await nation.Site.Post(JoiningSite.Link(Assert.Single(relay.Mails)), new { });

        Assert.False(await IsShut());
        Assert.Equal((1, 0), await nation.Counted());
    }

    [Fact]
    public async Task What_was_shut_before_the_store_kept_it_beside_the_address_is_marked_by_the_upgrade()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("stays@example.org");
        await nation.Seeds.Reader("shut@example.org");
        await nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "shut@example.org", "complaint", Ct));
        await nation.Db.PersonEmails.ExecuteUpdateAsync(s => s.SetProperty(e => e.IsShut, false), Ct);
        Assert.Equal((2, 0), await nation.Counted());

        await nation.Services.GetRequiredService<MarkShutAddresses>().Run(new MarkShut(), Ct);

        Assert.Equal((1, 1), await nation.Counted());
    }

    [Fact]
    public async Task Two_records_with_one_address_get_one_mail_and_the_screen_says_so()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var left = await nation.Seeds.Reader("ada@example.org", "Gone", consents: []);
        var first = await nation.Seeds.Reader("ada@example.org", "Ada");
        await nation.Seeds.Reader("Ada@Example.org", "Augusta");
        await nation.Seeds.Reader("other@example.org");

        var blast = await nation.Seeds.Mail();
        foreach (var path in new[] { "/mail/audience", $"/mail/{blast.Id}/send" })
        {
            var page = await nation.Panel.Get(path);
            page.Shows("2 people get it");
            page.Shows("1 have the same address as somebody who gets it");
        }

        await nation.SendNow(blast);

        Assert.Equal(["ada@example.org", "other@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        Assert.Contains(await nation.Deliveries(blast), d => d.PersonId == first.Id);
        Assert.DoesNotContain(await nation.Deliveries(blast), d => d.PersonId == left.Id);
        Assert.Equal(2, (await nation.Total(blast)).Audience);
    }

    [Fact]
    public async Task One_mailbox_gets_one_mail_however_many_people_stand_between_its_records()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        // The records of each stand in parts of their own.
        string[] twice = [.. Enumerable.Range(1, 8).Select(i => $"ada{i}@example.org")];
        var all = Audience.PeopleAChunk + twice.Length;
        var firsts = new List<long>();
        foreach (var address in twice) firsts.Add((await nation.Seeds.Reader(address)).Id);
        await nation.Readers(Audience.PeopleAChunk);
        foreach (var address in twice) await nation.Seeds.Reader(address);

        Assert.Equal((all, 0), await nation.Counted());
        var blast = await nation.Frozen(await nation.Seeds.Mail(b => b.HeldOutShare = 5000), all);
        // As after a process that was killed: what was done is done once more.
        await nation.Do(async (services, db) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            var frozen = await db.Blasts.SingleAsync(b => b.Id == blast.Id, Ct);
            Assert.Equal(0, (await services.GetRequiredService<Audience>().Freeze(frozen, 0, app.Clock.GetUtcNow(), Ct)).Count);
        });

        Assert.Equal(firsts, await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id && twice.Contains(d.Address)).OrderBy(d => d.PersonId).Select(d => d.PersonId).ToListAsync(Ct));
        var total = await nation.Total(blast);
        Assert.Equal((all, await nation.Db.MailDeliveries.CountAsync(d => d.BlastId == blast.Id && d.State == DeliveryState.HeldOut, Ct)), (total.Audience, total.HeldOut));
        await nation.ArmsAgree(blast);
    }

    [Fact]
    public async Task However_many_share_their_address_with_somebody_each_address_gets_one_mail()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        // One more than are taken out at once.
        const int all = Audience.PeopleAChunk + 1;
        await nation.Readers(all);
        await nation.Readers(all);
        // Somebody has it twice.
        var last = await nation.Db.PersonEmails.AsNoTracking().OrderByDescending(e => e.Id).FirstAsync(Ct);
        await nation.Do((_, db) =>
        {
            db.Add(new PersonEmail { PersonId = last.PersonId, Address = last.Address, EmailKey = last.EmailKey, Position = 1 });
            return Task.CompletedTask;
        });

        var blast = await nation.Frozen(await nation.Seeds.Mail(), all);

        Assert.Equal(all, (await nation.Total(blast)).Audience);
        var deliveries = nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id);
        Assert.Equal((all, all), (await deliveries.CountAsync(Ct), await deliveries.Select(d => d.Address).Distinct().CountAsync(Ct)));
    }

    [Fact]
    public async Task Whose_address_became_that_of_somebody_who_gets_the_mail_is_left_out()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        var moved = await nation.Seeds.Reader("old@example.org");
        var again = await nation.Seeds.Reader("older@example.org");
        var last = await nation.Seeds.Reader("oldest@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        await nation.Do(async (_, db) =>
        {
            foreach (var email in await db.PersonEmails.Where(e => e.PersonId == moved.Id || e.PersonId == again.Id || e.PersonId == last.Id).ToListAsync(Ct))
                (email.Address, email.EmailKey) = email.PersonId == moved.Id ? ("Ada@example.org", "ada@example.org") : ("new@example.org", "new@example.org");
        });

        await nation.RunMail();

        Assert.Equal(["ada@example.org", "new@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        Assert.Equal([(moved.Id, "same"), (last.Id, "same")], (await nation.Deliveries(blast)).Where(d => d.State == DeliveryState.Skipped).Select(d => (d.PersonId, d.Answer ?? "")));
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries")).Shows("Somebody else with the same address or number gets it.");
    }
}

file static class Counting
{
    /// <summary>Who gets a mail to everybody, and who is left out because nobody may write to them.</summary>
    public static async Task<(long Reachable, long Shut)> Counted(this TestNation nation)
    {
        var count = await nation.Services.GetRequiredService<Audience>().Count(new Blast { Subject = "", Language = "en" }, TestContext.Current.CancellationToken);
        return (count.Reachable, count.Shut);
    }
}
