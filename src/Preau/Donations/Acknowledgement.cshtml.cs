using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.Donations;

/// <summary>The acknowledgement of a gift, to print for the donor.</summary>
[Needs(Permission.ViewDonorsLegalData)]
public sealed class AcknowledgementPage(Acknowledgements acknowledgements) : PageModel
{
    public long Id { get; private set; }
    public Acknowledgement Letter { get; private set; } = new("fr", "", "", []);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await acknowledgements.Of(id, ct) is not { } letter) return NotFound();
        (Id, Letter) = (id, letter);
        return Page();
    }
}
