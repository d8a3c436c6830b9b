using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>Says that a draft is kept; and where something stands in its way, that this is all: no success beside a mistake.</summary>
public sealed class TellSaved(BlastChecks checks, Words words)
{
    public async Task Run(PageModel page, Blast blast, string fine, CancellationToken ct)
    {
        if (!blast.IsTemplate && (await checks.Run(blast, null, ct)).Any(p => p.IsBlocking)) page.Warn(words["Saved as a draft, but it cannot be sent yet: see “Before it can leave”."]);
        else page.Say(fine);
    }
}
