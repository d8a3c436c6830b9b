using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.People.Meanwhile;

/// <param name="By">Who changed it last, or where the change came from.</param>
/// <param name="Choice">What was chosen already.</param>
public sealed record Conflict(string Field, string Label, string Mine, string Now, string By, DateTimeOffset? At, string? Choice);

/// <summary>The fields that somebody and others changed at the same time, as the form shows them.</summary>
public sealed class Conflicts(Database db, OwnFields own, FieldWords fields, PickPerson pick, PersonWords names, SourceWords sources, CurrentAccount account, Words words)
{
    // A person is edited a few times a day at most.
    private const int Looked = 100;

    public string Sentence => words["Others changed what you changed, too. Nothing is lost and nothing is saved yet: choose below what is to stand, and save."];

    public string Saved(OpenedForm form) => form.TookOver ? words["Saved. What others changed meanwhile stands as they left it."] : words["Saved."];

    public async Task<IReadOnlyList<Conflict>> Of(long personId, OpenedForm form, CancellationToken ct)
    {
        var conflicts = new List<Conflict>();
        if (form.Asked.Count == 0) return conflicts;
        var (now, mine, ours) = (form.Opened(), form.Texts(), (await own.Changeable(ct)).ToDictionary(f => CustomField.Prefix + f.Slug, StringComparer.Ordinal));
        foreach (var field in form.Asked.Distinct(StringComparer.Ordinal).Where(f => now.ContainsKey(f) && mine.ContainsKey(f)))
        {
            var custom = ours.GetValueOrDefault(field);
            if (custom is null && field.StartsWith(CustomField.Prefix, StringComparison.Ordinal)) continue;
            var (by, at) = await LastChange(personId, field, ct);
            conflicts.Add(new(field, custom?.Name ?? Label(field), await Shown(field, custom, mine[field], ct), await Shown(field, custom, now[field], ct), by, at, form.Choice.GetValueOrDefault(field)));
        }

        return conflicts;
    }

    private string Label(string field) => field switch
    {
        "email" => words["Mail addresses"],
        "phone" => words["Telephones"],
        "address" => words["Addresses"],
        _ => names.Field(field),
    };

    private async Task<string> Shown(string field, CustomField? custom, string text, CancellationToken ct)
    {
        if (text.Length == 0) return words["nothing"];
        if (custom is not null) return fields.Shown(custom, text, custom.Kind == FieldKind.Person && Number(text) is { } id ? (await pick.Names([id], ct)).GetValueOrDefault(id) : null);
        return field switch
        {
            "sex" when EnumText<Sex>.TryParse(text, out var sex) => names.Of(sex),
            "born_on" when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture),
            "language" when Words.Languages.Contains(text, StringComparer.Ordinal) => names.Language(text),
            "support_level" when Number(text) is { } level => names.Support((int)level),
            "priority" when Number(text) is { } level => names.Priority((int)level),
            "email" => Several(Lines.Read(text).Select(l => l.Cell(1).Length > 0 ? $"{l.Cell(0)} ({words["bounces"]})" : l.Cell(0))),
            "phone" => Several(Lines.Read(text).Select(l => l.Cell(1).Length > 0 ? $"{l.Cell(0)} ({words["wrong number"]})" : l.Cell(0))),
            "address" => Several(Lines.Read(text).Select(l => string.Join(", ", new[] { l.Cell(1), l.Cell(2), $"{l.Cell(3)} {l.Cell(4)}".Trim() }.Where(c => c.Length > 0)))),
            _ => text,
        };
    }

    private static string Several(IEnumerable<string> lines) => string.Join(" · ", lines.Where(l => l.Length > 0));

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An edit names its fields in the audit trail, with who made it; what came otherwise tells where from.</summary>
    private async Task<(string By, DateTimeOffset? At)> LastChange(long personId, string field, CancellationToken ct)
    {
        bool IsIt(string name) => name == field || (field == "address" && name.StartsWith("address:", StringComparison.Ordinal));
        var edits = await db.AuditEntries.AsNoTracking().Where(a => a.ConcernsId == personId && a.Action == "person.changed").OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(Looked).Select(a => new { a.At, a.AccountId, a.Details }).ToListAsync(ct);
        var edit = edits.Find(e => (e.Details ?? "").Split(", ").Any(IsIt));
        var source = (await db.Provenances.AsNoTracking().Where(p => p.PersonId == personId).ToListAsync(ct)).Where(p => IsIt(p.Field)).MaxBy(p => p.At);
        // Both are written in the same moment, where it was an edit.
        if (source is not null && (edit is null || source.At > edit.At.AddSeconds(1))) return (await sources.Of(source.Source, ct), source.At);
        if (edit is null) return ("", null);
        if (edit.AccountId is { } me && me == account.Id) return (words["You, in another window"], edit.At);
        return (await db.Accounts.Where(a => a.Id == edit.AccountId).Select(a => a.Name).SingleOrDefaultAsync(ct) ?? words["Somebody else"], edit.At);
    }
}
