using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Capital;

public sealed class CapitalTypeForm
{
    [Required, StringLength(80), Display(Name = "What for")]
    public string? Name { get; set; }

    [Required, StringLength(20), Display(Name = "How many points")]
    public string? Amount { get; set; }

    [EnumDataType(typeof(Occasion)), Display(Name = "When they come")]
    public Occasion Occasion { get; set; }
}

/// <summary>What the campaign gives points for.</summary>
[Needs(Permission.ManageSettings)]
public sealed class TypesPage(Database db, Words words, TimeProvider clock) : PageModel
{
    /// <summary>As many as a form's choice can show.</summary>
    public const int Most = 200;

    [BindProperty]
    public CapitalTypeForm Form { get; set; } = new();

    /// <summary>The one that is being changed.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Type { get; set; }

    public string? Called { get; private set; }
    public IReadOnlyList<CapitalType> Types { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        if (Type is null) return Page();
        if (Types.FirstOrDefault(t => t.Id == Type) is not { } type) return NotFound();
        (Called, Form) = (type.Name, new() { Name = type.Name, Amount = Points.Plain(type.AmountCents), Occasion = type.Occasion });
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var type = Type is null ? null : await db.CapitalTypes.SingleOrDefaultAsync(t => t.Id == Type && t.RemovedAt == null, ct);
        if (Type is not null && type is null) return NotFound();
        Called = type?.Name;
        var (key, cents) = (NameKey.Of(Form.Name), 0L);
        if (ModelState.IsValid && key.Length == 0) ModelState.AddModelError("Form.Name", words["A name needs a letter or a figure."]);
        else if (ModelState.IsValid && await db.CapitalTypes.AnyAsync(t => t.NameKey == key && t.Id != Type, ct)) ModelState.AddModelError("Form.Name", words["Points are given for “{0}” already.", Form.Name]);
        if (!string.IsNullOrWhiteSpace(Form.Amount) && !Points.TryParse(Form.Amount, out cents)) ModelState.AddModelError("Form.Amount", words["“{0}” is not a number of points.", Form.Amount.Trim()]);
        if (type is null && await db.CapitalTypes.CountAsync(t => t.RemovedAt == null, ct) >= Most) ModelState.AddModelError("", words["There are {0} already, and more cannot be chosen from. Remove one first.", Most]);
        if (!ModelState.IsValid)
        {
            await Load(ct);
            return this.Again();
        }

        if (type is null) db.Add(type = new CapitalType { CreatedAt = clock.GetUtcNow() });
        type.Call(Form.Name!.Trim());
        (type.AmountCents, type.Occasion) = (cents, Form.Occasion);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect("~/settings/capital");
    }

    private async Task Load(CancellationToken ct) => Types = await db.CapitalTypes.AsNoTracking().Where(t => t.RemovedAt == null).OrderBy(t => t.NameKey).Take(Most).ToListAsync(ct);
}
