using Microsoft.EntityFrameworkCore;
using Preau.Electors.Votes;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Templates;

/// <summary>Keeps templates, and puts one on a file whose columns have its names. The caller saves.</summary>
public sealed class SaveTemplate(Database db, OwnFields own, TimeProvider clock)
{
    /// <summary>One of the same name is replaced.</summary>
    public async Task<ImportTemplate> Run(TemplateFile file, long? accountId, CancellationToken ct)
    {
        var key = NameKey.Of(file.Name);
        var now = clock.GetUtcNow();
        if (await db.ImportTemplates.SingleOrDefaultAsync(t => t.NameKey == key, ct) is not { } template) db.Add(template = new ImportTemplate { Name = file.Name, Body = "", CreatedAt = now });
        (template.Name, template.Body, template.AccountId, template.ChangedAt) = (file.Name, file.Write(), accountId, now);
        return template;
    }

    /// <returns>How many columns of the file the template knows.</returns>
    public async Task<int> Apply(ImportTemplate template, Import import, IReadOnlyList<string> headers, CancellationToken ct)
    {
        var file = TemplateFile.Stored(template);
        var fields = await own.Changeable(ct);
        var (targets, known) = (import.Targets(), file.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal));
        var mine = headers.Where(known.ContainsKey).ToList();
        // Two of the file's columns never become what a person has one of: what was guessed for a column that the template does not know gives way.
        var taken = mine.Select(h => known[h].Becomes).Where(Targets.IsOne).ToHashSet(StringComparer.Ordinal);
        foreach (var other in headers.Except(mine, StringComparer.Ordinal).Where(h => taken.Contains(targets.GetValueOrDefault(h, Targets.Skip))).ToList()) targets.Remove(other);
        foreach (var header in mine)
        {
            var becomes = known[header].Becomes;
            // A field that this campaign does not have is made anew.
            if (becomes.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal) && !fields.Exists(f => f.Slug == becomes[Targets.FieldPrefix.Length..])) becomes = Targets.NewField;
            if (becomes == Targets.Skip) targets.Remove(header);
            else targets[header] = becomes;
        }

        NewFields.Recognise(targets, mine, fields);
        import.MapTo(targets);
        import.Yields = System.Text.Json.JsonSerializer.Serialize(mine.Where(h => known[h].OnlyWhereEmpty));
        import.Matching = Choices.MatchKeyNames.Write(file.Keys);
        template.UsedAt = clock.GetUtcNow();
        return mine.Count;
    }

    /// <summary>The templates whose columns are all in the file, the ones with most of them first.</summary>
    public async Task<IReadOnlyList<ImportTemplate>> Fitting(IReadOnlyList<string> headers, CancellationToken ct)
    {
        var there = headers.ToHashSet(StringComparer.Ordinal);
        return [.. (await All(ct)).Concat(ShippedTemplates.All).Select(t => (Template: t, TemplateFile.Stored(t).Columns)).Where(t => t.Columns.All(c => there.Contains(c.Name))).OrderByDescending(t => t.Columns.Count).Select(t => t.Template)];
    }

    public Task<List<ImportTemplate>> All(CancellationToken ct) => db.ImportTemplates.AsNoTracking().OrderBy(t => t.NameKey).Take(MaxTemplates).ToListAsync(ct);

    public const int MaxTemplates = 500;
}
