using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Nations;
using Preau.Settings;
using Preau.Texting;

namespace Preau.Kills;

/// <summary>A store with a nation whose mail, or text, to many is due, and what became of it. The program that sends it is another process on the same store.</summary>
public sealed class SendingCampaign : IAsyncDisposable
{
    private const string Body = """
        <p>Dear {{ person.first_name | default: "friend" }},</p>
        <p>On Saturday we meet at the market of Valmorin, and on Sunday at the town hall: <a href="https://ada.example/events/market">say that you come</a>.</p>
        <p>The programme has sixty pages and <a href="https://ada.example/programme">a summary on two</a>. Read it, tell us what is missing, and bring a neighbour along.</p>
        """;

    private const string Anytime = """
        pack: anytime
        version: 2026.11.0
        last_verified: 2026-11-29
        extends: [eu]
        rules:
          - id: ANY-01
            kind: consent_requirement
            channels: [email]
            purposes: [news]
            message: {en: "Those who asked for news.", fr: "Qui a demandé des nouvelles."}
            valid: {from: 2016-01-01}
            source: {ref: "none: a law for tests"}
            confidence: V1
            tests:
              - {given: {channel: email, has: news}, expect: allow}
              - {given: {channel: email, has: ""}, expect: block}
          - id: ANY-02
            kind: consent_requirement
            channels: [sms]
            purposes: [sms]
            message: {en: "Those who agreed to texts.", fr: "Qui a accepté des SMS."}
            valid: {from: 2016-01-01}
            source: {ref: "none: a law for tests"}
            confidence: V1
            tests:
              - {given: {channel: sms, has: sms}, expect: allow}
              - {given: {channel: sms, has: news}, expect: block}
        """;

    private readonly ServiceProvider services;
    private readonly NationFacts nation;
    private readonly long blastId;

    private SendingCampaign(ServiceProvider services, NationFacts nation, long blastId) => (this.services, this.nation, this.blastId) = (services, nation, blastId);

    /// <summary>A mail to all.</summary>
    /// <param name="environment">Where the store is, as the program reads it.</param>
    /// <param name="people">How many get the mail.</param>
    /// <param name="relayPort">Of the mail server on this machine.</param>
    /// <param name="isSigned">By DKIM.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="isMeasured">In two versions, with a tenth held out.</param>
    public static Task<SendingCampaign> Mail(IReadOnlyDictionary<string, string> environment, int people, int relayPort, bool isSigned, CancellationToken ct, bool isMeasured = false) =>
        Make(environment, async (services, db) =>
        {
            await SettleMail(services, relayPort, isSigned, ct);
            await Readers(db, people, ct);
            return new Blast { Subject = "Saturday, {{ person.first_name }}?", Preheader = "At the market, from nine", Body = Body, Language = "en", HeldOutShare = isMeasured ? 1000 : 0, CreatedAt = TimeProvider.System.GetUtcNow() };
        }, ct);

    /// <summary>A text to all, by the sandbox's gateway.</summary>
    /// <param name="environment">Where the store is, as the program reads it.</param>
    /// <param name="people">How many get the text.</param>
    /// <param name="perSecond">How many the gateway is asked to take in a second.</param>
    /// <param name="ct">Gives up.</param>
    public static Task<SendingCampaign> Texts(IReadOnlyDictionary<string, string> environment, int people, int perSecond, CancellationToken ct) =>
        Make(environment, async (services, db) =>
        {
            await SettleTexts(services, perSecond, ct);
            await People(db, people, "person_phone", ["number", "phone_key"], NumberOf, ["mobile", 0, false], ["kind", "position", "is_bad"], "sms", ct);
            return new Blast { Channel = Channel.Sms, Subject = "Saturday", Body = "{{ person.first_name }}, on Saturday we meet at the market: https://ada.example/events/market", Language = "en", CreatedAt = TimeProvider.System.GetUtcNow() };
        }, ct);

