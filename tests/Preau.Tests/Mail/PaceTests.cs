using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Preau.Dashboard.Board;
using Preau.Mail;
using Preau.Mail.Pacing;
using Preau.Nations;

namespace Preau.Tests.Mail;

/// <summary>How fast mails leave, and how many of them one person gets.</summary>
public sealed class PaceTests(OneConnection app) : IClassFixture<OneConnection>
{
    private const string TooFast = "450 4.7.28 Too many mails from this sender";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ada@gmail.com", MailProvider.Gmail)]
    [InlineData("Ada@GoogleMail.com", MailProvider.Gmail)]
    [InlineData("\"a@gmail.com\"@example.org", MailProvider.Other)]
    [InlineData("ada@wanadoo.fr", MailProvider.Orange)]
    [InlineData("ada@mail.orange.fr", MailProvider.Other)]
    [InlineData("ada", MailProvider.Other)]
    public void A_provider_is_known_by_its_domains(string address, MailProvider provider) => Assert.Equal(provider, new KnownDomains(TimeProvider.System).Of(address));

    [Theory]
    [InlineData("450 4.7.28 Too many mails", true)]
    [InlineData("451 Please slow down", true)]
    [InlineData("421 rate limit exceeded", true)]
    [InlineData("450 4.7.1 Greylisted, come back later", false)]
    [InlineData("452 4.2.2 Mailbox full", false)]
    [InlineData("451 4.3.0 The corporate filter is away", false)]
    public void What_asks_for_fewer_mails_is_told_from_what_asks_to_wait(string said, bool isTooFast) => Assert.Equal(isTooFast, RelayAnswers.IsTooFast(said));

