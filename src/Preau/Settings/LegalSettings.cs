namespace Preau.Settings;

/// <summary>Who answers for the site and for people's data; what the law wants to be readable by everybody.</summary>
public sealed class LegalSettings
{
    /// <summary>The controller: who decides what is done with people's data.</summary>
    public string? Controller { get; set; }
    public string? ControllerAddress { get; set; }
    public string? ContactEmail { get; set; }
    public string? Publisher { get; set; }
    public string? HostName { get; set; }
    public string? HostAddress { get; set; }

    /// <summary>By language of the site.</summary>
    public Dictionary<string, LegalText> Texts { get; set; } = new(StringComparer.Ordinal);

    public bool IsComplete => !Missing().Any();

    /// <summary>In a visitor's language where it was written in it, else in one in which it was; null where it was in none.</summary>
    public string? Text(string language, Func<LegalText, string?> which) => Texts.Where(t => !string.IsNullOrWhiteSpace(which(t.Value))).OrderByDescending(t => t.Key == language).Select(t => which(t.Value)).FirstOrDefault();

    /// <summary>What is missing before anything can be published, as sentences to translate.</summary>
    public IEnumerable<string> Missing()
    {
        if (string.IsNullOrWhiteSpace(Controller)) yield return "Name who is responsible for people’s data.";
        if (string.IsNullOrWhiteSpace(ContactEmail)) yield return "Give an address at which people can ask about their data.";
        if (Text("", t => t.Notice) is null) yield return "Write the legal notice.";
        if (Text("", t => t.Privacy) is null) yield return "Write the privacy text.";
    }
}

/// <summary>The legal notice and the privacy text in one language.</summary>
public sealed record LegalText(string? Notice, string? Privacy);