    private static async Task<SendingCampaign> Make(IReadOnlyDictionary<string, string> environment, Func<IServiceProvider, Database, Task<Blast>> settle, CancellationToken ct)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(environment.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddDatabase(configuration).AddNations(configuration).AddAccounts().AddSettings().AddTexting(configuration).AddScoped<MailLinks>().BuildServiceProvider();
        await services.GetRequiredService<Migrator>().Run(ct);
        var directory = services.GetRequiredService<NationDirectory>();
        if ((await directory.All(ct)).Count == 0)
        {
            await using var outside = services.CreateAsyncScope();
            // A law without hours of the day: the kills come at any hour.
            var packs = Directory.CreateDirectory(Path.Combine(services.GetRequiredService<Store>().Options.Data, "packs")).FullName;
            await File.WriteAllTextAsync(Path.Combine(packs, "anytime.yaml"), Anytime, ct);
            outside.ServiceProvider.GetRequiredService<CreateNation>().Run("ada", "Ada").Country = "anytime";
            await outside.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync(ct);
            directory.Forget();
        }

        var nation = (await directory.All(ct)).Single();
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        return new SendingCampaign(services, nation, await Due(db, await settle(scope.ServiceProvider, db), ct));
    }

    /// <summary>Its times: whole when the last is set.</summary>
    public Task<Blast> Blast(CancellationToken ct) => Read(db => db.Blasts.AsNoTracking().SingleAsync(b => b.Id == blastId, ct));

    public Task<BlastTotal?> Total(CancellationToken ct) => Read(db => db.BlastTotals.AsNoTracking().SingleOrDefaultAsync(t => t.BlastId == blastId, ct));

    public Task<List<MailDelivery>> Deliveries(CancellationToken ct) => Read(db => db.MailDeliveries.AsNoTracking().Where(d => d.BlastId == blastId).ToListAsync(ct));

