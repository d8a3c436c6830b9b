using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Preau.People.Bulk;

/// <summary>A value that many people can be given at once. Values go in and out as forms write them; null is none.</summary>
public abstract class BulkField
{
    /// <summary>As provenance names it: «employer», «custom:skills».</summary>
    public required string Name { get; init; }
    public required string Label { get; init; }

    /// <summary>What it can be, where it is one of some.</summary>
    public IReadOnlyList<SelectListItem>? Choices { get; init; }

    /// <summary>The kind of its input: text, number, date.</summary>
    public string Input { get; init; } = "text";

    /// <summary>The value as it will be stored, from what somebody wrote; false when it does not fit.</summary>
    public abstract bool Read(string text, out string? value);

    /// <summary>Whether it can stand there again, whatever rules were made since.</summary>
    public virtual bool Reads(string value) => Read(value, out _);

    /// <summary>As people read it.</summary>
    public virtual string Shown(string value) => Choices?.FirstOrDefault(c => c.Value == value)?.Text ?? value;

    /// <summary>Whoever has this value already.</summary>
    public abstract IQueryable<long> With(Database db, string? value);

    /// <summary>What each of them has.</summary>
    public abstract Task<Dictionary<long, string?>> Of(Database db, long[] ids, CancellationToken ct);

    /// <summary>Gives all of them this value.</summary>
    public abstract Task Set(Database db, long[] ids, string? value, CancellationToken ct);
}

/// <summary>A column of the person.</summary>
/// <param name="property">Of the entity.</param>
/// <param name="parse">From what is written; null when it does not fit.</param>
public sealed class ColumnField<T>(string property, Func<string, T?> parse, Func<T, string> write) : BulkField
{
    public override bool Read(string text, out string? value)
    {
        var read = parse(text.Trim());
        value = read is null ? null : write(read);
        return read is not null;
    }

    public override IQueryable<long> With(Database db, string? value)
    {
        var wanted = Parsed(value);
        return db.People.Where(p => object.Equals(EF.Property<T?>(p, property), wanted)).Select(p => p.Id);
    }

    public override async Task<Dictionary<long, string?>> Of(Database db, long[] ids, CancellationToken ct) =>
        (await db.People.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, Value = EF.Property<T?>(p, property) }).ToListAsync(ct)).ToDictionary(p => p.Id, p => p.Value is { } value ? write(value) : null);

    public override Task Set(Database db, long[] ids, string? value, CancellationToken ct)
    {
        var wanted = Parsed(value);
        return db.People.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => EF.Property<T?>(p, property), wanted), ct);
    }

    private T? Parsed(string? value) => value is null ? default : parse(value);
}

/// <summary>One of the campaign's own fields, of any kind.</summary>
public sealed class OwnValueField(CustomField field, FieldWords? said = null) : BulkField
{
    public CustomField Field => @field;

    public override bool Reads(string value) => OwnFields.Read(field, value, new CustomValue());

    public override string Shown(string value) => said?.Shown(field, value) ?? value;

    public override bool Read(string text, out string? value)
    {
        var row = new CustomValue();
        var fits = OwnFields.Put(field, text, row);
        value = fits ? OwnFields.Text(row) : null;
        return fits;
    }

    public override IQueryable<long> With(Database db, string? value)
    {
        if (value is null) return db.People.Where(p => !db.CustomValues.Any(v => v.CustomFieldId == field.Id && v.PersonId == p.Id)).Select(p => p.Id);
        var row = Row(value);
        // What a choice is called may be being changed: it is known by its bits, or by either name.
        if (field.Kind == FieldKind.Several) return OwnFields.Rows(db, field).Where(v => v.WholeValue == row.WholeValue).Select(v => v.PersonId);
        if (field.Kind == FieldKind.Choice && FieldChoice.Find(FieldChoice.Of(field), value)?.Keys is { } keys) return OwnFields.Rows(db, field).Where(v => keys.Contains(v.TextKey!)).Select(v => v.PersonId);
        return db.CustomValues.Where(v => v.CustomFieldId == field.Id && v.TextValue == row.TextValue && v.NumberValue == row.NumberValue && v.DateValue == row.DateValue && v.BooleanValue == row.BooleanValue && v.WholeValue == row.WholeValue && v.LinkedPersonId == row.LinkedPersonId).Select(v => v.PersonId);
    }

    public override async Task<Dictionary<long, string?>> Of(Database db, long[] ids, CancellationToken ct)
    {
        var known = await db.CustomValues.AsNoTracking().Where(v => v.CustomFieldId == field.Id && ids.Contains(v.PersonId)).ToDictionaryAsync(v => v.PersonId, v => (string?)OwnFields.Text(v), ct);
        return ids.ToDictionary(id => id, id => known.GetValueOrDefault(id));
    }

    public override async Task Set(Database db, long[] ids, string? value, CancellationToken ct)
    {
        await db.CustomValues.Where(v => v.CustomFieldId == field.Id && ids.Contains(v.PersonId)).ExecuteDeleteAsync(ct);
        if (value is null) return;
        var row = Row(value);
        if (row.LinkedPersonId is { } link)
        {
            // Who was merged since is the other one; who is gone is nobody.
            row.LinkedPersonId = link = await db.WhoIs(link, ct);
            if (!await db.People.AnyAsync(p => p.Id == link, ct)) return;
        }

        await using var writer = await db.Bulk("custom_value", CustomValue.Columns, ct);
        foreach (var id in ids) writer.Row(row.Cells(id, field.Id));
        await writer.Done(ct);
    }

    private CustomValue Row(string value)
    {
        var row = new CustomValue();
        // It was read once; a rule that was made meanwhile does not stop what runs.
        if (!OwnFields.Read(field, value, row)) throw new ArgumentException($"{field.Slug} does not take that value.", nameof(value));
        return row;
    }
}
