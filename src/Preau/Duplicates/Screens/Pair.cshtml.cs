using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Duplicates;

public sealed record PairLine(string Field, string Label, bool IsAsked, IReadOnlyList<(long Id, string Text, bool IsChosen)> Sides);

/// <summary>Two records side by side: which values stay, what comes together, or that they are two.</summary>
[Needs(Permission.EditPeople)]
public sealed class PairModel(Database db, IEnumerable<IPersonPart> parts, MergePeople merge, FindDuplicates find, DuplicateList list, DuplicateWords pairs, PersonWords names, Words words) : PageModel
{
    private TwoRecords? records;

    public PairSide Kept { get; private set; } = new(0, "", "", null, false);
    public PairSide Gone { get; private set; } = new(0, "", "", null, false);
    public string Reasons { get; private set; } = "";
    public bool IsTold { get; private set; }
    public string UndoTold => $"~/duplicates/distinction/undo?one={Kept.Id}&other={Gone.Id}";
    public IReadOnlyList<PairLine> Lines { get; private set; } = [];

    /// <summary>How many rows of each kind both have.</summary>
    public IReadOnlyList<(string Label, long One, long Other)> Rows { get; private set; } = [];
    public IReadOnlyList<(string Label, string One, string Other)> Consents { get; private set; } = [];

    public string MarkOf(long id) => records is null ? "" : EditMark.Of(records.ChangedAt(id));

    public async Task<IActionResult> OnGet(long keep, long gone, CancellationToken ct)
    {
        if (keep == 0 || gone == 0) return LocalRedirect("~/duplicates");
        var (one, other) = (await db.WhoIs(keep, ct), await db.WhoIs(gone, ct));
        if (one == other && await db.People.AnyAsync(p => p.Id == one, ct))
        {
            this.Warn(words["These two are one record already."]);
            return LocalRedirect($"~/people/{one}");
        }

        if ((one, other) != (keep, gone)) return LocalRedirect($"~/duplicates/pair?keep={one}&gone={other}");
        return await Load(keep, gone, new Dictionary<string, Side>(StringComparer.Ordinal), ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPost(long keep, long[] people, string[] seen, Dictionary<string, string> choice, CancellationToken ct)
    {
        if (people.Length != 2 || seen.Length != 2 || !people.Contains(keep) || people[0] == people[1]) return NotFound();
        var gone = people[0] == keep ? people[1] : people[0];
        var choices = choice.Where(c => long.TryParse(c.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToDictionary(c => c.Key, c => c.Value == keep.ToString(CultureInfo.InvariantCulture) ? Side.Kept : Side.Gone, StringComparer.Ordinal);
        // What they do not see follows the rule, whatever is sent.
        foreach (var name in choices.Keys.ToList()) if (!await pairs.IsSeen(name, ct)) choices.Remove(name);
        switch (await merge.Run(keep, gone, choices, people[0] == keep ? (seen[0], seen[1]) : (seen[1], seen[0]), ct))
        {
            case MergeOutcome.Done done:
                this.Say(words["Merged into one record."], undo: $"/duplicates/merges/{done.MergeId}/undoing");
                return LocalRedirect($"~/people/{done.KeptId}");
            case MergeOutcome.Elsewhere elsewhere when elsewhere.One == elsewhere.Other:
                this.Warn(words["These two are one record already."]);
                return LocalRedirect($"~/people/{elsewhere.One}");
            case MergeOutcome.Elsewhere elsewhere:
                this.Warn(words["One of the two was merged into another record in the meantime, and nothing was merged now. This is how they stand."]);
                return LocalRedirect($"~/duplicates/pair?keep={elsewhere.One}&gone={elsewhere.Other}");
            case MergeOutcome.Refused refused:
                ModelState.AddModelError("", refused.Reason);
                return await Load(keep, gone, choices, ct) ? this.Again() : NotFound();
            default:
                return NotFound();
        }
    }

    private async Task<bool> Load(long keep, long gone, IReadOnlyDictionary<string, Side> choices, CancellationToken ct)
    {
        if (keep == gone || await TwoRecords.Load(db, parts, keep, gone, ct) is not { } pair) return false;
        records = pair;
        var sides = await list.Sides([keep, gone], ct);
        if (sides.Count != 2) return false;
        (Kept, Gone) = (sides[keep], sides[gone]);
        var (lower, higher) = (Math.Min(keep, gone), Math.Max(keep, gone));
        IsTold = await db.Duplicates.AnyAsync(d => d.PersonId == lower && d.OtherPersonId == higher && d.State == PairState.Distinct, ct);
        Reasons = (await find.Compare(keep, gone, ct))?.Codes ?? "";
        var lines = new List<PairLine>();
        foreach (var field in pair.Fields.Where(f => !f.IsEmpty))
        {
            if (!await pairs.IsSeen(field.Field, ct)) continue;
            var chosen = field.Chosen(choices);
            lines.Add(new(field.Field, await pairs.Label(field, ct), field.IsAsked, [(keep, await pairs.Value(field.Field, field.Kept, ct), chosen == Side.Kept || field.IsSame), (gone, await pairs.Value(field.Field, field.Gone, ct), chosen == Side.Gone || field.IsSame)]));
        }

        Lines = lines;
        Rows = await Count(keep, gone, ct);
        Consents = await States(keep, gone, ct);
        return true;
    }

    private async Task<List<(string, long, long)>> Count(long keep, long gone, CancellationToken ct)
    {
        var (store, counts) = (new RowStore(db), new List<(string, long, long)>());
        foreach (var table in PersonTable.All(db.Model, parts).Where(t => t.Rule == MergeRule.Move))
        {
            if (pairs.Rows(table.Name) is not { } label) continue;
            // What both ends of something have a row for is counted where it is a person's own; what was taken away is nowhere.
            var named = typeof(IPersonOwned).IsAssignableFrom(table.Entity) ? table.Persons.Take(1).ToList() : table.Persons;
            var rows = (await store.Of(table, [keep, gone], ct)).FindAll(r => r.Values.GetValueOrDefault("removed_at") is null);
            var (one, other) = (rows.LongCount(r => named.Any(c => r.Number(c) == keep)), rows.LongCount(r => named.Any(c => r.Number(c) == gone)));
            if (one + other > 0) counts.Add((label, one, other));
        }

        return counts;
    }

    private async Task<IReadOnlyList<(string, string, string)>> States(long keep, long gone, CancellationToken ct)
    {
        var states = (await db.ConsentStates.AsNoTracking().Where(s => s.PersonId == keep || s.PersonId == gone).ToListAsync(ct)).ToLookup(s => s.Purpose);
        string Said(Purpose purpose, long id) => states[purpose].FirstOrDefault(s => s.PersonId == id) is { } state ? state.IsGiven ? words["agreed"] : words["said no"] : words["never asked"];
        return [.. states.Select(s => s.Key).Order().Select(p => (names.Of(p), Said(p, keep), Said(p, gone)))];
    }
}