    /// <summary>Waits until every delivery has come to its end.</summary>
    /// <param name="patience">With a time in which nothing becomes of any.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Blast> Sent(TimeSpan patience, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        long? waiting = null;
        while (true)
        {
            var blast = await Blast(ct);
            if (blast.State == BlastState.Sent) return blast;
            if (await Total(ct) is { Waiting: var now } && now != waiting)
            {
                waiting = now;
                watch.Restart();
            }

            if (watch.Elapsed > patience || blast.State is BlastState.Draft or BlastState.Paused)
                throw new TimeoutException($"The blast is {blast.State}: {blast.Problem}; {string.Join(", ", (await Deliveries(ct)).CountBy(d => d.State).Select(s => $"{s.Value} {s.Key}"))}.");
            await Task.Delay(200, ct);
        }
    }

    /// <summary>When the audience began to be frozen.</summary>
    public Task<DateTimeOffset> Begun(CancellationToken ct) => Read(db => db.Set<AuditEntry>().Where(e => e.Action == "blast.started" && e.SubjectId == blastId).Select(e => e.At).SingleAsync(ct));

    /// <summary>Where the links of all its messages lead, one for each person and link, as the messages have them.</summary>
    public async Task<IReadOnlyList<Uri>> Clicks(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var signer = await scope.ServiceProvider.GetRequiredService<MailLinks>().Find(ct) ?? throw new InvalidOperationException("Nothing was sent yet.");
        var linkIds = await db.MailLinks.Where(l => l.BlastId == blastId).Select(l => l.Id).ToListAsync(ct);
        var people = await db.MailDeliveries.Where(d => d.BlastId == blastId).Select(d => d.PersonId).ToListAsync(ct);
        return [.. people.SelectMany(p => linkIds.Select(l => new Uri(signer.Click(blastId, p, l))))];
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private async Task<T> Read<T>(Func<Database, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        return await read(scope.ServiceProvider.GetRequiredService<Database>());
    }

    private static async Task Say(NationSettings settings, CancellationToken ct)
    {
        await settings.Set(new LegalSettings { Controller = "Ada Martin", ContactEmail = "contact@ada.example", Texts = { ["fr"] = new("Site of Ada.", "We keep little.") } }, ct);
        await settings.Set(new IdentitySettings { SiteName = "Ada for all", Languages = ["en"] }, ct);
    }

    private static async Task SettleMail(IServiceProvider services, int relayPort, bool isSigned, CancellationToken ct)
    {
        var settings = services.GetRequiredService<NationSettings>();
        await Say(settings, ct);
        var mail = new MailSettings { RelayHost = "127.0.0.1", RelayPort = relayPort, Security = RelaySecurity.None, SenderName = "Ada", SenderAddress = "news@ada.example", ReplyTo = "team@ada.example" };
        if (isSigned) services.GetRequiredService<MakeDkimKey>().Run(mail);
        await settings.Set(mail, ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(ct);
    }

    private static async Task SettleTexts(IServiceProvider services, int perSecond, CancellationToken ct)
    {
        var settings = services.GetRequiredService<NationSettings>();
        await Say(settings, ct);
        var texts = new TextSettings { Gateway = TextGatewayKind.Sandbox, PerSecond = perSecond };
        services.GetRequiredService<TextGateways>().MakeSecret(texts);
        await settings.Set(texts, ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(ct);
    }

    // By day: no number rings at night by its own clock, and it is always day in one of these. Those that end with 991 to 998 are the sandbox's own mischief.
    private static readonly string Awake = new (string Beginning, string Zone)[] { ("+336399", "Europe/Paris"), ("+5906909", "America/Guadeloupe"), ("+6877", "Pacific/Noumea") }
        .First(p => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(p.Zone)).Hour is >= 8 and < 21).Beginning;

    private static string NumberOf(int i) => string.Create(CultureInfo.InvariantCulture, $"{Awake}{i / 900 * 1000 + i % 900:D5}");

    /// <summary>People who agreed to news, with an address each; their numbers follow each other.</summary>
    /// <returns>The first number.</returns>
    public static Task<long> Readers(Database db, int count, CancellationToken ct) =>
        People(db, count, "person_email", ["address", "email_key"], i => $"n{i}@example.org", [0, false], ["position", "is_bad"], "news", ct);

    private static async Task<long> People(Database db, int count, string contacts, string[] twice, Func<int, string> reach, object[] rest, string[] restColumns, string purpose, CancellationToken ct)
    {
        var now = DateTimeOffset.UnixEpoch;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (person, contact) = (db.Ids.Reserve("person", count), db.Ids.Reserve(contacts, count));
        await using (var writer = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "given_key", "source", "is_roll_only", "created_at", "changed_at"], ct))
        {
            for (var i = 0; i < count; i++) writer.Row(person + i, "Many", $"N{i}", $"n{i} many", $"many n{i}", "panel", false, now, now);
            await writer.Done(ct);
        }

        await using (var writer = await db.Bulk(contacts, ["id", "person_id", .. twice, .. restColumns], ct))
        {
            for (var i = 0; i < count; i++)
            {
                var at = reach(i);
                writer.Row([contact + i, person + i, at, at, .. rest]);
            }

            await writer.Done(ct);
        }

        await using (var writer = await db.Bulk("consent_state", ["person_id", "purpose", "is_given", "at"], ct))
        {
            for (var i = 0; i < count; i++) writer.Row(person + i, purpose, true, now);
            await writer.Done(ct);
        }

        await transaction.CommitAsync(ct);
        await db.Learn($"person, {contacts}, consent_state", ct);
        return person;
    }

    private static async Task<long> Due(Database db, Blast blast, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        (blast.State, blast.SendAt, blast.ChangedAt) = (BlastState.Scheduled, now, now);
        db.Add(blast);
        if (blast.HeldOutShare > 0) db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Come on Saturday", Body = blast.Body });
        db.Enqueue(new StartBlast(blast.Id), now);
        await db.SaveChangesAsync(ct);
        return blast.Id;
    }
}
