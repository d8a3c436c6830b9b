using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Mail;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Kills;

/// <summary>A store with a nation whose mail to many is due, and what became of it. The program that sends it is another process on the same store.</summary>
public sealed class MailCampaign : IAsyncDisposable
{
    private const string Body = """
        <p>Dear {{ person.first_name | default: "friend" }},</p>
        <p>On Saturday we meet at the market of Valmorin, and on Sunday at the town hall: <a href="https://ada.example/events/market">say that you come</a>.</p>
        <p>The programme has sixty pages and <a href="https://ada.example/programme">a summary on two</a>. Read it, tell us what is missing, and bring a neighbour along.</p>
        """;

    private readonly ServiceProvider services;
    private readonly NationFacts nation;
    private readonly long blastId;

    private MailCampaign(ServiceProvider services, NationFacts nation, long blastId) => (this.services, this.nation, this.blastId) = (services, nation, blastId);

    /// <param name="environment">Where the store is, as the program reads it.</param>
    /// <param name="people">How many get the mail.</param>
    /// <param name="relayPort">Of the mail server on this machine.</param>
    /// <param name="isSigned">By DKIM.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<MailCampaign> Make(IReadOnlyDictionary<string, string> environment, int people, int relayPort, bool isSigned, CancellationToken ct)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(environment.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddDatabase(configuration).AddNations(configuration).AddAccounts().AddSettings().BuildServiceProvider();
        await services.GetRequiredService<Migrator>().Run(ct);
        var directory = services.GetRequiredService<NationDirectory>();
        if ((await directory.All(ct)).Count == 0)
        {
            await using var outside = services.CreateAsyncScope();
            outside.ServiceProvider.GetRequiredService<CreateNation>().Run("ada", "Ada");
            await outside.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync(ct);
            directory.Forget();
        }

        var nation = (await directory.All(ct)).Single();
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        await Settle(scope.ServiceProvider, relayPort, isSigned, ct);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        await Readers(db, people, ct);
        return new MailCampaign(services, nation, await Due(db, ct));
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
                throw new TimeoutException($"The mail is {blast.State}: {blast.Problem}; {string.Join(", ", (await Deliveries(ct)).CountBy(d => d.State).Select(s => $"{s.Value} {s.Key}"))}.");
            await Task.Delay(200, ct);
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private async Task<T> Read<T>(Func<Database, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        return await read(scope.ServiceProvider.GetRequiredService<Database>());
    }

    private static async Task Settle(IServiceProvider services, int relayPort, bool isSigned, CancellationToken ct)
    {
        var settings = services.GetRequiredService<NationSettings>();
        await settings.Set(new LegalSettings { Controller = "Ada Martin", ContactEmail = "contact@ada.example", Texts = { ["fr"] = new("Site of Ada.", "We keep little.") } }, ct);
        await settings.Set(new IdentitySettings { SiteName = "Ada for all", Languages = ["en"] }, ct);
        var mail = new MailSettings { RelayHost = "127.0.0.1", RelayPort = relayPort, Security = RelaySecurity.None, SenderName = "Ada", SenderAddress = "news@ada.example", ReplyTo = "team@ada.example" };
        if (isSigned) services.GetRequiredService<MakeDkimKey>().Run(mail);
        await settings.Set(mail, ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(ct);
    }

    private static async Task Readers(Database db, int count, CancellationToken ct)
    {
        var now = DateTimeOffset.UnixEpoch;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (person, email) = (db.Ids.Reserve("person", count), db.Ids.Reserve("person_email", count));
        await using (var writer = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "given_key", "source", "is_roll_only", "created_at", "changed_at"], ct))
        {
            for (var i = 0; i < count; i++) writer.Row(person + i, "Many", $"N{i}", $"n{i} many", $"many n{i}", "panel", false, now, now);
            await writer.Done(ct);
        }

        await using (var writer = await db.Bulk("person_email", ["id", "person_id", "address", "email_key", "position", "is_bad"], ct))
        {
            for (var i = 0; i < count; i++) writer.Row(email + i, person + i, $"n{i}@example.org", $"n{i}@example.org", 0, false);
            await writer.Done(ct);
        }

        await using (var writer = await db.Bulk("consent_state", ["person_id", "purpose", "is_given", "at"], ct))
        {
            for (var i = 0; i < count; i++) writer.Row(person + i, "news", true, now);
            await writer.Done(ct);
        }

        await transaction.CommitAsync(ct);
        await db.Learn("person, person_email, consent_state", ct);
    }

    private static async Task<long> Due(Database db, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        var blast = new Blast { Subject = "Saturday, {{ person.first_name }}?", Preheader = "At the market, from nine", Body = Body, Language = "en", State = BlastState.Scheduled, SendAt = now, CreatedAt = now, ChangedAt = now };
        db.Add(blast);
        db.Enqueue(new StartBlast(blast.Id), now);
        await db.SaveChangesAsync(ct);
        return blast.Id;
    }
}
