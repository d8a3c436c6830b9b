using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site;

/// <summary>Kinds and states of pages as people call them.</summary>
public sealed class SiteWords(Words words)
{
    public string Of(PageKind kind) => kind switch
    {
        PageKind.Home => words["Home page"],
        PageKind.Basic => words["Text page"],
        PageKind.Blog => words["List of news"],
        PageKind.Post => words["News item"],
        PageKind.SignUp => words["Sign-up page"],
        PageKind.Petition => words["Petition"],
        PageKind.Donation => words["Gift page"],
        PageKind.Thanks => words["Thank-you page"],
    };

    public string Purpose(PageKind kind) => kind switch
    {
        PageKind.Home => words["What visitors see first"],
        PageKind.Basic => words["Programme, biography, contact"],
        PageKind.Blog => words["Shows the news, newest first"],
        PageKind.Post => words["An announcement, a report, an invitation"],
        PageKind.SignUp => words["Collects supporters and what they agree to"],
        PageKind.Petition => words["Collects signatures towards a goal"],
        PageKind.Donation => words["Takes gifts by card"],
        PageKind.Thanks => words["Where people land after signing up"],
    };

    public string Of(PageStatus status) => status switch
    {
        PageStatus.Draft => words["Draft"],
        PageStatus.Scheduled => words["Scheduled"],
        PageStatus.Published => words["Published"],
    };

    public static string Tone(PageStatus status) => status switch
    {
        PageStatus.Draft => "",
        PageStatus.Scheduled => "caution",
        PageStatus.Published => "good",
    };

    public static string Language(string code) => code == "fr" ? "Français" : "English";

    public static IReadOnlyList<Tab> Tabs(string path, Words words, CurrentAccount account) =>
    [
        new(words["Pages"], "/pages", path == "/pages"),
        .. account.Can(Permission.PublishSite) ? new[] { new Tab(words["Menu"], "/pages/menu", path == "/pages/menu") } : [],
        .. account.Can(Permission.ManageSettings) ? new[] { new Tab(words["Look"], "/settings/identity", false), new Tab(words["Legal texts"], "/settings/legal", false) } : [],
    ];
}
