using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Panel.Design;

/// <summary>Every pattern of the panel in every state, made from the very pieces that the screens use. Everybody on it is invented.</summary>
[Needs(Permission.ManageSettings)]
public sealed class IndexPage(Words words, TimeProvider clock) : PageModel
{
    private const string LongName = "Maximilienne-Alexandrine de La Rochefontaine-Montbrisson du Plessis-Saint-Hilaire, dite « la Présidente »";
    private const string LongWord = "Rechtsschutzversicherungsgesellschaftsangestelltenvertretungswahlausschussmitglied";

    public SampleForm Usual { get; } = new() { Name = "Ada Hélin", Email = "ada.helin@example.org", Role = Role.Staff };
    public SampleForm Blank { get; } = new();
    public SampleForm Lengthy { get; } = new() { Name = LongName, Email = $"{LongWord.ToLowerInvariant()}@example.org", Note = $"{LongName}\n{LongWord}", Population = 1_204_307, Amount = 1_204_307.5m.ToString("N2", CultureInfo.CurrentCulture), Role = Role.Finance, IsPublic = true };
    public SampleForm Wrong { get; } = new() { Email = "ada at example", Population = 0 };
    public SampleForm Busy { get; } = new() { Name = "Ada Hélin", Role = Role.Volunteer };

    public SampleList Few => new("few", words["A usual list"], [.. People.Take(4)], new("/design", "/design", words.Count(4, "{0} person", "{0} people"), words["Pages of a usual list"]), IsChosen: true);
    public SampleList Wide => new("wide", words["A list with long text"], [People[4], People[5]], new(null, "/design", null, words["Pages of a list with long text"]));
    public SampleList Million => new("million", words["A list of a million"], [.. People.Take(3).Select((p, i) => p with { Id = 1_204_305 + i, Cents = 123_456_789_00 + i })], new("/design", "/design", words.Count(1_204_307, "{0} person", "{0} people"), words["Pages of a list of a million"]));

    public SampleRecord Known => new(words["Summary of a usual record"], People[0], [
        ("heart-handshake", words["Gave {0}", new Money(4_000, "EUR").ToString(CultureInfo.CurrentCulture)], null, Ago(2)),
        ("note", words["A note"], words["Can lend folding chairs on the eve of the meeting."], Ago(50)),
        ("download", words["Came in with a file"], null, Ago(400)),
    ]);

    public SampleRecord Wordy => new(words["Summary of a record with long text"], People[4], [("note", LongWord, $"{LongName} {LongWord}", Ago(1))]);

    private IReadOnlyList<SamplePerson> People =>
    [
        new(1, "Ada Hélin", "ada.helin@example.org", "Valombre", "good", 4_000, Ago(2)),
        new(2, "Bruno Castelnau", "bruno@example.org", "Valombre", "info", 0, Ago(30)),
        new(3, "Chafia Nour", "chafia.nour@example.org", "Port-Ancien", "caution", 460_000, Ago(90)),
        new(4, "Denis Ory", "denis@example.org", "", "accent", 1_550, Ago(700)),
        new(5, LongName, $"{LongName[..12].ToLowerInvariant()}.{LongWord.ToLowerInvariant()}@example.org", "Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson", "good", 460_000, Ago(3)),
        new(6, LongWord, "m@example.org", LongWord, "caution", 1, Ago(9)),
    ];

    public IEnumerable<Chart> Charts =>
    [
        Week("usual-week", words["A usual week"], [12, 7, 31, 18, 4, 52, 23]),
        Week("million-week", words["A million rows"], [1_204_307, 980_112, 12, 0, 640_000, 1_000_000, 3]),
        Week("empty-week", words["Nothing yet"], [0, 0, 0, 0, 0, 0, 0]),
    ];

    public IEnumerable<(string Heading, IEnumerable<(string Value, string Name)> Names)> LongChoice =>
    [
        (words["Days"], CultureInfo.CurrentCulture.DateTimeFormat.DayNames.Select((n, i) => ($"d{i}", n))),
        (words["Months"], CultureInfo.CurrentCulture.DateTimeFormat.MonthNames.Take(12).Select((n, i) => ($"m{i}", n))),
    ];

    private Chart Week(string id, string title, long[] counts) => new(id, title, words["People"],
        [.. counts.Select((count, day) => (Ago(24 * (counts.Length - 1 - day)).ToString("d MMM", CultureInfo.CurrentCulture), new Counted(count, count.ToString("N0", CultureInfo.CurrentCulture), "/design")))]);

    public void OnGet() => TryValidateModel(Wrong, nameof(Wrong));

    /// <summary>The forms of this page lead back to it.</summary>
    public IActionResult OnPost()
    {
        this.Say(words["Nothing was changed: this page only shows."], "/design");
        return Redirect("~/design");
    }

    private DateTimeOffset Ago(int hours) => clock.GetUtcNow().AddHours(-hours);
}
