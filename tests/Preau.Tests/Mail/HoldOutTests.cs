using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Actions;
using Preau.Contacts;
using Preau.Donations;
using Preau.Duplicates;
using Preau.Electors.Votes;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>Part of an audience is left out on purpose: drawn by lot, never written to by any way, and compared with the others.</summary>
public sealed class HoldOutTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static readonly JsonSerializerOptions InWords = new() { Converters = { new JsonStringEnumConverter() } };
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lot_says_who_is_held_out_and_nobody_of_them_gets_the_mail_by_any_way()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(400);
        var blast = await nation.Frozen(await nation.Seeds.Mail(b => b.HeldOutShare = 2500));
        var signer = await Signer(nation);

        var held = (await nation.Deliveries(blast)).Where(d => d.State == DeliveryState.HeldOut).ToList();
        Assert.Equal((await nation.Deliveries(blast)).Where(d => DrawLots.IsHeldOut(signer, blast, d.PersonId)).Select(d => d.PersonId), held.Select(d => d.PersonId));
        Assert.InRange(held.Count, 65, 135);
        Assert.True(await nation.Pause(blast));
        Assert.Empty(await nation.Resume(blast));
        await nation.RunMail();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await nation.RunMail();

        Assert.Equal(400 - held.Count, relay.Mails.Count);
        Assert.Empty(relay.Mails.Select(m => m.To).Intersect(held.Select(d => d.Address), StringComparer.Ordinal));
        var total = await nation.Total(blast);
        Assert.Equal((400, held.Count, 400 - held.Count, 0), (total.Audience, total.HeldOut, total.Sent, total.Waiting));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
        Assert.False(await nation.Cancel(blast));
    }

    [Fact]
    public void Lots_are_spread_evenly_and_another_mail_draws_others()
    {
        // One key that never changes: of keys drawn anew, one in some hundred is further off by chance.
        var signer = new MailSigner([.. Enumerable.Range(1, 32).Select(i => (byte)i)], new NationId(7), "https://ada.example");
        var lots = Enumerable.Range(1, 20_000).Select(id => signer.Lot(7, id)).ToList();

        Assert.All(lots.GroupBy(l => (int)(l * 10)), g => Assert.InRange(g.Count(), 1850, 2150));
        Assert.Equal(10, lots.GroupBy(l => (int)(l * 10)).Count());
        Assert.InRange(Enumerable.Range(1, 20_000).Count(id => signer.Lot(7, id) < 0.1 && signer.Lot(8, id) < 0.1), 140, 260);
    }

    [Fact]
    public async Task Somebody_whose_other_record_is_held_out_does_not_get_the_mail_and_merging_can_be_undone()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (blast, held, other) = await OneOfEach(nation);

        var merged = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(other, held, new Dictionary<string, Side>(), null, Ct));
        Assert.Equal((other, DeliveryState.HeldOut), (await nation.Deliveries(blast)).Where(d => d.PersonId == other || d.PersonId == held).Select(d => (d.PersonId, d.State)).Single());
        await TotalsAgree(nation, blast);
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merged.MergeId, Ct));
        Assert.Equal([DeliveryState.HeldOut, DeliveryState.Waiting], (await nation.Deliveries(blast)).Where(d => d.PersonId == other || d.PersonId == held).Select(d => d.State).OrderDescending());
        await TotalsAgree(nation, blast);

        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(other, held, new Dictionary<string, Side>(), null, Ct));
        await nation.RunMail();

        Assert.Empty(relay.Mails.Select(m => m.To).Intersect((await nation.Deliveries(blast)).Where(d => d.State == DeliveryState.HeldOut).Select(d => d.Address), StringComparer.Ordinal));
        await TotalsAgree(nation, blast);
    }

    [Fact]
    public async Task Who_got_it_before_the_two_became_one_has_got_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (blast, held, other) = await OneOfEach(nation);
        await nation.RunMail();

        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(held, other, new Dictionary<string, Side>(), null, Ct));

        Assert.Equal(DeliveryState.Sent, (await nation.Deliveries(blast)).Single(d => d.PersonId == held).State);
        await TotalsAgree(nation, blast);
    }

    [Fact]
    public async Task A_merge_counts_nothing_before_it_holds_what_both_did()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite has one writer at a time");
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (blast, held, other) = await OneOfEach(nation);
        await nation.RunMail();
        var (db, now) = (nation.Db, app.Clock.GetUtcNow());
        // Whoever writes a click holds the delivery, then counts it.
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        await db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.PersonId == other).ExecuteUpdateAsync(s => s.SetProperty(d => d.ClickedAt, now), Ct);

        var merging = Task.Run(() => nation.Services.GetRequiredService<MergePeople>().Run(held, other, new Dictionary<string, Side>(), null, Ct), Ct);
        const string waiting = "select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%mail_delivery%for update'";
        while (!merging.IsCompleted && await nation.Db.Database.SqlQueryRaw<int>(waiting).SingleAsync(Ct) == 0) await Task.Delay(10, Ct);
        Assert.False(merging.IsCompleted);
        await MoveArms.Add(db, blast.Id, 0, 0, 1, 0, 0, Ct);
        await db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Clicked, t => t.Clicked + 1), Ct);
        await transaction.CommitAsync(Ct);

        Assert.IsType<MergeOutcome.Done>(await merging);
        await nation.ArmsAgree(blast);
        await TotalsAgree(nation, blast);
    }

    [Fact]
    public async Task Whose_address_becomes_that_of_somebody_held_out_does_not_get_it_there()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (blast, held, other) = await OneOfEach(nation);
        var address = await nation.Db.PersonEmails.Where(e => e.PersonId == held).Select(e => e.Address).SingleAsync(Ct);
        await nation.Db.PersonEmails.Where(e => e.PersonId == other).ExecuteUpdateAsync(s => s.SetProperty(e => e.Address, address).SetProperty(e => e.EmailKey, address), Ct);

        await nation.RunMail();

        Assert.DoesNotContain(relay.Mails, m => m.To == address);
        Assert.Equal((DeliveryState.Skipped, "held_out"), (await nation.Deliveries(blast)).Where(d => d.PersonId == other).Select(d => (d.State, d.Answer)).Single());
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?state=Skipped")).Shows("Somebody else with the same address or number is held out");
    }

    [Fact]
    public async Task Who_is_held_out_sees_it_in_their_file_and_erasing_them_leaves_nothing()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var (blast, held, _) = await OneOfEach(nation);

        (await nation.Panel.Get($"/people/{held}")).Shows("Was left out of the mail “A word” on purpose, to measure what it does");
        var part = nation.Services.GetServices<IPersonPart>().OfType<MailPart>().Single();
        Assert.Contains("HeldOut", JsonSerializer.Serialize(await part.Export(held, Ct), InWords), StringComparison.Ordinal);
        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(held, Ct));

        Assert.DoesNotContain(await nation.Deliveries(blast), d => d.PersonId == held);
        await TotalsAgree(nation, blast);
    }

    [Fact]
    public async Task The_report_compares_what_both_did_within_the_week_and_says_how_sure_that_is()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, false, false), 30), (DeliveryState.Skipped, false, false), .. Enumerable.Repeat((DeliveryState.HeldOut, false, false), 10)]);
        await nation.CountArms(blast);
        var db = nation.Db;
        await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.HeldOutShare, 2500), Ct);
        var (now, people) = (app.Clock.GetUtcNow(), await nation.Deliveries(blast));
        foreach (var one in people.Where(d => d.State == DeliveryState.Sent).Take(4)) Sign(db, one.PersonId, now.AddHours(1));
        Sign(db, people.Last().PersonId, now.AddDays(6));
        Sign(db, people[^2].PersonId, now.AddDays(8));
        Sign(db, people[^3].PersonId, now.AddDays(-1));
        db.Add(new Gift { PersonId = people[0].PersonId, AmountCents = 5000, RefundedCents = 1000, Currency = "EUR", GivenAt = now.AddDays(2), Language = "fr", Source = "panel", Status = GiftStatus.Received });
        db.Add(new Gift { PersonId = people[1].PersonId, AmountCents = 5000, Currency = "EUR", GivenAt = now.AddDays(2), Language = "fr", Source = "panel", Status = GiftStatus.Failed });
        await db.SaveChangesAsync(Ct);

        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("Counting what people did.");
        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");

        results.Shows("31 people were to get it and 10, drawn by lot, were held out.");
        results.Shows("4 (12.9%)");
        results.Shows("1 (10.0%)");
        results.Shows("€40");
        results.Shows("Out of 1,000 people written to, 29 more than out of 1,000 held out");
        results.Shows("this send is too small to tell");
        results.DoesNotShow("Came to a meeting");
        Assert.Equal(10, (await nation.Panel.Get($"/mail/{blast.Id}/deliveries?state=HeldOut")).Document.QuerySelectorAll("table.list tbody tr").Length);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get($"/mail/{blast.Id}/results")).Status);
        await using var stranger = await app.NewNation();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Panel.Get($"/mail/{blast.Id + 1_000_000}/results")).Status);
        var without = await nation.Seeds.SentMail((DeliveryState.Sent, false, false));
        // Of a mail without a hold-out it is told what came after its links, and not what it did.
        var plain = await nation.Panel.Get($"/mail/{without.Id}/results");
        plain.Shows("0 people signed, signed up or gave after following a link of it.");
        plain.Shows("only those tell who are held out");
        plain.DoesNotShow("at all looks together");
    }

    [Fact]
    public async Task Who_came_to_a_meeting_is_compared_where_the_log_of_contacts_knows_and_is_no_deed_on_a_page()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, false, false), 20), .. Enumerable.Repeat((DeliveryState.HeldOut, false, false), 10)]);
        await nation.CountArms(blast);
        var db = nation.Db;
        await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.HeldOutShare, 2500), Ct);
        var (now, people) = (app.Clock.GetUtcNow(), await nation.Deliveries(blast));
        void Meet(long person, ContactMethod method = ContactMethod.Meeting, ContactStatus status = ContactStatus.Answered, int days = 2, bool isRemoved = false) =>
            db.Add(new Contact { PersonId = person, Method = method, Status = status, At = now.AddDays(days), CreatedAt = now, RemovedAt = isRemoved ? now : null });
        foreach (var one in people.Where(d => d.State == DeliveryState.Sent).Take(6)) Meet(one.PersonId);
        Meet(people[0].PersonId, days: 3);
        Meet(people[7].PersonId, ContactMethod.PhoneCall);
        Meet(people[8].PersonId, status: ContactStatus.NoAnswer);
        Meet(people[9].PersonId, days: 9);
        Meet(people[10].PersonId, isRemoved: true);
        Meet(people[^1].PersonId, status: ContactStatus.Hostile);
        Meet(people[^2].PersonId, status: ContactStatus.Moved);
        Sign(db, people[0].PersonId, now.AddDays(1));
        await db.SaveChangesAsync(Ct);

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");

        string[] Line(string name) => [.. results.Document.QuerySelectorAll("#results tr").Single(r => r.QuerySelector("th")?.TextContent == name).QuerySelectorAll("td").Take(2).Select(c => c.TextContent)];
        Assert.Equal(["6 (30.0%)", "1 (10.0%)"], Line("Came to a meeting"));
        Assert.Equal(["1 (5.0%)", "0 (0.0%)"], Line("Did at least one of these"));
    }

    [Fact]
    public async Task Who_voted_is_compared_once_a_list_of_the_next_vote_is_known()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, false, false), 20), .. Enumerable.Repeat((DeliveryState.HeldOut, false, false), 10)]);
        await nation.CountArms(blast);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.HeldOutShare, 2500), Ct);
        var (today, people) = (nation.Facts.DayOf(app.Clock.GetUtcNow()), (await nation.Deliveries(blast)).ToList());
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).DoesNotShow("Voted on");
        var db = nation.Db;
        Election Vote(int days, string name)
        {
            var election = new Election { HeldOn = today.AddDays(days), Name = name };
            db.Add(election);
            return election;
        }

        var (before, next, same, later, unknown) = (Vote(0, "that day"), Vote(30, "mayor"), Vote(30, "council"), Vote(50, "later"), Vote(3, "no list"));
        await db.SaveChangesAsync(Ct);
        Assert.NotEqual(0, unknown.Id);
        void Cast(Election election, long person) => db.Add(new Ballot { ElectionId = election.Id, PersonId = person });
        foreach (var one in people.Where(d => d.State == DeliveryState.Sent).Take(12)) Cast(next, one.PersonId);
        foreach (var one in people.Where(d => d.State == DeliveryState.HeldOut).Take(3)) Cast(same, one.PersonId);
        Cast(same, people[0].PersonId);
        foreach (var one in people) Cast(before, one.PersonId);
        foreach (var one in people) Cast(later, one.PersonId);
        await db.SaveChangesAsync(Ct);

        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");

        results.Shows("Voted on");
        results.Shows("12 (60.0%)");
        results.Shows("3 (30.0%)");

        // To so many people, it is counted once a day and not by whoever looks.
        await nation.Db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Audience, 80_000), Ct);
        await nation.Db.BlastArms.Where(a => a.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.People, 40_000), Ct);
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).DoesNotShow("Voted on");
        for (var day = 1; day <= 2; day++)
        {
            await nation.Services.GetRequiredService<IHandle<CountTurnout>>().Run(new CountTurnout(), Ct);
            var counted = await nation.Db.BlastTurnouts.AsNoTracking().SingleAsync(t => t.BlastId == blast.Id, Ct);
            Assert.Equal((today.AddDays(30), 12, 3), (counted.HeldOn, counted.Written, counted.Held));
        }

        results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("as counted on");
        results.Shows("12 (0.0%)");
        await nation.Db.Ballots.ExecuteDeleteAsync(Ct);
        await nation.Services.GetRequiredService<IHandle<CountTurnout>>().Run(new CountTurnout(), Ct);
        Assert.False(await nation.Db.BlastTurnouts.AnyAsync(Ct));
    }

    [Fact]
    public async Task What_a_large_audience_did_is_counted_from_time_to_time_and_not_by_whoever_looks()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, false, false), 20), .. Enumerable.Repeat((DeliveryState.HeldOut, false, false), 10)]);
        await nation.CountArms(blast);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.HeldOutShare, 2500), Ct);
        await nation.Db.BlastArms.Where(a => a.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.People, 40_000), Ct);
        var people = (await nation.Deliveries(blast)).Where(d => d.State == DeliveryState.Sent).Select(d => d.PersonId).ToList();
        async Task SignAt(int who, DateTimeOffset at)
        {
            var db = nation.Db;
            Sign(db, people[who], at);
            await db.SaveChangesAsync(Ct);
        }

        async Task<(long Signatures, DateTimeOffset CountedAt, bool IsOpen)> Looked() => await nation.Services.GetRequiredService<ReadOutcomes>().Look(await nation.Read(blast), Ct) is { } seen ? (seen.Written.Signatures, seen.CountedAt, seen.IsOpen) : default;
        Task Count() => nation.Services.GetRequiredService<IHandle<CountOutcomes>>().Run(new CountOutcomes(), Ct);
        var began = app.Clock.GetUtcNow();
        await SignAt(0, began);
        Assert.Equal(1, (await Looked()).Signatures);

        await Count();
        await SignAt(1, began);
        app.Clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal((1, began, true), await Looked());
        Assert.Equal(2, (await nation.Services.GetRequiredService<ReadOutcomes>().Run(await nation.Read(blast), Ct))!.Written.Signatures);
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("1 (0.0%)");
        await Count();
        Assert.Equal((2, began.AddMinutes(4), true), await Looked());

        // The window is closed; late news is counted once a day.
        app.Clock.Advance(ReadOutcomes.Window);
        var closed = app.Clock.GetUtcNow();
        await Count();
        Assert.Equal((2, closed, false), await Looked());
        await SignAt(2, began);
        app.Clock.Advance(TimeSpan.FromHours(23));
        await Count();
        Assert.Equal(2, (await Looked()).Signatures);
        app.Clock.Advance(TimeSpan.FromHours(2));
        await Count();
        Assert.Equal(3, (await Looked()).Signatures);

        (await nation.Panel.Get($"/mail/{blast.Id}/results")).Shows("Counted last");

        // Of a small one it is kept once an hour, for the table of all; whoever looks at it counts anew.
        var small = await nation.Seeds.SentMail((DeliveryState.Sent, false, false), (DeliveryState.HeldOut, false, false));
        await nation.CountArms(small);
        await nation.Db.Blasts.Where(b => b.Id == small.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.HeldOutShare, 2500), Ct);
        await Count();
        var first = await nation.Db.BlastOutcomes.Where(o => o.BlastId == small.Id).Select(o => o.CountedAt).Distinct().SingleAsync(Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(50));
        await Count();
        Assert.Equal(first, await nation.Db.BlastOutcomes.Where(o => o.BlastId == small.Id).Select(o => o.CountedAt).Distinct().SingleAsync(Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await Count();
        Assert.Equal(first.AddMinutes(70), await nation.Db.BlastOutcomes.Where(o => o.BlastId == small.Id).Select(o => o.CountedAt).Distinct().SingleAsync(Ct));
        Assert.False((await nation.Services.GetRequiredService<ReadOutcomes>().Look(await nation.Read(small), Ct))!.IsKept);
    }

    [Fact]
    public async Task A_tick_and_a_share_hold_people_out_and_the_last_page_says_so()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Readers(40);
        var panel = nation.Panel;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await panel.Submit("/mail/new", new { Form_Subject = "Hello", Form_Body = "<p>Hello</p>", Form_HoldsOut = "true", Form_HeldOutPercent = "80" })).Status);

        await panel.Submit("/mail/new", new { Form_Subject = "Hello", Form_Body = "<p>Hello</p>", Form_HoldsOut = "true", Form_HeldOutPercent = "10" });

        var blast = await nation.Db.Blasts.AsNoTracking().SingleAsync(Ct);
        Assert.Equal(1000, blast.HeldOutShare);
        (await panel.Get($"/mail/{blast.Id}/send")).Shows("10% of these people, drawn by lot when it begins to leave, do not get it, to measure what it does: about 4.");
    }

    private static void Sign(Database db, long personId, DateTimeOffset at) => db.Add(new ActionTaken { PersonId = personId, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = at });

    private static async Task<MailSigner> Signer(TestNation nation) => await nation.Services.GetRequiredService<MailLinks>().Prepare(Ct);

    /// <summary>A frozen audience, and somebody of either side of it.</summary>
    private static async Task<(Blast Blast, long Held, long Other)> OneOfEach(TestNation nation)
    {
        await nation.Readers(30);
        var blast = await nation.Frozen(await nation.Seeds.Mail(b => b.HeldOutShare = 5000));
        var deliveries = await nation.Deliveries(blast);
        return (blast, deliveries.First(d => d.State == DeliveryState.HeldOut).PersonId, deliveries.First(d => d.State == DeliveryState.Waiting).PersonId);
    }

    private static async Task TotalsAgree(TestNation nation, Blast blast)
    {
        var (total, deliveries) = (await nation.Total(blast), await nation.Deliveries(blast));
        long Of(DeliveryState state) => deliveries.LongCount(d => d.State == state);
        Assert.Equal((deliveries.Count, Of(DeliveryState.HeldOut), Of(DeliveryState.Sent), Of(DeliveryState.Waiting)), (total.Audience, total.HeldOut, total.Sent, total.Waiting));
        await nation.ArmsAgree(blast);
    }
}
