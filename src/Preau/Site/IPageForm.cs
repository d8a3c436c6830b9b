namespace Preau.Site;

/// <summary>What a visitor filled in, and what was wrong with it, so that the page is shown again as it was.</summary>
/// <param name="Values">By field name.</param>
/// <param name="Problems">What is wrong, by field name; «form» for the whole.</param>
public sealed record FormState(IReadOnlyDictionary<string, string> Values, IReadOnlyList<(string Field, string Problem)> Problems);

/// <summary>What became of a form that a visitor sent.</summary>
public abstract record FormAnswer
{
    /// <summary>Done; the visitor goes on to <paramref name="Path"/>.</summary>
    public sealed record Done(string Path) : FormAnswer;

    /// <summary>To correct: the page comes back with what was filled in.</summary>
    public sealed record Again(FormState State) : FormAnswer;
}

/// <summary>The form inside pages of one kind. It is the same bytes for every visitor: nothing of a person, a session or a cookie.</summary>
public interface IPageForm
{
    PageKind Kind { get; }

    /// <summary>The fragment of HTML, in the page's language; <paramref name="state"/> only for a visitor who has to correct something.</summary>
    Task<string> Render(SitePage page, FormState? state, CancellationToken ct);

    /// <summary>What was sent to the page. The site has checked where it came from, how large it is, and how many came before.</summary>
    Task<FormAnswer> Take(SitePage page, IFormCollection sent, CancellationToken ct);
}
