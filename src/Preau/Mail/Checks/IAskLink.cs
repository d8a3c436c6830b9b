namespace Preau.Mail.Checks;

/// <param name="State">What is there.</param>
/// <param name="Status">As the server said.</param>
/// <param name="Trouble">Why there was no answer of a page.</param>
public sealed record LinkAnswer(LinkState State, int? Status = null, LinkTrouble? Trouble = null)
{
    public static LinkAnswer Of(LinkTrouble trouble) => new(LinkState.Dead, null, trouble);

    public static LinkAnswer Of(int status) => new(status switch
    {
        < 400 => LinkState.Alive,
        404 or 410 or >= 500 and < 600 => LinkState.Dead,
        // «Not for programs», «not so often», «sign in first»: somebody with a browser may well see a page.
        _ => LinkState.Unsure,
    }, status);
}

/// <summary>Asks whether a page is there, which in a demo or a test is made up.</summary>
public interface IAskLink
{
    /// <param name="link">Of somebody's text: any address at all.</param>
    /// <param name="ct">Gives up.</param>
    Task<LinkAnswer> Ask(Uri link, CancellationToken ct);
}

/// <summary>Answers that are written down here; any other page is there. No request leaves the machine.</summary>
public sealed class MadeUpLinks : IAskLink
{
    public Dictionary<string, LinkAnswer> Answers { get; init; } = new(StringComparer.Ordinal);

    public Task<LinkAnswer> Ask(Uri link, CancellationToken ct) => Task.FromResult(Answers.GetValueOrDefault(link.AbsoluteUri) ?? LinkAnswer.Of(200));
}
