namespace Preau.People;

/// <summary>What the things of one kind that people come by are called: a page by its title, where «page:12» says only its number.</summary>
public interface ISourceNames
{
    /// <summary>The word before the colon of a source: «page».</summary>
    string Kind { get; }

    /// <summary>In the reader's language; null where there is none of that number.</summary>
    Task<string?> NameOf(long id, CancellationToken ct);
}
