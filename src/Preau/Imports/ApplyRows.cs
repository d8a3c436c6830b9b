using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

public enum RowOutcome
{
    Created,
    Changed,
    Same,
    Refused,
}

/// <summary>Brings rows in, one after the other, so that the same person twice in one file is one person, and notes each value that it sets.</summary>
public sealed class ApplyRows(Database db, SavePerson save, OwnFields ownFields, Words words, TimeProvider clock)
{
    public async Task<(RowOutcome Outcome, long? PersonId, string? Reason)> Run(Import import, RowReader reader, CsvRow row, CancellationToken ct)
    {
        var read = reader.Read(row);
        if (read.Person is null) return await Refuse(import, row, words[read.Refusal!, read.About], ct);
        var fields = await ownFields.All(ct);
        foreach (var (slug, text) in read.Fields)
        {
            if (fields.Find(f => f.Slug == slug) is { } field && !OwnFields.Fits(field, text)) return await Refuse(import, row, words["“{0}” does not fit in “{1}”.", text, field.Name], ct);
        }

        var saved = await save.Run(read.Person, import.Source, Overwrite.Replace, ct);
        var changed = await ownFields.Set(saved.Person.Id, read.Fields, ct);
        await save.Remember(saved.Person.Id, [.. changed.Select(s => "custom:" + s)], import.Source, ct);
        if (read.Note is not null && !await db.Notes.AnyAsync(n => n.PersonId == saved.Person.Id && n.Text == read.Note, ct)) db.Add(new Note { PersonId = saved.Person.Id, Text = read.Note, At = clock.GetUtcNow() });
        var effects = Effects(import.Id, saved.Person.Id);
        db.AddRange(effects);
        await db.SaveChangesAsync(ct);
        return (saved.IsNew ? RowOutcome.Created : effects.Count > 0 ? RowOutcome.Changed : RowOutcome.Same, saved.Person.Id, null);
    }

    private async Task<(RowOutcome, long?, string?)> Refuse(Import import, CsvRow row, string reason, CancellationToken ct)
    {
        db.Add(new ImportRefusal { ImportId = import.Id, Line = row.Line, Reason = reason, RowText = row.Raw });
        await db.SaveChangesAsync(ct);
        return (RowOutcome.Refused, null, reason);
    }

    private List<ImportEffect> Effects(long importId, long personId)
    {
        db.ChangeTracker.DetectChanges();
        var effects = new List<ImportEffect>();
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is IPerson or IPersonOwned && e.Entity is not IDerived).ToList())
        {
            if (entry.State == EntityState.Added) effects.Add(Effect(importId, personId, entry, null));
            if (entry.State == EntityState.Modified) effects.AddRange(entry.Properties.Where(p => p.IsModified && p.Metadata.Name != nameof(Person.ChangedAt)).Select(p => Effect(importId, personId, entry, p)));
        }

        return effects;
    }

    private static ImportEffect Effect(long importId, long personId, EntityEntry entry, PropertyEntry? property) => new()
    {
        ImportId = importId,
        PersonId = personId,
        Entity = entry.Metadata.ClrType.Name,
        RowKey = JsonSerializer.Serialize(entry.Metadata.FindPrimaryKey()!.Properties.Skip(1).Select(p => entry.Property(p).CurrentValue)),
        IsNew = property is null,
        Field = property?.Metadata.Name,
        Before = property is null ? null : JsonSerializer.Serialize(property.OriginalValue),
        After = property is null ? null : JsonSerializer.Serialize(property.CurrentValue),
    };
}
