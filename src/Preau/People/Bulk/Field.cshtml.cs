using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.People.Bulk;

/// <summary>Which value a field gets, in an input of the field's kind.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldPage(Database db, BulkActs acts, BulkFields fields) : PageModel
{
    [BindProperty, StringLength(FieldRules.LongestLongText)]
    public string? Value { get; set; }

    /// <summary>The choices that were ticked, where there can be several.</summary>
    [BindProperty]
    public string[] Several { get; set; } = [];

    public long Id { get; private set; }
    public BulkField Field { get; private set; } = Nothing;

    private static readonly BulkField Nothing = new OwnValueField(new CustomField { Slug = "", Name = "" }) { Name = "", Label = "" };

    private string Here => $"~/people/acts/{Id.ToString(CultureInfo.InvariantCulture)}";

    public async Task<IActionResult> OnGet(long id, string? field, CancellationToken ct)
    {
        if (await Load(id, field, ct) is not { } act) return NotFound();
        return Field == Nothing ? LocalRedirect(Here) : act.State == BulkState.Open ? Page() : LocalRedirect(Here);
    }

    public async Task<IActionResult> OnPost(long id, string? field, CancellationToken ct)
    {
        if (await Load(id, field, ct) is not { } act) return NotFound();
        if (Field == Nothing) return LocalRedirect(Here);
        if (Field is OwnValueField { Field.Kind: FieldKind.Several } && Several.Length > 0) Value = string.Join(", ", Several);
        if (ModelState.IsValid && await acts.Choose(act, BulkKind.SetField, new(null, null, field, Value), ct) is { } wrong) ModelState.AddModelError(nameof(Value), wrong);
        return ModelState.IsValid ? LocalRedirect(Here) : this.Again();
    }

    private async Task<BulkAct?> Load(long id, string? field, CancellationToken ct)
    {
        Id = id;
        Field = await fields.Named(field, ct) ?? Nothing;
        return await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
    }
}
