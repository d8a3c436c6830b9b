using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Memberships;

public sealed class MembershipTypeForm
{
    [Required, StringLength(MembershipType.NameLength), Display(Name = "Name")]
    public string? Name { get; set; }

    [StringLength(500), Display(Name = "What it is")]
    public string? Description { get; set; }

    [Range(0, 366), Display(Name = "Days of grace")]
    public int GraceDays { get; set; }
}

/// <summary>What people can be members of.</summary>
[Needs(Permission.ManageSettings)]
public sealed class TypesPage(Database db, Words words, TimeProvider clock) : PageModel
{
    [BindProperty]
    public MembershipTypeForm Form { get; set; } = new();

    /// <summary>The one that is being changed.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Type { get; set; }

    public string? Called { get; private set; }
    public IReadOnlyList<MembershipType> Types { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        if (Type is null) return Page();
        if (Types.FirstOrDefault(t => t.Id == Type) is not { } type) return NotFound();
        (Called, Form) = (type.Name, new() { Name = type.Name, Description = type.Description, GraceDays = type.GraceDays });
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var type = Type is null ? null : await db.MembershipTypes.SingleOrDefaultAsync(t => t.Id == Type && t.RemovedAt == null, ct);
        if (Type is not null && type is null) return NotFound();
        Called = type?.Name;
        var key = NameKey.Of(Form.Name);
        if (ModelState.IsValid && key.Length == 0) ModelState.AddModelError("Form.Name", words["A name needs a letter or a figure."]);
        else if (ModelState.IsValid && await db.MembershipTypes.AnyAsync(t => t.NameKey == key && t.Id != Type, ct)) ModelState.AddModelError("Form.Name", words["There is “{0}” to be a member of already.", Form.Name]);
        if (type is null && await db.MembershipTypes.CountAsync(t => t.RemovedAt == null, ct) >= MembershipType.Most) ModelState.AddModelError("", words["There are {0} already, and more cannot be chosen from. Remove one first.", MembershipType.Most]);
        if (!ModelState.IsValid)
        {
            await Load(ct);
            return this.Again();
        }

        if (type is null) db.Add(type = new MembershipType { CreatedAt = clock.GetUtcNow() });
        type.Call(Form.Name!.Trim());
        (type.Description, type.GraceDays) = (Form.Description?.Trim() ?? "", Form.GraceDays);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect("~/settings/memberships");
    }

    private async Task Load(CancellationToken ct) => Types = await db.MembershipTypes.AsNoTracking().Where(t => t.RemovedAt == null).OrderBy(t => t.NameKey).Take(MembershipType.Most).ToListAsync(ct);
}
