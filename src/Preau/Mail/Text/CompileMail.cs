using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Files;
using Preau.Law;
using Preau.Law.Rules;
using Preau.Liquid;
using Preau.Mail.Blocks;
using Preau.Mail.Brand;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

public abstract record Compiling
{
    public sealed record Done(MailTemplate Template) : Compiling;

    public sealed record Wrong(IReadOnlyList<LiquidProblem> Problems) : Compiling;
}

/// <summary>Makes a template of a blast: its text, in the campaign's frame, with what the law wants to be said.</summary>
public sealed class CompileMail(Database db, SiteViews views, CampaignLaw law, NationSettings settings, MailFrame frame, Pictures pictures, Words words, TimeProvider clock)
{
    private static readonly IReadOnlyCollection<Type> Drops = [typeof(PersonDrop), .. SiteTheme.Drops];

    public Task<Compiling> Run(Blast blast, CancellationToken ct) => Run(blast, look: null, ct);

    /// <param name="blast">Its text.</param>
    /// <param name="look">Tried out; null is the campaign's.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Compiling> Run(Blast blast, MailLook? look, CancellationToken ct)
    {
        var site = await views.Site(blast.Language, null, ct);
        look ??= MailLook.Of(site.Colours, await settings.Get<BrandSettings>(ct));
        var html = blast.Html(look);
        var body = BodyText.Of(html, site.FullUrl, look.Link, look.Quiet, look.Width, pictures.ForMail);
        // What the writer sees is compiled first, so that a mistake is shown as it was written and not with the styles around it.
        var asWritten = Load(blast, LiquidTags.Unescaped(html), "", out var problems);
        var theme = asWritten is null ? null : Load(blast, body.Html, body.Plain, out problems);
        if (theme is null) return new Compiling.Wrong(problems);

        var said = words.In(blast.Language);
        var culture = SiteViews.Culture(blast.Language);
        var legal = await AsksForGifts(body.Links, site, ct) ? await law.RequiredText(TextPlace.GiftMessage, ct) : [];
        var paragraphs = legal.Select(p => new FrameParagraph(p.Text.In(culture), p.QuoteLanguage ?? blast.Language)).ToList();
        var sender = await Sender(site, said, ct);
        var drop = new FrameDrop
        {
            Language = blast.Language, Name = site.Name, SiteUrl = site.FullUrl + site.HomeUrl, PrivacyUrl = site.FullUrl + site.PrivacyUrl, Deep = site.Colours.Deep,
            LogoUrl = site.LogoUrl is { } logo ? OfMail(site, logo) : null, LogoAlt = string.IsNullOrWhiteSpace(site.LogoAlt) ? site.Name : site.LogoAlt, Sender = sender, Legal = paragraphs,
            PictureUrl = look.PicturePath is { } picture ? OfMail(site, picture) : null, PictureAlt = look.PictureAlt.Length > 0 ? look.PictureAlt : site.Name,
            Text = look.Text, Page = look.Page, Card = look.Card, Quiet = look.Quiet, Font = new Html(look.Font.Stack()), SmallFont = new Html(look.Font.Small()), Width = look.Width, FootAlign = EnumText<BlockAlign>.Of(look.FootAlign),
            CanLeave = !blast.IsAnswer, IsLight = blast.Format == MailFormat.Html && (html.Contains("bgcolor", StringComparison.OrdinalIgnoreCase) || html.Contains("background-color", StringComparison.OrdinalIgnoreCase)),
        };
        Translate translate = (sentence, arguments) => said[sentence, arguments];
        return new Compiling.Done(new MailTemplate(theme, new Dictionary<string, object?>(StringComparer.Ordinal) { ["site"] = site }, culture, translate, clock)
        {
            Frame = FramePiece.Cut(await frame.Render(drop, culture, translate, clock)),
            PlainFoot = string.Join('\n', paragraphs.Select(p => p.Text).Append(sender).Append(said["Privacy: {0}", drop.PrivacyUrl])),
            LeaveWord = blast.IsAnswer ? "" : said["Unsubscribe:"],
            Links = body.Links,
        });
    }

    private static Theme? Load(Blast blast, string body, string plain, out IReadOnlyList<LiquidProblem> problems) => Theme.Load(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [MailTemplate.SubjectFile] = blast.Subject, [MailTemplate.PreheaderFile] = blast.Preheader, [MailTemplate.BodyFile] = body, [MailTemplate.PlainFile] = plain,
    }, Drops, LiquidLimits.Letter, out problems, isToReaders: true);

    /// <summary>Does a link lead to where this campaign takes gifts?</summary>
    public async Task<bool> AsksForGifts(IReadOnlyList<string> links, SiteDrop site, CancellationToken ct)
    {
        var ours = links.Where(l => l.StartsWith(site.FullUrl + "/", StringComparison.OrdinalIgnoreCase)).Select(l => new Uri(l).AbsolutePath.TrimEnd('/')).ToList();
        if (ours.Count == 0) return false;
        var first = await views.FirstLanguage(ct);
        var pages = await db.SitePages.Where(p => p.Kind == PageKind.Donation).Select(p => new { p.Slug, p.Language }).ToListAsync(ct);
        return ours.Exists(path => path == "/give" || path.StartsWith("/give/", StringComparison.Ordinal) || pages.Exists(p => PageAddress.Of(p.Slug, p.Language, first) == path));
    }

    private string OfMail(SiteDrop site, string path) => site.FullUrl + (pictures.ForMail(path)?.Path ?? path);

    private async Task<string> Sender(SiteDrop site, Words said, CancellationToken ct)
    {
        var legal = await settings.Get<LegalSettings>(ct);
        var who = new StringBuilder(string.IsNullOrWhiteSpace(legal.Controller) ? site.Name : legal.Controller);
        if (!string.IsNullOrWhiteSpace(legal.ControllerAddress)) who.Append(CultureInfo.InvariantCulture, $", {string.Join(", ", legal.ControllerAddress.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))}");
        return string.IsNullOrWhiteSpace(legal.ContactEmail) ? said["Sent by {0}.", who] : said["Sent by {0}. Write to {1} with any question about your data.", who, legal.ContactEmail];
    }
}
