using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>The versions of a draft; a post adds one.</summary>
[Needs(Permission.EditMail)]
public sealed class VersionsPage(Database db, VersionsOf versions, ChangeVersions change, Words words) : PageModel
{
    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public BlastTexts Texts { get; private set; } = new(new() { Subject = "", Language = "fr" }, []);
    public FirstForm Form { get; private set; } = new();
    /// <summary>By place, how many minutes later than the first each leaves.</summary>
    public IReadOnlyDictionary<int, int> Delays { get; private set; } = new Dictionary<int, int>();
    /// <summary>Templates keep no versions that are drawn by lot, and automatic mails none but those that they have.</summary>
    public bool CanAdd => Texts.Versions.Count < VersionsOf.Most && (!Blast.IsPattern || Texts.Versions.Count > 1 || !Texts.IsByLanguage);
    public IReadOnlyList<SelectListItem> Waits => [.. FirstForm.Waits.Select(m => new SelectListItem(FirstForm.Label(m, words), m.ToString(CultureInfo.InvariantCulture)))];
    public IReadOnlyList<SelectListItem> Steps => [.. FirstForm.Steps.Select(w => new SelectListItem(FirstForm.InWaves(w, words), w.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>Where a text is written.</summary>
    public string PathOf(int place, string? language) => (place, language) switch
    {
        (0, null) => $"~/mail/{Blast.Id}/edit",
        (_, null) => $"~/mail/{Blast.Id}/versions/{place}",
        _ => $"~/mail/{Blast.Id}/versions/{place}?language={language}",
    };

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast.State != BlastState.Draft) return Redirect($"~/mail/{id}");
        (Blast, Texts, Form) = (blast, await versions.Run(blast, ct), FirstForm.Of(blast));
        Delays = await db.BlastVersions.Where(v => v.BlastId == id && v.Language == BlastVersion.Own).ToDictionaryAsync(v => v.Place, v => v.DelayMinutes, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (await change.Add(blast, ct) is { } place) return Redirect($"~/mail/{id}/versions/{place}");
        this.Warn(words["Nothing was added: there are four versions at most, and only a draft gets any."]);
        return Redirect($"~/mail/{id}/versions");
    }
}
