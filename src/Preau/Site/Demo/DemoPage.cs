namespace Preau.Site.Demo;

/// <summary>One text of the demo's site in one language.</summary>
public sealed record DemoText(string Slug, string Title, string Lead, string Body);

/// <summary>A page of the demo in both languages.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Picture">Drawn for it, or null.</param>
/// <param name="Menu">Its place in the menu, or null.</param>
/// <param name="DaysAgo">When it was published.</param>
/// <param name="French">As French visitors read it.</param>
/// <param name="English">As English visitors read it.</param>
public sealed record DemoPage(PageKind Kind, DemoPicture? Picture, int? Menu, int DaysAgo, DemoText French, DemoText English)
{
    public int? Goal => Kind == PageKind.Petition ? 1500 : null;

    public DemoText In(string language) => language == "fr" ? French : English;
}