    [Fact]
    public void A_lane_keeps_its_pace_and_those_without_a_turn_come_back_one_by_one()
    {
        var clock = new FakeTimeProvider();
        var lane = new MailLane(clock);

        var turns = Enumerable.Range(0, 8).Select(_ => lane.Turn(60)).ToList();

        Assert.Equal(5, turns.Count(t => t is null));
        Assert.Equal([1.0, 2.0, 3.0], turns.Skip(5).Select(t => (t!.Value - clock.GetUtcNow()).TotalSeconds));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => lane.Turn(60) is null));
        Assert.Null(lane.Turn(null));
    }

    [Fact]
    public void A_lane_that_is_asked_for_fewer_closes_begins_slowly_and_is_free_again()
    {
        var clock = new FakeTimeProvider();
        var lane = new MailLane(clock);
        Assert.Null(lane.Refused());
        Assert.Null(lane.Refused());
        lane.Took();
        Assert.Null(lane.Refused());
        Assert.Null(lane.Refused());

        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromMinutes(1), lane.Refused());

        Assert.True(lane.Turn(null) > clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(lane.Turn(null));
        for (var i = 0; i < 3; i++) lane.Refused();
        Assert.True(lane.Turn(null) > clock.GetUtcNow() + TimeSpan.FromMinutes(2), "the second time it stays closed for longer");
        clock.Advance(TimeSpan.FromMinutes(5));
        // 60 a minute, then twice that, and so on: below a hundred thousand taken mails it is free.
        for (var i = 0; i < 100_000; i++) lane.Took();
        for (var i = 0; i < 100; i++) Assert.Null(lane.Turn(null));
    }

    [Fact]
    public void A_warm_up_grows_from_day_to_day_and_ends()
    {
        var warm = new WarmUp { From = new(2026, 3, 1), First = 500, Growth = 50, Until = 2000 };

        Assert.Null(warm.On(new(2026, 2, 28)));
        Assert.Equal([500, 750, 1125, 1687], Enumerable.Range(0, 4).Select(d => warm.On(warm.From.AddDays(d))));
        Assert.Null(warm.On(warm.From.AddDays(4)));
        Assert.Equal(warm.From.AddDays(4), warm.Ends);
        Assert.Null(warm.On(DateOnly.MaxValue));
    }

    [Fact]
    public async Task A_provider_that_asks_for_fewer_gets_none_for_a_while_and_the_others_go_on()
    {
        var isTooFast = true;
        await using var relay = new FakeRelay { OnRecipient = a => a.EndsWith("@gmail.com", StringComparison.Ordinal) && isTooFast ? TooFast : null };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        for (var i = 0; i < 6; i++) await nation.Seeds.Reader($"g{i}@gmail.com");
        for (var i = 0; i < 3; i++) await nation.Seeds.Reader($"o{i}@example.org");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        Assert.Equal(3, relay.Mails.Count);
        var trouble = await nation.Db.MailLaneTroubles.AsNoTracking().SingleAsync(Ct);
        Assert.Equal((MailProvider.Gmail, TooFast), (trouble.Provider, trouble.Answer));
        (await nation.Panel.Get("/mail/health")).Shows("It asked for fewer mails and said");
        // Before it opens again, nothing is even tried.
        var tries = (await nation.Deliveries(blast)).Sum(d => d.Attempts);
        app.Clock.Advance(TimeSpan.FromSeconds(45));
        await nation.RunMail();
        Assert.Equal(tries, (await nation.Deliveries(blast)).Sum(d => d.Attempts));
        isTooFast = false;
        for (var i = 0; i < 20 && relay.Mails.Count < 9; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            await nation.RunMail();
        }

        Assert.Equal(9, relay.Mails.Select(m => m.To).Distinct().Count());
        Assert.Equal(9, relay.Mails.Count);
        Assert.Equal((9, BlastState.Sent), ((int)(await nation.Total(blast)).Sent, (await nation.Read(blast)).State));
    }

    [Fact]
    public async Task Two_processes_share_the_pace_that_was_set()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, with: m => m.RelayHost = "127.0.0.2");
        await nation.Readers(3);
        await nation.Do(async (services, _) => await services.GetRequiredService<NationSettings>().Set(new PaceSettings { PerMinute = { [MailProvider.Other] = 60 } }, Ct));
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        async Task<int> Turns()
        {
            var services = nation.Services;
            var handover = await services.GetRequiredService<BlastChannels>().Of(blast).Prepare(blast, [blast], Ct);
            return Enumerable.Range(0, 10).Count(_ => handover!.NotBefore("ada@example.org") is null);
        }

        Assert.Equal(5, await Turns());
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).Take(1).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, new string('f', 32)), Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, await Turns());
    }

    [Fact]
    public async Task What_a_warm_up_leaves_for_tomorrow_leaves_tomorrow()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(25);
        (await (await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "10", Form_Growth = "50", Form_Until = "1000" })).Follow()).Shows("Saved");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);
        await nation.RunMail();

        Assert.Equal(10, relay.Mails.Count);
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("Today’s mails of the warm-up have left");
        // It is planned, and no trouble.
        var health = await nation.Panel.Get("/mail/health");
        health.Shows("10 of the 10 mails of today have left");
        health.DoesNotShow("It does not go on");
        Assert.False(await NextSteps.StandStill(nation.Db).AnyAsync(Ct));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await nation.RunMail();
        Assert.Equal(25, relay.Mails.Count);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task Who_has_had_their_share_is_left_out_unless_it_cannot_wait()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        await Limit(nation, most: 1);
        await nation.SendNow(await nation.Seeds.Mail());
        await nation.Seeds.Reader("bea@example.org");
        var second = await nation.Seeds.Mail();

        (await nation.Panel.Get($"/mail/{second.Id}/send")).Shows("have had their share of messages for now");
        await nation.SendNow(second);

        Assert.Equal(["ada@example.org", "bea@example.org"], relay.Mails.Select(m => m.To));
        var urgent = await nation.Seeds.Mail();
        await nation.Panel.Submit($"/mail/{urgent.Id}/priority", new { priority = "high" });
        Assert.Equal(BlastPriority.High, (await nation.Read(urgent)).Priority);
        await nation.SendNow(urgent);
        Assert.Equal(4, relay.Mails.Count);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(6, relay.Mails.Count);
    }

    [Fact]
    public async Task Who_gets_their_share_between_the_freezing_and_their_turn_is_left_out_at_the_last_moment()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        await Limit(nation, most: 1);
        var first = await nation.Frozen(await nation.Seeds.Mail());
        var second = await nation.Frozen(await nation.Seeds.Mail());

        await nation.RunMail();

        Assert.Single(relay.Mails);
        var left = new[] { (await nation.Deliveries(first)).Single(), (await nation.Deliveries(second)).Single() }.Single(d => d.State == DeliveryState.Skipped);
        Assert.Equal("pressure", left.Answer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_mails_that_leave_at_once_one_gives_way_and_nobody_gets_more_than_their_share(bool laterFirst)
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(5);
        await Limit(nation, most: 1);
        Blast[] both = [await nation.Frozen(await nation.Seeds.Mail()), await nation.Frozen(await nation.Seeds.Mail())];
        if (laterFirst) Array.Reverse(both);
        var send = app.Services.GetRequiredService<SendBlast>();
        Task<long> Run(Blast blast) => Task.Run(() => send.Run(nation.Facts, blast.Id, new RelayMood(new MailOptions(), app.Clock), CancellationToken.None, Ct), Ct);
        // While the first has them in hand, the other one takes them in hand, too.
        relay.OnTaken = async _ =>
        {
            relay.OnTaken = _ => Task.CompletedTask;
            await Run(both[1]);
        };

        await Run(both[0]);

        Assert.Equal(5, relay.Mails.Count);
        Assert.All(await nation.Deliveries(both[1]), d => Assert.Equal((DeliveryState.Waiting, 0, true), (d.State, d.Attempts, d.NextAt > app.Clock.GetUtcNow() && d.NextAt <= app.Clock.GetUtcNow().AddSeconds(75))));
        app.Clock.Advance(TimeSpan.FromSeconds(75));
        await nation.RunMail();
        Assert.Equal((5, 5), (relay.Mails.Count, relay.Mails.Select(m => m.To).Distinct().Count()));
        Assert.All(await nation.Deliveries(both[1]), d => Assert.Equal((DeliveryState.Skipped, "pressure"), (d.State, d.Answer)));
    }

    [Fact]
    public async Task Whoever_may_get_both_gets_both_at_once()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(1);
        await Limit(nation, most: 2);
        var (first, second) = (await nation.Frozen(await nation.Seeds.Mail()), await nation.Frozen(await nation.Seeds.Mail()));
        await nation.Db.MailDeliveries.Where(d => d.BlastId == first.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, new string('f', 32)).SetProperty(d => d.NextAt, app.Clock.GetUtcNow().AddMinutes(10)), Ct);

        await nation.RunMail();

        Assert.Single(relay.Mails);
        Assert.Equal(BlastState.Sent, (await nation.Read(second)).State);
    }

    [Fact]
    public async Task What_cannot_wait_leaves_before_what_was_there_first()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        var low = await nation.Frozen(await With(nation, BlastPriority.Low));
        var normal = await nation.Frozen(await With(nation, BlastPriority.Normal));
        var high = await nation.Frozen(await With(nation, BlastPriority.High));

        await nation.RunMail();

        Assert.Equal([high.Subject, normal.Subject, low.Subject], relay.Mails.Select(m => m.Message.Subject));
    }

    [Fact]
    public async Task Days_count_what_was_sent_refused_and_clicked_and_say_what_is_wrong()
    {
        await using var relay = new FakeRelay { OnRecipient = a => a.StartsWith('x') ? "550 5.7.1 Blocked for spam" : null };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        (await nation.Panel.Get("/mail/health")).Shows("Nothing left in these days");
        await nation.Readers(3);
        await nation.Seeds.Reader("ada@gmail.com");
        await nation.SendNow(await nation.Seeds.Mail());

        var days = await nation.Db.MailDays.AsNoTracking().OrderBy(d => d.Provider).ToListAsync(Ct);
        Assert.Equal([(MailProvider.Gmail, 1L), (MailProvider.Other, 3L)], days.Select(d => (d.Provider, d.Sent)));
        await nation.Do((_, db) =>
        {
            var today = days[0].Day;
            db.Add(new MailDay { Day = today.AddDays(-1), Provider = MailProvider.Orange, Sent = 1000, Refused = 300, Hard = 10, Clicked = 100 });
            db.Add(new MailDay { Day = today.AddDays(-2), Provider = MailProvider.Free, Sent = 2000, Complained = 9, Clicked = 4 });
            db.Add(new MailDay { Day = today.AddDays(-40), Provider = MailProvider.Yahoo, Sent = 2000 });
            return Task.CompletedTask;
        });

        var page = await nation.Panel.Get("/mail/health");

        page.Shows("23.1% of your mails are turned away. It does not trust this sender");
        page.Shows("4.5 of its people in a thousand call your mails spam");
        page.Shows("Your mails probably lie among the spam there");
        page.DoesNotShow("Yahoo");
    }

    [Fact]
    public async Task What_makes_no_sense_is_said_and_nothing_is_saved()
    {
        await using var nation = await app.NewNation();

        (await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "500", Form_Until = "100" })).Shows("It would be over before it begins");
        (await nation.Panel.Submit("/settings/mail/pace", new Dictionary<string, string> { ["Form.PerMinute[0]"] = "-4" })).Shows("Mails a minute are from 1 to");

        Assert.Null((await nation.Services.GetRequiredService<NationSettings>().Get<PaceSettings>(Ct)).WarmUp);
    }

    [Fact]
    public async Task Single_mails_leave_by_their_own_relay_once_it_answers()
    {
        await using var relay = new FakeRelay();
        await using var single = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Account("bea@single.example");
        var fields = new Dictionary<string, string> { ["Form.IsOn"] = "true", ["Form.Host"] = "127.0.0.1", ["Form.Port"] = "9", ["Form.Security"] = "None" };
        (await nation.Panel.Submit("/settings/mail/single", fields)).Shows("This relay does not take mails: No connection to the relay");
        (await nation.Panel.Submit("/settings/mail/single", new Dictionary<string, string>(fields) { ["Form.Host"] = "smtp.example.org" })).Shows("Only a relay on this machine does without");
        fields["Form.Port"] = single.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await (await nation.Panel.Submit("/settings/mail/single", fields)).Follow()).Shows("Saved");
        await nation.Seeds.Reader("ada@example.org");

        await nation.Stranger.Submit("/password", new { Form_Email = "bea@single.example" });
        await nation.RunJobs();
        await nation.SendNow(await nation.Seeds.Mail());

        Assert.Equal("bea@single.example", Assert.Single(single.Mails).To);
        Assert.Equal("ada@example.org", Assert.Single(relay.Mails).To);
    }

    private static Task Limit(TestNation nation, int most) => nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new PaceSettings { MostMessages = most }, CancellationToken.None));

    private static async Task<Blast> With(TestNation nation, BlastPriority priority)
    {
        var blast = await nation.Seeds.Mail(b => b.Subject = priority.ToString());
        await nation.Do((_, db) => db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Priority, priority)));
        return await nation.Read(blast);
    }
}
