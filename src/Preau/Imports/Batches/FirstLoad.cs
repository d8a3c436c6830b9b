using Microsoft.EntityFrameworkCore;
using Preau.Electors.Votes;
using Preau.Imports.Choices;
using Preau.People;

namespace Preau.Imports.Batches;

/// <summary>
/// The first large file of an installation that holds nobody yet. Most indexes of people are made when it is in, and whom its rows may mean is known without asking the store: only
/// those whom the file itself brought, by fingerprints of their keys. Batches that name nobody twice are therefore worked out by the thread that reads, while the one before is
/// written. As soon as anybody else writes down a person of the nation, it goes on as any other import.
/// </summary>
internal sealed class FirstLoad : IAsyncDisposable
{
    // Below, the indexes cost less than making them; above, making one keeps others waiting for too long.
    private const long Fewest = 20_000;
    private const long Most = 2_000_000;

    // Room for them from the start: a set that grows holds itself twice meanwhile.
    private const int KeysARow = 2;

    private readonly Database db;
    private readonly Import import;
    private readonly Mending mending;
    private readonly long since;
    private readonly bool hasSuppressed;
    private readonly RowRules rules;

    // Of the thread that reads; the one that writes gives new tags their numbers.
    private readonly TagNames tags;
    private readonly HashSet<ulong> prints;

    private FirstLoad(Database db, Import import, Mending mending, long since, bool hasSuppressed, TagNames tags) =>
        (this.db, this.import, this.mending, this.since, this.hasSuppressed, this.tags, rules, prints) =
        (db, import, mending, since, hasSuppressed, tags, RowRules.Of(import), new HashSet<ulong>(KeysARow * (int)import.Total));

    /// <summary>Somebody else wrote people down: the store has to be asked again.</summary>
    public bool IsOver { get; private set; }

    /// <param name="mending">Makes what is left out from here on; at the latest when this is disposed of.</param>
    /// <returns>Null where people are there already, the file is short, or it was begun before.</returns>
    public static async Task<FirstLoad?> Begin(Database db, Import import, Mending mending, CancellationToken ct)
    {
        if (import.Done > 0 || import.Total is < Fewest or > Most) return null;
        // Name and birthday of a person may stand in two rows, and together mean a third: only the store knows.
        if (import.IsRoll || RowRules.Of(import).Keys.HasFlag(MatchKeys.NameAndBirth)) return null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        // The indexes are of all nations: one that has people needs them.
        if (await db.People.IgnoreQueryFilters([Conventions.NationFilter]).AnyAsync(ct)) return null;
        var since = await db.Changes.MaxAsync(c => (long?)c.Position, ct) ?? 0;
        var hasSuppressed = await db.Suppressions.AnyAsync(ct);
        var tags = await TagNames.Load(db, ct);
        await LoadSchema.Drop(db, ct);
        await transaction.CommitAsync(ct);
        return new FirstLoad(db, import, mending, since, hasSuppressed, tags);
    }

    /// <summary>Looks at a batch before those ahead of it are written, on the thread that reads.</summary>
    public Foreseen Foresee(List<ReadRow> rows)
    {
        var people = rows.Select(r => r.Person).OfType<PersonInput>().ToList();
        var fresh = people.SelectMany(p => KnownPeople.Prints(p, rules.Keys)).ToHashSet();
        var again = fresh.Where(prints.Contains).ToHashSet();
        prints.UnionWith(fresh);
        if (IsOver || hasSuppressed || again.Count > 0 || people.Exists(p => p.Id is not null) || rows.Exists(r => r.Fields.Any(f => f.Value.LinkedPersonId is not null))) return new Foreseen(rows, again);
        var batch = new Batch(new KnownPeople(), tags, rules, votes: VoteBatch.OfNew(rows));
        foreach (var row in rows) batch.Take(row);
        return new Foreseen(rows, again, batch);
    }

    /// <summary>Looks, within a batch, while nobody else can write people down, whether somebody did before. The schema is of all nations: so are they.</summary>
    public async Task Look(CancellationToken ct) =>
        IsOver = IsOver || await db.Changes.IgnoreQueryFilters([Conventions.NationFilter]).AnyAsync(c => c.Position > since && (c.NationId != import.NationId || c.Kind != "import.applied" || c.SubjectId != import.Id) && c.PersonIds != "", ct)
            || (!hasSuppressed && await db.Suppressions.AnyAsync(ct));

    /// <summary>However it ended: from now on indexes are kept right row by row.</summary>
    public async ValueTask DisposeAsync() => await mending.Try(CancellationToken.None);
}

/// <summary>A batch as it is known before it is its turn.</summary>
/// <param name="Rows">What the file says.</param>
/// <param name="Again">Fingerprints of the keys that earlier rows of the file bore; nobody else is in the store. Null where the store is to be asked for all.</param>
/// <param name="Batch">What the rows come to, where no earlier row bears on it.</param>
internal sealed record Foreseen(List<ReadRow> Rows, IReadOnlySet<ulong>? Again = null, Batch? Batch = null);
