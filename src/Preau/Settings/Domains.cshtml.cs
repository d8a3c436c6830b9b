using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

public sealed class DomainForm
{
    [Required, StringLength(253), RegularExpression(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$", ErrorMessage = "Write the name alone, such as www.exemple.fr: no https://, no port, no address after it."), Display(Name = "Name")]
    public string Name
    {
        get;
        set => field = InDns(value?.Trim().TrimEnd('.').ToLowerInvariant() ?? "");
    } = "";

    [Display(Name = "Leads to")]
    public Surface Surface { get; set; }

    // Letters with accents stand in the DNS as punycode. What is no name at all stays as it was typed, for the pattern to refuse.
    private static string InDns(string name)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}

[Needs(Permission.ManageSettings)]
public sealed class DomainsPage(Database db, CurrentNation nation, NationDirectory directory, IOptions<AddressOptions> addresses, Words words) : PageModel
{
    [BindProperty]
    public DomainForm Form { get; set; } = new();

    public IReadOnlyList<HostName> Names { get; private set; } = [];
    /// <summary>Those that addresses begin with.</summary>
    public IReadOnlyList<HostName> Main { get; private set; } = [];
    public string SiteAddress { get; private set; } = "";
    public string PanelAddress { get; private set; } = "";

    public IEnumerable<SelectListItem> Surfaces => [new(words["Site"], nameof(Surface.Site)), new(words["Panel"], nameof(Surface.Panel))];

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // Everybody's own addresses lie below this domain: it and the names there would take another nation's site or panel.
        if (("." + Form.Name).EndsWith("." + addresses.Value.BaseHost, StringComparison.OrdinalIgnoreCase)) ModelState.AddModelError("Form.Name", words["Names below {0} are given out by this installation.", addresses.Value.BaseHost]);
        // Names are unique in the installation, so those of all nations count.
        if (await db.HostNames.IgnoreQueryFilters([Conventions.NationFilter]).AnyAsync(h => h.Name == Form.Name, ct)) ModelState.AddModelError("Form.Name", words["This name is taken."]);
        if (!ModelState.IsValid)
        {
            await Load(ct);
            return this.Again();
        }

        db.Add(new HostName { Name = Form.Name, Surface = Form.Surface });
        await db.SaveChangesAsync(ct);
        directory.Forget();
        this.Say(words["{0} is added. It becomes the shown address once it has been reached here, or when you choose it.", HostName.Readable(Form.Name)]);
        return RedirectToPage();
    }

    private async Task Load(CancellationToken ct)
    {
        Names = await db.HostNames.AsNoTracking().OrderBy(h => h.Name).ToListAsync(ct);
        Main = [.. Enum.GetValues<Surface>().Select(s => HostName.Shown(Names, s)).OfType<HostName>()];
        SiteAddress = await directory.AddressOf(nation.Facts, Surface.Site, ct);
        PanelAddress = await directory.AddressOf(nation.Facts, Surface.Panel, ct);
    }
}
