using Preau.Law;
using Preau.Law.Rules;
using Preau.Mail;
using Preau.Shared;
using Preau.Site;

namespace Preau.Texting;

/// <summary>What the law wants beside an appeal for gifts does not fit into a text.</summary>
public sealed class GiftAppeal(CompileMail gifts, CampaignLaw law, SiteViews views, Words words)
{
    /// <summary>Why a text may not lead there; null where it may.</summary>
    /// <param name="links">Whole addresses.</param>
    /// <param name="language">Of the text.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<string?> WhyNot(IReadOnlyList<string> links, string language, CancellationToken ct) =>
        links.Count > 0 && await gifts.AsksForGifts(links, await views.Site(language, null, ct), ct) && (await law.RequiredText(TextPlace.GiftMessage, ct)).Count > 0
            ? words["It leads to where gifts are taken: the law wants more words beside that than a text holds. Lead to a page that leads there."] : null;
}
