using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>What is done with a mail that comes in by itself, when certain words stand in it.</summary>
public sealed class InboxRule : INumbered
{
    public const int Most = 100, MostPhrases = 50;

    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>One of these is enough: a line each.</summary>
    public required string Phrases { get; set; }

    /// <summary>Put on the person who wrote, once it is known who that is.</summary>
    public string? TagName { get; set; }

    /// <summary>The account that is to look after it.</summary>
    public long? AssigneeId { get; set; }
    public DateTimeOffset ChangedAt { get; set; }

    public IReadOnlyList<string> Folded => [.. Phrases.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(NameKey.Of).Where(p => p.Length > 0).Take(MostPhrases)];

    /// <summary>By whole words, whatever their case and accents.</summary>
    public bool Fits(string subject, string text)
    {
        var folded = $" {NameKey.Of(subject)} {NameKey.Of(text)} ";
        return Folded.Any(p => folded.Contains($" {p} ", StringComparison.Ordinal));
    }
}
