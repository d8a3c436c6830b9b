using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Attachments;

/// <summary>All files of a person, and where more are attached.</summary>
[Needs(Permission.ViewPersonFiles)]
[RequestSizeLimit(AttachFiles.MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = AttachFiles.MaxRequest)]
public sealed class PersonFilesPage(Database db, AttachFiles attach, CurrentAccount me, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public List<IFormFile> Files { get; set; } = [];

    [BindProperty, StringLength(AttachFiles.MaxText), Display(Name = "What the file is")]
    public string? Text { get; set; }

    public string Name { get; private set; } = "";
    public FilesOfPerson Kept { get; private set; } = new(0, false, [], 0);

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Load(ct) ? Page() : NotFound();

    [Needs(Permission.EditPeople)]
    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        if (!ModelState.IsValid) return this.Again();
        switch (await attach.Run(Id, Files, Text?.Trim() ?? "", ct))
        {
            case Attaching.Done done:
                this.Say(words.Count(done.Files.Count, "{0} file is attached.", "{0} files are attached."));
                return LocalRedirect($"~/people/{Id}");
            case Attaching.Refused refused:
                ModelState.AddModelError(nameof(Files), refused.Reason);
                return this.Again();
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, ct) is not { } person) return false;
        Name = person.FullName.Length > 0 ? person.FullName : words["No name"];
        var lines = await db.FilesOf(Id, AttachFiles.MostOfAPerson * 2, ct);
        Kept = new(Id, me.Can(Permission.EditPeople) && person.ArchivedAt is null, lines, lines.Count);
        return true;
    }
}
