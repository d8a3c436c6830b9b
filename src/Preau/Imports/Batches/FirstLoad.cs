using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Preau.Imports.Batches;

/// <summary>
/// The first large file of an installation that holds nobody yet. Most indexes of people are made when it is in, and whom its rows may mean is known without asking the store: only
/// those whom the file itself brought, by fingerprints of their keys. As soon as anybody else writes down a person of the nation, it goes on as any other import.
/// </summary>
internal sealed class FirstLoad : IAsyncDisposable
{
    // Below, the indexes cost less than making them; above, making one keeps others waiting for too long.
    private const long Fewest = 20_000;
    private const long Most = 2_000_000;

    private readonly Database db;
    private readonly Import import;
    private readonly long since;
    private readonly HashSet<ulong> keys = [];

    private bool isBuilt;

    private FirstLoad(Database db, Import import, long since) => (this.db, this.import, this.since) = (db, import, since);

    /// <summary>Somebody else wrote people down: the store has to be asked again.</summary>
    public bool IsOver { get; private set; }

    /// <returns>Null where people are there already, the file is short, or it was begun before.</returns>
    public static async Task<FirstLoad?> Begin(Database db, Import import, CancellationToken ct)
    {
        if (import.Done > 0 || import.Total is < Fewest or > Most) return null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("Imports/Batches/HoldPeople", ct);
        // The indexes are of all nations: one that has people needs them.
        if (await db.People.IgnoreQueryFilters([Conventions.NationFilter]).AnyAsync(ct)) return null;
        var since = await db.Changes.MaxAsync(c => (long?)c.Position, ct) ?? 0;
        await LoadIndexes.Drop(db, ct);
        await transaction.CommitAsync(ct);
        return new FirstLoad(db, import, since);
    }

    /// <summary>Whether the store may hold somebody by this key.</summary>
    public bool May(string kind, string key) => keys.Contains(Fingerprint.Of(kind, key));

    /// <summary>Looks, within a batch, while nobody else can write people down, whether somebody did before.</summary>
    public async Task Look(CancellationToken ct) =>
        IsOver = IsOver || await db.Changes.AnyAsync(c => c.Position > since && c.PersonIds != "" && (c.Kind != "import.applied" || c.SubjectId != import.Id), ct);

    /// <summary>What a batch brought, once it is in.</summary>
    public void Note(Batch batch)
    {
        foreach (var (_, email, _, _, _) in batch.Emails) keys.Add(Fingerprint.Of(KnownPeople.Mail, email.Key));
        foreach (var (_, phone, _, _) in batch.Phones) keys.Add(Fingerprint.Of(KnownPeople.Phone, phone.Key));
        foreach (var (_, source, value) in batch.Numbers) keys.Add(Fingerprint.Of(source, value));
    }

    /// <summary>All rows are in, or others write people down as well: from now on the indexes are kept right row by row.</summary>
    public async Task End(CancellationToken ct)
    {
        if (isBuilt) return;
        await LoadIndexes.Build(db, ct);
        isBuilt = true;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await End(CancellationToken.None);
        }
        catch (DbException)
        {
            // What broke the load is the one to be heard of. They are made within minutes by MakeMissingIndexes.
        }
    }
}
