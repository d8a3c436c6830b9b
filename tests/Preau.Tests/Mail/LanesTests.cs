using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Preau.Actions;
using Preau.Mail;
using Preau.Mail.Domain;
using Preau.Mail.Pacing;
using Preau.Mail.Returns;
using Preau.Nations;

namespace Preau.Tests.Mail;

/// <summary>Sends over one connection, with a DNS that is written down by the test.</summary>
public sealed class LanesApp : OneConnection
{
    public MadeUpDns Dns { get; } = new();

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddSingleton<IDnsReader>(Dns);
    }
}

/// <summary>Who waits for whom, and who comes first while a domain is being made known.</summary>
public sealed class LanesTests(LanesApp app) : IClassFixture<LanesApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MailProvider.Gmail, "aspmx.l.google.com", "alt1.aspmx.l.google.com")]
    [InlineData(MailProvider.Gmail, "ASPMX2.GOOGLEMAIL.COM")]
    [InlineData(MailProvider.Microsoft, "acme-example.mail.protection.outlook.com")]
    [InlineData(MailProvider.Microsoft, "acme-example.a-v1.mx.microsoft")]
    [InlineData(MailProvider.Proton, "mail.protonmail.ch")]
    [InlineData(MailProvider.Other, "mx.acme.example", "aspmx.l.google.com")]
    [InlineData(MailProvider.Other, "evilgoogle.com")]
    [InlineData(MailProvider.Other)]
    public void Whose_servers_take_the_mail_of_a_domain_keeps_its_mailboxes(MailProvider provider, params string[] servers) => Assert.Equal(provider, MailProviders.OfServers(servers));

    [Fact]
    public async Task A_companys_domain_is_learnt_by_its_servers_behind_the_senders_back()
    {
        app.Dns.Records["MX acme.example"] = ["aspmx.l.google.com"];
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        for (var i = 0; i < 4; i++) await nation.Seeds.Reader($"p{i}@Acme.example");
        await nation.Seeds.Reader("ada@once.example");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);
        await Learn();
        await nation.SendNow(await nation.Seeds.Mail());

        Assert.Equal(10, relay.Mails.Count);
        var row = Assert.Single(await nation.Db.MailDomains.AsNoTracking().ToListAsync(Ct));
        Assert.Equal(("acme.example", MailProvider.Gmail), (row.Domain, row.Provider));
        Assert.Equal([(MailProvider.Gmail, 4L), (MailProvider.Other, 6L)], (await nation.Db.MailDays.AsNoTracking().ToListAsync(Ct)).OrderBy(d => d.Provider == MailProvider.Other).Select(d => (d.Provider, d.Sent)));
        // Started anew, a process counts what comes back where it was counted.
        var services = nation.Services;
        var (db, known) = (services.GetRequiredService<Database>(), new KnownDomains(app.Clock));
        var days = new CountDays(db, known, new RecallDomains(db, known), services.GetRequiredService<CurrentNation>(), app.Clock);
        await days.Returned(app.Clock.GetUtcNow(), "p1@acme.example", BounceKind.Hard, Ct);
        Assert.Equal(1, (await nation.Db.MailDays.AsNoTracking().SingleAsync(d => d.Provider == MailProvider.Gmail, Ct)).Hard);
    }

    [Fact]
    public async Task A_dns_that_says_nothing_changes_nothing_and_is_asked_again_an_hour_later()
    {
        app.Dns.Silent.Add("quiet.example");
        await using var nation = await app.NewNation();
        var domains = app.Services.GetRequiredService<KnownDomains>();
        async Task<MailProvider> Meet()
        {
            for (var i = 0; i < 5; i++) domains.Meet(nation.Facts.Id, "ada@quiet.example");
            await Learn();
            return domains.Of("ada@quiet.example");
        }

        Assert.Equal(MailProvider.Other, await Meet());
        app.Dns.Silent.Remove("quiet.example");
        app.Dns.Records["MX quiet.example"] = ["quiet.mail.protection.outlook.com"];
        Assert.Equal(MailProvider.Other, await Meet());
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(MailProvider.Microsoft, await Meet());
        // It moves, which is seen a month later.
        app.Dns.Records["MX quiet.example"] = ["mx.quiet.example"];
        app.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(MailProvider.Microsoft, await Meet());
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(MailProvider.Other, await Meet());
    }

    [Fact]
    public async Task A_stubborn_domain_waits_alone()
    {
        var isStubborn = true;
        await using var relay = new FakeRelay { OnRecipient = a => a.EndsWith("@stubborn.example", StringComparison.Ordinal) && isStubborn ? "450 4.7.1 Too many mails, try later" : null };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        for (var i = 0; i < 5; i++) await nation.Seeds.Reader($"s{i}@stubborn.example");
        for (var i = 0; i < 60; i++) await nation.Seeds.Reader($"o{i}@d{i}.example");
        var blast = await nation.Seeds.Mail();

        await nation.SendNow(blast);

        Assert.Equal(60, relay.Mails.Count);
        Assert.Empty(await nation.Db.MailLaneTroubles.ToListAsync(Ct));
        var page = await nation.Panel.Get("/mail/health");
        page.Shows("stubborn.example");
        page.Shows("It said: “450 4.7.1 Too many mails, try later”. Nothing leaves for it before");
        isStubborn = false;
        for (var i = 0; i < 40 && relay.Mails.Count < 65; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            await nation.RunMail();
        }

        Assert.Equal(65, relay.Mails.Select(m => m.To).Distinct().Count());
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public void The_lane_of_the_others_closes_when_several_domains_in_a_row_ask_for_fewer()
    {
        const string TooFast = "450 4.7.28 Too many mails";
        var clock = new FakeTimeProvider();
        var lanes = new RelayLanes(new KnownDomains(clock), clock);
        PaceSettings free = new();
        DateTimeOffset? Turn(string address) => lanes.Turn(new NationId(1), address, free, 1);

        for (var i = 0; i < 3; i++) lanes.PutOff("ada@one.example", TooFast);
        Assert.NotNull(Turn("bea@one.example"));
        Assert.Null(Turn("ada@two.example"));

        lanes.PutOff("ada@two.example", TooFast);
        lanes.Took("ada@three.example");
        lanes.PutOff("ada@four.example", TooFast);
        lanes.PutOff("ada@five.example", TooFast);
        Assert.Null(Turn("ada@six.example"));
        Assert.Equal(new LaneClosing(clock.GetUtcNow() + TimeSpan.FromMinutes(1), IsOfDomain: false), lanes.PutOff("ada@six.example", TooFast));
        Assert.NotNull(Turn("ada@seven.example"));
        Assert.Null(Turn("ada@gmail.com"));
    }

    [Theory]
    [InlineData("451 4.4.1 No answer from its server")]
    [InlineData("451 4.4.2 Bad connection")]
    [InlineData("450 4.7.0 Try again later")]
    [InlineData("450 4.7.26 This mail is not authenticated")]
    [InlineData("450 4.7.1 Too many mails")]
    [InlineData("451 4.3.2 Please slow down")]
    [InlineData("451 rate limited")]
    public void A_domain_that_gets_too_many_or_is_not_reached_is_left_alone_for_a_while(string said)
    {
        var clock = new FakeTimeProvider();
        var lanes = new RelayLanes(new KnownDomains(clock), clock);

        Assert.Equal([null, null, new LaneClosing(clock.GetUtcNow() + TimeSpan.FromMinutes(1), IsOfDomain: true)], Enumerable.Range(0, 3).Select(i => lanes.PutOff($"p{i}@one.example", said)));
    }

    [Theory]
    [InlineData("452 4.2.2 Mailbox full")]
    [InlineData("450 4.7.1 Greylisted, come back later")]
    [InlineData("450 4.1.1 Not sure about this one")]
    [InlineData("452 4.2.2 The mailbox has exceeded its quota")]
    [InlineData("450 4.2.1 It is receiving mail at a rate that prevents more")]
    [InlineData("450 4.7.1 Client host rejected")]
    [InlineData("451 4.3.0 The corporate filter is away")]
    [InlineData("452 4.3.1 Insufficient system storage")]
    [InlineData("451 4.3.2 The server is being looked after")]
    [InlineData("451 try again later")]
    public void What_is_said_of_one_address_or_by_a_server_of_itself_closes_no_lane(string said)
    {
        var clock = new FakeTimeProvider();
        var lanes = new RelayLanes(new KnownDomains(clock), clock);

        Assert.All(Enumerable.Range(0, 10).Select(i => lanes.PutOff($"p{i}@one.example", said)), Assert.Null);
        Assert.All(Enumerable.Range(0, 10).Select(i => lanes.PutOff($"p{i}@gmail.com", said)), Assert.Null);
        Assert.All(Enumerable.Range(0, 10).Select(i => lanes.PutOff($"p@d{i}.example", said)), Assert.Null);
    }

    [Fact]
    public void A_domain_that_found_no_place_among_those_to_be_asked_for_is_asked_for_when_it_is_met_again()
    {
        var domains = new KnownDomains(new FakeTimeProvider());
        void Meet(string domain)
        {
            for (var i = 0; i < KnownDomains.Few; i++) domains.Meet(new NationId(1), $"ada@{domain}");
        }

        for (var i = 0; i < 1000; i++) Meet($"d{i}.example");
        Meet("late.example");
        while (domains.Wanted.TryRead(out var wanted)) Assert.NotEqual("late.example", wanted.Domain);

        domains.Meet(new NationId(1), "ada@late.example");

        Assert.True(domains.Wanted.TryRead(out var again));
        Assert.Equal("late.example", again.Domain);
    }

    [Fact]
    public async Task A_warm_up_is_for_the_domain_of_the_sender_and_begins_anew_for_another_one()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(12);
        (await (await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "10", Form_Growth = "50", Form_Until = "1000" })).Follow()).Shows("the domain that your mails come from: ada.example");
        app.Clock.Advance(TimeSpan.FromDays(60));
        (await nation.Panel.Get("/settings/mail/pace")).Shows("It is over");

        var port = relay.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await (await nation.Panel.Submit("/settings/mail", new { Form_SenderAddress = "news@bea.example", Form_RelayHost = "127.0.0.1", Form_RelayPort = port, Form_Security = "None" })).Follow()).Shows("Your mails now come from bea.example, which mail services do not know");

        (await nation.Panel.Get("/settings/mail/pace")).Shows("The warm-up was for ada.example. Your mails now come from bea.example: it begins anew.");
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(10, relay.Mails.Count);
        (await nation.Panel.Get("/mail/health")).Shows("bea.example is being made known: 10 of the 10 mails of today have left");
        var warm = (await nation.Services.GetRequiredService<NationSettings>().Get<PaceSettings>(Ct)).WarmUp;
        Assert.Equal(("bea.example", nation.Facts.DayOf(app.Clock.GetUtcNow())), (warm!.Domain, warm.From));
    }

    [Fact]
    public async Task Two_mails_that_leave_at_once_have_one_day_of_a_warm_up_between_them()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(15);
        await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "10", Form_Growth = "50", Form_Until = "1000" });
        Blast[] both = [await nation.Frozen(await nation.Seeds.Mail()), await nation.Frozen(await nation.Seeds.Mail())];
        var send = app.Services.GetRequiredService<SendBlast>();
        Task<long> Run(Blast blast) => Task.Run(() => send.Run(nation.Facts, blast.Id, new RelayMood(new MailOptions(), app.Clock), CancellationToken.None, Ct), Ct);
        // While the first has them in hand, the other one asks what is left.
        relay.OnTaken = async _ =>
        {
            relay.OnTaken = _ => Task.CompletedTask;
            await Run(both[1]);
        };

        await Run(both[0]);

        Assert.Equal(10, relay.Mails.Count);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(both.Select(Run));
        Assert.Equal(10 + 15, relay.Mails.Count);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await nation.RunMail();
        Assert.Equal(30, relay.Mails.Count);
        Assert.All(await nation.Db.Blasts.AsNoTracking().ToListAsync(Ct), b => Assert.Equal(BlastState.Sent, b.State));
    }

    [Fact]
    public async Task What_left_from_another_domain_the_same_day_is_not_of_the_new_ones_warm_up()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(12);
        await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "10", Form_Growth = "50", Form_Until = "1000" });
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(10, relay.Mails.Count);

        await nation.Relay(m => m.SenderAddress = "news@other.example");
        // Whether the settings are saved in between or not.
        await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "10", Form_Growth = "50", Form_Until = "1000" });
        await nation.SendNow(await nation.Seeds.Mail());
        await nation.RunMail();

        Assert.Equal(20, relay.Mails.Count);
        (await nation.Panel.Get("/mail/health")).Shows("other.example is being made known: 10 of the 10 mails of today have left");
    }

    [Fact]
    public async Task While_a_domain_is_being_made_known_whoever_did_something_of_late_comes_first()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var people = new List<long>();
        for (var i = 0; i < 14; i++) people.Add((await nation.Seeds.Reader($"r{i}@example.org")).Id);
        await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "10", Form_Growth = "50", Form_Until = "1000" });
        await nation.Do((_, db) =>
        {
            void Sign(int reader, int daysAgo) => db.Add(new ActionTaken { PersonId = people[reader], PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = app.Clock.GetUtcNow().AddDays(-daysAgo) });
            Sign(13, 2);
            Sign(5, 20);
            Sign(12, 200);
            Sign(11, 500);
            return Task.CompletedTask;
        });

        await nation.SendNow(await nation.Seeds.Mail());

        // Those that are taken in hand together leave in any order.
        string[] first = ["r13", "r5", "r12", "r0", "r1", "r2", "r3", "r4", "r6", "r7"];
        Assert.Equal(first.Select(r => $"{r}@example.org").Order(StringComparer.Ordinal), relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_did_something_of_late_comes_before_the_others_of_every_part_however_long_the_freezing_takes()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Panel.Submit("/settings/mail/pace", new { Form_IsWarm = "true", Form_First = "10", Form_Growth = "50", Form_Until = "1000" });
        var (early, engaged) = ((await nation.Seeds.Reader("early@example.org")).Id, (await nation.Seeds.Reader("engaged@example.org")).Id);
        var hour = app.Clock.GetUtcNow();
        var blast = await nation.Seeds.Mail(b => (b.State, b.SendAt, b.Month) = (BlastState.Sending, hour, Months.Of(hour)));
        await nation.Do((_, db) =>
        {
            db.Add(new ActionTaken { PersonId = engaged, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = hour.AddDays(-2) });
            return Task.CompletedTask;
        });
        Task Freeze(long after, long last, DateTimeOffset now) => nation.Do(async (services, db) =>
        {
            db.Add(new MailDelivery { BlastId = blast.Id, Month = Months.Of(hour), PersonId = last, Address = $"{last}@example.org", State = DeliveryState.Waiting, NextAt = now, At = now });
            await db.SaveChangesAsync(Ct);
            await services.GetRequiredService<EngagedFirst>().Run(blast, after, last, now, Ct);
        });

        await Freeze(0, early, hour);
        await Freeze(early, engaged, hour.AddMinutes(5));

        Assert.Equal([engaged, early], (await nation.Deliveries(blast)).OrderBy(d => d.NextAt).Select(d => d.PersonId));
    }

    [Fact]
    public async Task Without_a_warm_up_nobody_is_looked_at()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var first = (await nation.Seeds.Reader("r0@example.org")).Id;
        var second = (await nation.Seeds.Reader("r1@example.org")).Id;
        await nation.Do((_, db) =>
        {
            db.Add(new ActionTaken { PersonId = second, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = app.Clock.GetUtcNow() });
            return Task.CompletedTask;
        });

        await nation.SendNow(await nation.Seeds.Mail());

        Assert.True(first < second);
        Assert.Equal(["r0@example.org", "r1@example.org"], relay.Mails.Select(m => m.To));
    }

    private Task Learn() => app.Services.GetRequiredService<LearnDomains>().Run(Ct);
}
