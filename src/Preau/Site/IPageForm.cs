namespace Preau.Site;

/// <summary>What a visitor filled in, and what was wrong with it, so that the page is shown again as it was.</summary>
/// <param name="Values">By field name.</param>
/// <param name="Problems">What is wrong, by field name; «form» for the whole.</param>
public sealed record FormState(IReadOnlyDictionary<string, string> Values, IReadOnlyList<(string Field, string Problem)> Problems);

/// <summary>The form inside pages of one kind. The same bytes for every visitor: nothing of a person, a session or a cookie.</summary>
public interface IPageForm
{
    PageKind Kind { get; }

    /// <summary>The fragment of HTML, in the page's language; <paramref name="state"/> only for a visitor who has to correct something.</summary>
    Task<string> Render(SitePage page, FormState? state, CancellationToken ct);
}
