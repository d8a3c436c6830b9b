namespace Preau.Settings;

/// <summary>Who answers for the site and for people's data; what the law wants to be readable by everybody.</summary>
public sealed class LegalSettings
{
    /// <summary>The controller: who decides what is done with people's data.</summary>
    public string? Controller { get; set; }
    public string? ControllerAddress { get; set; }
    public string? ContactEmail { get; set; }

    /// <summary>The director of publication.</summary>
    public string? Publisher { get; set; }
    public string? HostName { get; set; }
    public string? HostAddress { get; set; }

    /// <summary>By language of the site.</summary>
    public Dictionary<string, LegalText> Texts { get; set; } = new(StringComparer.Ordinal);

    public LegalFields Fields() => new(Controller, ControllerAddress?.ReplaceLineEndings("\n"), ContactEmail, Publisher, HostName, HostAddress?.ReplaceLineEndings("\n"));

    /// <summary>In a visitor's language where it was written in it, else in one in which it was; null where it was in none.</summary>
    public string? Text(string language, Func<LegalText, string?> which) => Texts.Where(t => !string.IsNullOrWhiteSpace(which(t.Value))).OrderByDescending(t => t.Key == language).Select(t => which(t.Value)).FirstOrDefault();

    /// <summary>What is missing before anything can be published, as sentences to translate.</summary>
    /// <param name="languages">Those of the site: a text in another is shown to nobody.</param>
    public IEnumerable<string> Missing(IReadOnlyCollection<string> languages)
    {
        foreach (var (_, sentence) in MissingFields()) yield return sentence;
        if (Text("", t => t.Notice) is null) yield return "Write the legal notice.";
        if (Text("", t => t.Privacy) is null) yield return "Write the privacy text.";
        var (notice, privacy) = Outdated(languages);
        if (notice.Count > 0) yield return "The legal notice is older than what it names: write it anew, or confirm it as it is.";
        if (privacy.Count > 0) yield return "The privacy text is older than what it names: write it anew, or confirm it as it is.";
    }

    /// <summary>What the law wants named (law of 21 June 2004, art. 6 III; GDPR art. 13) and nobody filled in: the field, and the sentence to translate.</summary>
    public IEnumerable<(string Field, string Sentence)> MissingFields()
    {
        if (string.IsNullOrWhiteSpace(Controller)) yield return (nameof(Controller), "Name who is responsible for people’s data.");
        if (string.IsNullOrWhiteSpace(ControllerAddress)) yield return (nameof(ControllerAddress), "Give the postal address of who is responsible.");
        if (string.IsNullOrWhiteSpace(ContactEmail)) yield return (nameof(ContactEmail), "Give an address at which people can ask about their data.");
        if (string.IsNullOrWhiteSpace(Publisher)) yield return (nameof(Publisher), "Name the director of publication.");
        if (string.IsNullOrWhiteSpace(HostName)) yield return (nameof(HostName), "Name the host of the site.");
        if (string.IsNullOrWhiteSpace(HostAddress)) yield return (nameof(HostAddress), "Give the address of the host.");
    }

    /// <summary>The fields that say something else now than when a text was written, confirmed or changed by hand.</summary>
    public (IReadOnlyList<string> Notice, IReadOnlyList<string> Privacy) Outdated(IReadOnlyCollection<string> languages)
    {
        var (now, texts) = (Fields(), Texts.Where(t => languages.Contains(t.Key, StringComparer.Ordinal)).Select(t => t.Value).ToList());
        return (Since(texts.Where(t => !string.IsNullOrWhiteSpace(t.Notice)).Select(t => t.NoticeFrom), now), Since(texts.Where(t => !string.IsNullOrWhiteSpace(t.Privacy)).Select(t => t.PrivacyFrom), now.InPrivacy()));
    }

    private static List<string> Since(IEnumerable<LegalFields?> then, LegalFields now) => [.. then.OfType<LegalFields>().SelectMany(now.DifferingFrom).Distinct(StringComparer.Ordinal)];
}

/// <summary>The legal notice and the privacy text in one language, each with what the fields said when somebody last wrote or confirmed it.
/// A text of before that was kept count of counts as of today.</summary>
public sealed record LegalText(string? Notice, string? Privacy, LegalFields? NoticeFrom = null, LegalFields? PrivacyFrom = null);

/// <summary>What the legal texts name, at one moment.</summary>
public sealed record LegalFields(string? Controller, string? ControllerAddress, string? ContactEmail, string? Publisher, string? HostName, string? HostAddress)
{
    /// <summary>The privacy text names fewer.</summary>
    public LegalFields InPrivacy() => new(Controller, null, ContactEmail, null, null, null);

    /// <summary>The labels of the fields that differ, to translate.</summary>
    public IEnumerable<string> DifferingFrom(LegalFields then)
    {
        if (Controller != then.Controller) yield return "Responsible for the data";
        if (ControllerAddress != then.ControllerAddress) yield return "Postal address of the responsible";
        if (ContactEmail != then.ContactEmail) yield return "Contact";
        if (Publisher != then.Publisher) yield return "Publisher";
        if (HostName != then.HostName) yield return "Host of the site";
        if (HostAddress != then.HostAddress) yield return "Address of the host";
    }
}
