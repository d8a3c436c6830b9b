namespace Preau.Imports.Batches;

/// <summary>Appends lines to the ledger in sets, and keeps what it says today in step.</summary>
internal sealed class AppendConsent(Database db, string source, DateTimeOffset now)
{
    public async Task Run(IReadOnlyCollection<(long PersonId, Purpose Purpose, bool IsGiven, string Wording)> lines, CancellationToken ct)
    {
        await Note(lines, ct);
        // A purpose that two lines speak of: the later one holds.
        var states = lines.GroupBy(l => (l.PersonId, l.Purpose)).Select(g => new { g.Key.PersonId, Purpose = EnumText<Purpose>.Of(g.Key.Purpose), g.Last().IsGiven });
        await db.Put("PutConsentStates", states, now, ct);
    }

    /// <summary>The lines alone, where what the ledger says today is the same with them.</summary>
    public async Task Note(IReadOnlyCollection<(long PersonId, Purpose Purpose, bool IsGiven, string Wording)> lines, CancellationToken ct)
    {
        if (lines.Count == 0) return;
        var id = db.Ids.Reserve("consent_entry", lines.Count);
        await using var entries = await db.Bulk("consent_entry", ["id", "person_id", "purpose", "is_given", "wording", "source", "at"], ct);
        foreach (var line in lines) entries.Row(id++, line.PersonId, EnumText<Purpose>.Of(line.Purpose), line.IsGiven, line.Wording, source, now);
        await entries.Done(ct);
    }
}
