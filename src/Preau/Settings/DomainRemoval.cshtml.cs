using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

[Needs(Permission.ManageSettings)]
public sealed class DomainRemovalPage(Database db, NationDirectory directory, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/domains");

    public async Task<IActionResult> OnPost(string name, CancellationToken ct)
    {
        if (await db.HostNames.SingleOrDefaultAsync(h => h.Name == name, ct) is not { } host) return NotFound();
        db.Remove(host);
        await db.SaveChangesAsync(ct);
        directory.Forget();
        this.Say(words["{0} no longer leads here.", HostName.Readable(name)]);
        return Redirect("~/settings/domains");
    }
}
