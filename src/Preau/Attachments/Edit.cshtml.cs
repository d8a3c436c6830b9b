using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Attachments;

public sealed class AttachmentForm
{
    [Required, StringLength(AttachmentName.MaxLength), Display(Name = "Name of the file")]
    public string? Name { get; set; }

    [StringLength(AttachFiles.MaxText), Display(Name = "What the file is")]
    public string? Text { get; set; }
}

/// <summary>Another name for a file, or another word for what it is.</summary>
[Needs(Permission.EditPeople)]
public sealed class EditPage(Database db, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public AttachmentForm Form { get; set; } = new();

    public Attachment? Kept { get; private set; }
    public string PersonName { get; private set; } = "";
    public string Ending => AttachmentName.Ending(Kept?.Name ?? "");

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } file) return NotFound();
        Form = new() { Name = file.Name, Text = file.Text };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } file) return NotFound();
        if (!ModelState.IsValid) return this.Again();
        (file.Name, file.Text) = (AttachmentName.Renamed(Form.Name!, file.Name), Form.Text?.Trim() ?? "");
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect($"~/people/{file.PersonId}");
    }

    private async Task<Attachment?> Load(CancellationToken ct)
    {
        if (await db.Attachments.SingleOrDefaultAsync(a => a.Id == Id, ct) is not { } file || await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == file.PersonId, ct) is not { } person) return null;
        (Kept, PersonName) = (file, person.FullName.Length > 0 ? person.FullName : words["No name"]);
        return file;
    }
}
