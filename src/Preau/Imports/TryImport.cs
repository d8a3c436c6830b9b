using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Batches;
using Preau.Imports.Choices;
using Preau.Jobs;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Reads the whole file to say what it would do. Nothing is written: people whom it would create are remembered by fingerprints of their keys.</summary>
public sealed class TryImport(Database db, ImportFolder folder, CurrentNation nation, Suppressions suppressions, IOtherNames otherNames, Objections objections, OwnFields ownFields, TimeProvider clock)
{
    /// <summary>Files up to this many rows are tried while somebody waits; longer ones in the background.</summary>
    public const int AtOnce = 2000;
    private const int RefusedKept = 100;
    private const int RenamedKept = 20;
    private readonly HashSet<ulong> seen = [];

    /// <param name="report">Called after each batch with the number of rows read; answers whether to go on.</param>
    /// <returns>Null when it was told to stop.</returns>
    /// <exception cref="ImportBroken">The file no longer is what the import was told of.</exception>
    public async Task<Trial?> Run(Import import, Func<long, Task<bool>>? report, CancellationToken ct)
    {
        seen.Clear();
        var counts = new long[4];
        long count = 0;
        var refused = new List<RefusedRow>();
        var reasons = new Dictionary<(string Reason, string? Field), long>();
        var renamed = new List<RenamedRow>();
        long renamedCount = 0;
        var fields = await ownFields.All(ct);
        var tags = await TagNames.Load(db, ct);
        var rules = RowRules.Of(import);
        var samples = new TrialSamples();
        var memory = import.IsRoll ? new RollMemory(await RefusedCommunes.Open(import, folder, ct)) : null;
        await foreach (var rows in RowBatches.Read(import, folder.Full(import.Path), headers => RowReader.For(import, headers, fields, nation.Facts.Country, nation.Facts.DayOf(clock.GetUtcNow())), 0, RunImport.BatchSize, rows => rows, ct))
        {
            var roll = memory is null ? null : await RollBatch.Load(db, objections, import.Id, default, rows, memory, ct);
            var known = await KnownPeople.Load(db, suppressions, otherNames, rows, import.Source, null, rules.Keys, ct, roll?.People);
            roll?.Meet(known);
            var batch = new Batch(known, tags, rules, roll, await VoteBatch.Load(db, rows, known, ct));
            foreach (var row in rows)
            {
                samples.Before(batch);
                var (taken, person) = batch.Take(row);
                // A roll remembers itself whom it named.
                var outcome = memory is null ? Seen(row, taken, person, rules.Keys) : taken;
                counts[(int)outcome]++;
                samples.After(batch, row, outcome, person);
            }

            count += rows.Count;
            foreach (var (row, reason, about) in batch.Refused)
            {
                if (memory is not null) await memory.Refused.Add(row.Raw, ct);
                var kind = (reason, reason.Contains("{1}", StringComparison.Ordinal) ? about.ElementAtOrDefault(1) as string : null);
                reasons[kind] = reasons.GetValueOrDefault(kind) + 1;
                if (refused.Count < RefusedKept) refused.Add(new RefusedRow(row.Line, reason, Array.ConvertAll(about, a => a?.ToString())));
            }

            renamedCount += batch.Renamed.Count;
            renamed.AddRange(batch.Renamed.Take(RenamedKept - renamed.Count).Select(r => new RenamedRow(r.Row.Line, r.Was, r.Becomes)));
            if (report is not null && !await report(count)) return null;
        }

        if (memory is not null && !await db.ElectoralRolls.AnyAsync(r => r.ImportId == import.Id && !r.IsComplete, ct)) await memory.CountMissing(db, ct);
        return new Trial(count, counts[(int)RowOutcome.Created], counts[(int)RowOutcome.Changed], counts[(int)RowOutcome.Same], counts[(int)RowOutcome.Refused], refused, renamedCount, renamed, samples.New, samples.Changed)
        {
            Roll = memory?.Found(),
            Refusals = [.. reasons.OrderByDescending(r => r.Value).Select(r => new RefusalCount(r.Key.Reason, r.Key.Field, r.Value))],
        };
    }

    /// <summary>A row about somebody whom an earlier row of the file creates or changes is no second person.</summary>
    private RowOutcome Seen(ReadRow row, RowOutcome outcome, Draft? person, MatchKeys keys)
    {
        if (outcome is RowOutcome.Refused or RowOutcome.Same) return outcome;
        var input = row.Person!;
        if (person is { IsNew: false }) return seen.Add(Fingerprint.Of(person.Id.ToString(CultureInfo.InvariantCulture), Content(row))) ? outcome : RowOutcome.Same;
        var isKnown = false;
        foreach (var (source, value) in input.ExternalIds) isKnown |= !seen.Add(Fingerprint.Of("number", source, value));
        if (keys.HasFlag(MatchKeys.NameAndBirth) && KnownPeople.NamedKey(input.LastName, input.FirstName, input.BornOn) is { } named) isKnown |= !seen.Add(Fingerprint.Of("name", named));
        if (keys.HasFlag(MatchKeys.Email))
            foreach (var email in input.Emails) isKnown |= !seen.Add(Fingerprint.Of("mail", email.Key));
        if (keys.HasFlag(MatchKeys.Phone) && input.LastName is { } last)
            foreach (var phone in input.Phones) isKnown |= !seen.Add(Fingerprint.Of("phone", phone.Key, NameKey.Compact(last)));
        var isNews = seen.Add(Fingerprint.Of(Content(row)));
        return !isKnown ? RowOutcome.Created : isNews ? RowOutcome.Changed : RowOutcome.Same;
    }

    // The row as it stands, less what does not tell rows apart: case and blanks.
    private static string Content(ReadRow row) => row.Raw.Trim().ToLowerInvariant();
}

/// <summary>Tries a long file in the background.</summary>
public sealed record TryLongImport(long ImportId) : IJob;

public sealed class TryLongImportHandler(StartTrial trial) : IHandle<TryLongImport>
{
    public Task Run(TryLongImport job, CancellationToken ct) => trial.Try(job.ImportId, null, ct);
}
