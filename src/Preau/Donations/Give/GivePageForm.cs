using System.Globalization;
using Preau.Site;

namespace Preau.Donations.Give;

/// <summary>The gift form inside donation pages. It is sent to /give, which takes gifts whichever page they come from.</summary>
public sealed class GivePageForm(GiveViews views, GiveSnippets snippets) : IPageForm
{
    public PageKind Kind => PageKind.Donation;

    public async Task<string> Render(SitePage page, FormState? state, CancellationToken ct) =>
        await snippets.Render(await views.Of(page.Language, page.Id.ToString(CultureInfo.InvariantCulture), filled: null, problems: null, ct));

    public Task<FormAnswer> Take(SitePage page, IFormCollection sent, CancellationToken ct) => Task.FromResult<FormAnswer>(new FormAnswer.Done($"/give?lang={page.Language}"));
}
