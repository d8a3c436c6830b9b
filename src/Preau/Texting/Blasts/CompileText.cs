using System.Globalization;
using System.Text;
using Preau.Liquid;
using Preau.Mail;
using Preau.People;
using Preau.Shared;
using Preau.Site;

namespace Preau.Texting;

/// <summary>A blast's text, compiled once; written out for one person after the other, by several senders at once. It ends with who writes and how to stop it.</summary>
public sealed class TextTemplate(Theme theme, IReadOnlyDictionary<string, object?> objects, CultureInfo culture, Translate translate, TimeProvider clock)
{
    /// <summary>Where its links lead, by number.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    public required string Foot { get; init; }

    /// <exception cref="LiquidStopped">It did not end within its limits.</exception>
    public async ValueTask<string> Fill(PersonDrop person, Func<int, string?> link)
    {
        var written = BodyText.Expand(await theme.Text(MailTemplate.BodyFile, objects.Append(new("person", person.In(culture.TwoLetterISOLanguageName))), culture, translate, clock), link).ReplaceLineEndings("\n");
        var text = new StringBuilder(written.Length + Foot.Length);
        foreach (var rune in written.Trim().EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value == '\n') text.Append(rune);
        }

        return text.Append(Foot).ToString();
    }
}

/// <summary>Makes a template of a blast of texts: Liquid in plain text, with links that can be followed up.</summary>
public sealed class CompileText(SiteViews views, TextFoot foot, Words words, TimeProvider clock)
{
    private static readonly IReadOnlyCollection<Type> Drops = [typeof(PersonDrop), .. SiteTheme.Drops];

    /// <returns>The template, or what is wrong with the text.</returns>
    public async Task<(TextTemplate? Template, IReadOnlyList<LiquidProblem> Problems)> Run(Blast blast, CancellationToken ct)
    {
        var links = new List<string>();
        var (body, from) = (new StringBuilder(), 0);
        foreach (var (at, length, address) in TypedLinks.In(blast.Body))
        {
            if (!links.Contains(address, StringComparer.Ordinal)) links.Add(address);
            body.Append(blast.Body, from, at - from).Append(BodyText.Mark(links.IndexOf(address)));
            from = at + length;
        }

        body.Append(blast.Body, from, blast.Body.Length - from);
        if (Theme.Load(new Dictionary<string, string>(StringComparer.Ordinal) { [MailTemplate.BodyFile] = body.ToString() }, Drops, LiquidLimits.Letter, out var problems) is not { } theme) return (null, problems);
        var said = words.In(blast.Language);
        var site = await views.Site(blast.Language, null, ct);
        return (new TextTemplate(theme, new Dictionary<string, object?>(StringComparer.Ordinal) { ["site"] = site }, SiteViews.Culture(blast.Language), (sentence, arguments) => said[sentence, arguments], clock) { Links = links, Foot = foot.In(blast.Language) }, []);
    }
}
