using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Law.Rules;

namespace Preau.Law;

/// <summary>The rules that this campaign is under today: what they say, where they stand, and how well that was read.</summary>
[Needs(Permission.ManageSettings)]
public sealed class RulesPage(CampaignLaw law) : PageModel
{
    public Pack Pack => law.Pack;
    public SilentRound? Silent { get; private set; }
    public Decision? Collection { get; private set; }

    /// <summary>Layer by layer, as they are stacked; in each, the rules in force.</summary>
    public IEnumerable<(PackFile File, IEnumerable<Rule> Rules)> Layers =>
        Pack.Layers.Select(f => (f, Pack.InForce(law.Today).Where(f.Rules.Contains)));

    public async Task OnGet(CancellationToken ct)
    {
        Silent = await law.SilentRounds(ct) is [var next, ..] ? next : null;
        Collection = await law.MayCollect(ct);
    }

    public static string Said(Rule rule) => rule.Said.In(CultureInfo.CurrentUICulture);
}
