using System.Globalization;
using System.Net;
using System.Text;
using Preau.Liquid;
using Preau.People;

namespace Preau.Mail;

/// <summary>A blast's text, compiled once; rendered for one person after the other, by several senders at once.</summary>
public sealed class MailTemplate(Theme theme, IReadOnlyDictionary<string, object?> objects, CultureInfo culture, Translate translate, TimeProvider clock)
{
    public const string SubjectFile = "subject";
    public const string PreheaderFile = "preheader";
    public const string BodyFile = "body";
    public const string PlainFile = "plain";
    public const int LongestSubject = 250;

    /// <summary>The HTML around the text, cut where it differs from person to person.</summary>
    public required IReadOnlyList<FramePiece> Frame { get; init; }

    /// <summary>What stands below the plain text, before why somebody got it and how to leave.</summary>
    public required string PlainFoot { get; init; }
    /// <summary>Empty where there is no list to leave.</summary>
    public required string LeaveWord { get; init; }

    /// <summary>Where the numbered links lead.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>What differs for this person.</summary>
    /// <exception cref="LiquidStopped">It did not end within its limits.</exception>
    /// <param name="person">What the text may say of them.</param>
    /// <param name="why">Why they get it, in words.</param>
    /// <param name="leaveUrl">Where they leave.</param>
    /// <param name="link">Where each link leads them.</param>
    /// <param name="groups">Which of the parts that are for some people are for them; null where nothing may choose for them.</param>
    /// <param name="openingUrl">The picture that tells of an opening; null for whoever did not agree to that.</param>
    public async ValueTask<MailWords> Fill(PersonDrop person, string why, string leaveUrl, Func<int, string?> link, ReaderGroups? groups = null, string? openingUrl = null)
    {
        var seen = objects.Append(new("person", person.In(culture.TwoLetterISOLanguageName)));
        if (groups is not null) seen = seen.Append(groups.ForTemplates);
        return new MailWords(
            Line(await theme.Text(SubjectFile, seen, culture, translate, clock), LongestSubject),
            await theme.Render(PreheaderFile, seen, culture, translate, clock),
            BodyText.Expand(await theme.Render(BodyFile, seen, culture, translate, clock), link),
            BodyText.Expand((await theme.Text(PlainFile, seen, culture, translate, clock)).TrimStart('\n'), link),
            why, leaveUrl, openingUrl);
    }

    public string Html(MailWords words)
    {
        var html = new StringBuilder(32_768);
        foreach (var piece in Frame)
        {
            html.Append(piece.Text);
            if (piece.Then is { } hole) html.Append(words.In(hole));
        }

        return html.ToString();
    }

    public string Plain(MailWords words) => $"{words.Plain}\n\n-- \n{PlainFoot}\n{words.Why}\n{(LeaveWord.Length == 0 ? "" : $"{LeaveWord} {words.LeaveUrl}\n")}";

    /// <summary>Text for a header: one line, whatever a name holds.</summary>
    public static string Line(string text, int longest)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format or UnicodeCategory.PrivateUse || rune == Rune.ReplacementChar) line.Append(' ');
            else line.Append(rune.ToString());
            if (line.Length >= longest) break;
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>What differs in a mail from person to person. Body and preheader are HTML; the others are not.</summary>
public sealed record MailWords(string Subject, string Preheader, string Body, string Plain, string Why, string LeaveUrl, string? OpeningUrl)
{
    /// <summary>As it stands in the HTML.</summary>
    public string In(Hole hole) => hole switch
    {
        Hole.Subject => WebUtility.HtmlEncode(Subject),
        Hole.Preheader => Preheader,
        Hole.Body => Body,
        Hole.Why => WebUtility.HtmlEncode(Why),
        Hole.Leave => WebUtility.HtmlEncode(LeaveUrl),
        Hole.Opening => OpeningUrl is null ? "" : $"<img src=\"{WebUtility.HtmlEncode(OpeningUrl)}\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;width:1px;height:1px;border:0\">\n",
    };
}
