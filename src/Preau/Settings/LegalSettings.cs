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
    public string? NoticeText { get; set; }
    public string? PrivacyText { get; set; }

    public bool IsComplete => !string.IsNullOrWhiteSpace(Controller) && !string.IsNullOrWhiteSpace(ContactEmail) && !string.IsNullOrWhiteSpace(NoticeText) && !string.IsNullOrWhiteSpace(PrivacyText);

    /// <summary>What is missing before anything can be published, as sentences to translate.</summary>
    public IEnumerable<string> Missing()
    {
        if (string.IsNullOrWhiteSpace(Controller)) yield return "Name who is responsible for people’s data.";
        if (string.IsNullOrWhiteSpace(ContactEmail)) yield return "Give an address at which people can ask about their data.";
        if (string.IsNullOrWhiteSpace(NoticeText)) yield return "Write the legal notice.";
        if (string.IsNullOrWhiteSpace(PrivacyText)) yield return "Write the privacy text.";
    }
}
