namespace Preau.People;

/// <summary>Words that somebody agreed to, as they stood. A changed wording is another row.</summary>
public sealed class ConsentWording : IOwned
{
    public NationId NationId { get; set; }

    /// <summary>«news.fr.3f9a02c1»: the purpose, the language and a fingerprint of the text.</summary>
    public required string Version { get; init; }
    public Purpose Purpose { get; init; }
    public required string Language { get; init; }
    public required string Text { get; init; }
    public DateTimeOffset FirstUsedAt { get; init; }
}
