namespace Preau.Texting.Keywords;

/// <summary>A word that people text to the campaign's number, and what happens to whoever does.</summary>
public sealed class TextKeyword : INumbered
{
    public const int Most = 100, LongestWord = 20, MostTags = 10;

    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>As it stands on the poster. It stays: what people agreed to goes by it.</summary>
    public required string Word { get; init; }

    /// <summary>As it is compared; of one that was removed, nothing that anybody can write.</summary>
    public required string WordKey { get; set; }
    public required string Language { get; set; }

    /// <summary>What comes back, once a day to a number; who writes and how to stop it stands below by itself.</summary>
    public required string Answer { get; set; }

    /// <summary>Put on whoever texts it; with commas between them.</summary>
    public string Tags { get; set; } = "";

    /// <summary>Whoever texts it agrees to texts.</summary>
    public bool IsSignUp { get; set; }

    /// <summary>What stands beside the word where people read it: what they agree to.</summary>
    public string Wording { get; set; } = "";
    public bool IsOn { get; set; }

    /// <summary>How many texts began with it.</summary>
    public long Texts { get; set; }

    /// <summary>How many people were not known before.</summary>
    public long Newcomers { get; set; }

    /// <summary>How many agreed to texts by it, who had not before.</summary>
    public long Agreed { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; private set; }

    public string Source => $"keyword:{Id}";

    public IEnumerable<string> TagNames => Named(Tags);

    /// <summary>The tags of a line with commas between them.</summary>
    public static string[] Named(string? tags) => (tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Nobody can text it any more, and the word is free. What people agreed to by it goes on naming it.</summary>
    public void Remove(DateTimeOffset at) => (RemovedAt, IsOn, WordKey) = (at, false, $"{WordKey}#{Id}");
}
