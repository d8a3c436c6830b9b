using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

/// <summary>Makes a name the one that addresses begin with, whether it was reached already or not: the campaign may know more of its DNS.</summary>
[Needs(Permission.ManageSettings)]
public sealed class DomainChoicePage(Database db, NationDirectory directory, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/domains");

    public async Task<IActionResult> OnPost(string name, CancellationToken ct)
    {
        var names = await db.HostNames.ToListAsync(ct);
        if (names.Find(h => h.Name == name) is not { } chosen) return NotFound();
        foreach (var host in names.Where(h => h.Surface == chosen.Surface)) host.IsMain = host == chosen;
        await db.SaveChangesAsync(ct);
        directory.Forget();
        this.Say(words["Addresses begin with {0} from now on.", HostName.Readable(name)]);
        return Redirect("~/settings/domains");
    }
}
