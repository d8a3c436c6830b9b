using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Preau.Files;
using Preau.Mail;
using Preau.Mail.Blocks;
using Preau.Nations;
using Preau.Settings;
using SkiaSharp;

namespace Preau.Tests.Mail;

/// <summary>A mail as it goes over the wire: what large providers ask of senders, and nothing that a name or a text could bend.</summary>
public sealed class MailLetterTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_both_parts_one_click_to_leave_and_no_eye_in_it()
    {
        var mail = await Sent(b => b.Body = "<p>Read <a href=\"https://elsewhere.example/plan\">the plan</a>, à bientôt.</p>");
        var message = mail.Message;

        var parts = Assert.IsType<MultipartAlternative>(message.Body);
        Assert.Equal(["text/plain", "text/html"], parts.Cast<TextPart>().Select(p => p.ContentType.MimeType));
        Assert.All(parts.Cast<TextPart>(), p => Assert.Equal((ContentEncoding.QuotedPrintable, "utf-8"), (p.ContentTransferEncoding, p.ContentType.Charset)));
        Assert.All(mail.Raw.Split("\r\n"), line => Assert.True(line.Length <= 998 && line.All(c => c is '\t' or >= ' ' and <= '~'), line));
        Assert.All(mail.Raw[mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)..].Split("\r\n"), line => Assert.True(line.Length <= 76, line));
        var leave = message.Headers[HeaderId.ListUnsubscribe] ?? "";
        Assert.Matches("^<https?://n[0-9]+\\.localhost(:[0-9]+)?/m/u/[A-Za-z0-9_-]+>$", leave);
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Equal("<news.ada.example>", message.Headers[HeaderId.ListId]);
        Assert.EndsWith("@ada.example", message.MessageId, StringComparison.Ordinal);
        Assert.Equal(app.Clock.GetUtcNow(), message.Date);
        Assert.Contains(leave.Trim('<', '>'), message.TextBody, StringComparison.Ordinal);
        Assert.Contains(leave.Trim('<', '>'), message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("à bientôt", message.TextBody ?? "", StringComparison.Ordinal);
        // Nobody sees who opens a mail: no picture that is not the campaign's, none with an address of somebody's own.
        Assert.DoesNotContain("<img", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.Single(message.To.Mailboxes);
        Assert.Empty(message.Cc.Concat(message.Bcc));
        Assert.DoesNotContain("https://elsewhere.example/plan", message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_signature_covers_what_must_not_be_changed_and_is_valid()
    {
        var mail = await Sent(b => b.Body = "<p>Signed, with a line that begins with a dot:</p><p>. here it is</p>", isSigned: true);
        var message = mail.Message;

        var signature = message.Headers[HeaderId.DkimSignature];
        foreach (var name in new[] { "from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post", "content-type" }) Assert.Contains(name, signature, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("d=ada.example", signature, StringComparison.Ordinal);
        var verifier = new DkimVerifier(new GivenKey(publicKey ?? throw new InvalidOperationException("A signed mail has a key.")));
        Assert.True(await verifier.VerifyAsync(message, message.Headers.Single(h => h.Id == HeaderId.DkimSignature), Ct));
        var changed = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(mail.Raw.Replace("/m/u/", "/m/x/", StringComparison.Ordinal))), Ct);
        Assert.False(await verifier.VerifyAsync(changed, changed.Headers.Single(h => h.Id == HeaderId.DkimSignature), Ct));
    }

    [Theory]
    [InlineData("Ada\r\nBcc: all@example.org", "Martin")]
    [InlineData("Ada\nX-Evil: 1\n\nBody", "\u2028Subject: other")]
    [InlineData("Ada\u0001\u0007", "\"quoted\" <x@example.org>, y")]
    public async Task A_name_adds_no_header_no_recipient_and_no_line(string first, string last)
    {
        var mail = await Sent(b => (b.Subject, b.SenderName) = ("For {{ person.first_name }} {{ person.last_name }}", "Team\r\nBcc: sender@example.org"), first, last);
        var message = mail.Message;

        Assert.Equal(["reader@example.org"], message.To.Mailboxes.Select(m => m.Address));
        Assert.Equal(["news@ada.example"], message.From.Mailboxes.Select(m => m.Address));
        Assert.Empty(message.Cc.Concat(message.Bcc));
        Assert.Null(message.Headers["X-Evil"]);
        Assert.Single(message.Headers, h => h.Id == HeaderId.Subject);
        Assert.DoesNotContain(message.Subject ?? "", c => char.IsControl(c) || c == '\u2028');
        Assert.IsType<MultipartAlternative>(message.Body);
    }

    [Fact]
    public async Task A_name_is_no_markup_in_the_text()
    {
        var mail = await Sent(b => b.Body = "<p>Dear {{ person.first_name }}</p>", "<script>alert(1)</script>{{ person.email }}", "x");

        Assert.Contains("Dear &lt;script&gt;alert(1)&lt;/script&gt;{{ person.email }}", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Dear <script>alert(1)</script>{{ person.email }}", mail.Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dot_alone_on_a_line_ends_nothing()
    {
        var mail = await Sent(b => b.Body = "<p>One</p><p>.</p><p>.. two</p><pre>a\n.\nb</pre>");

        Assert.Contains("One\n\n.\n\n.. two", (mail.Message.TextBody ?? "").ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Unsubscribe", mail.Message.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "image/jpeg", ".jpg")]
    [InlineData(true, "image/png", ".png")]
    public async Task A_picture_is_of_a_kind_and_width_that_every_mail_program_reads(bool isSeenThrough, string kind, string ending)
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        StoredFile file = null!;
        await nation.Do(async (services, _) => file = Assert.IsType<Upload.Kept>(await services.GetRequiredService<Pictures>().Keep(new MemoryStream(Drawn(isSeenThrough)), "market.png", "The market", Ct)).File);
        var written = $"<p><img src=\"{file.Path(960)}\" alt=\"The market\"></p><table><tr><td class=\"column\" width=\"50%\"><img src=\"{file.Path(960)}\" alt=\"\"></td></tr></table>";

        await nation.SendNow(await nation.Seeds.Mail(b => b.Body = written));

        var html = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(Assert.Single(relay.Mails).Message.HtmlBody!, Ct);
        var pictures = html.QuerySelectorAll("img[src*='/files/']").ToList();
        Assert.Equal(["536", "248"], pictures.Select(p => p.GetAttribute("width")));
        Assert.All(pictures, p => Assert.EndsWith(ending, p.GetAttribute("src"), StringComparison.Ordinal));
        var served = await nation.Site.Get(new Uri(pictures[0].GetAttribute("src")!).AbsolutePath);
        Assert.Equal(kind, served.Response.Content.Headers.ContentType?.MediaType);
        using var seen = SKBitmap.Decode(served.Bytes);
        Assert.Equal((960, 480), (seen.Width, seen.Height));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await nation.Site.Get($"/files/{file.Key}-961{ending}")).Status);
    }

    private static byte[] Drawn(bool isSeenThrough)
    {
        using var bitmap = new SKBitmap(1200, 600);
        bitmap.Erase(isSeenThrough ? SKColors.Teal.WithAlpha(100) : SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    [Fact]
    public async Task A_domain_with_accents_is_written_as_relays_read_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ana@école.example");

        await nation.SendNow(await nation.Seeds.Mail());

        Assert.Equal("ana@xn--cole-9oa.example", Assert.Single(relay.Mails).To);
    }

    [Fact]
    public async Task A_mail_in_french_says_what_surrounds_the_text_in_french()
    {
        var mail = await Sent(b => (b.Subject, b.Language) = ("À demain, l’équipe", "fr"));

        Assert.Equal("À demain, l’équipe", mail.Message.Subject);
        Assert.Contains("Vous recevez ce courriel parce que vous avez demandé les nouvelles de «\u00a0Ada pour tous\u00a0» le mardi 24 novembre 2026", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("Se désinscrire", mail.Message.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("www.example.org/page", "https://www.example.org/page")]
    [InlineData("example.org", "https://example.org")]
    [InlineData("//example.org/a", "https://example.org/a")]
    [InlineData("example.org:8080/x?y=1", "https://example.org:8080/x?y=1")]
    [InlineData("mairie-épinal.fr", "https://mairie-épinal.fr")]
    public async Task A_link_without_its_scheme_leads_there_in_both_parts(string typed, string leads)
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Panel.Submit("/mail/new", new { Form_Subject = "Hello", Form_Language = "en", Form_Body = $"<p>See <a href=\"{typed}\">{typed}</a></p>" });
        var kept = await nation.Db.Blasts.SingleAsync(Ct);

        var mail = Assert.IsType<Rendering.Done>(await nation.Services.GetRequiredService<RenderMail>().Run(kept, null, Ct)).Mail;

        Assert.Contains($"href=\"{leads}\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains($"{typed} ({leads})", mail.Text, StringComparison.Ordinal);
        // One that was kept before links were completed.
        (kept.Body, kept.Format) = ($"<p>See <a href=\"{typed}\">it</a></p>", MailFormat.Html);
        Assert.Contains($"it ({leads})", Assert.IsType<Rendering.Done>(await nation.Services.GetRequiredService<RenderMail>().Run(kept, null, Ct)).Mail.Text, StringComparison.Ordinal);
    }

    private string? publicKey;

    private async Task<Taken> Sent(Action<Blast> with, string firstName = "Ada", string lastName = "Martin", bool isSigned = false)
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay, isSigned);
        publicKey = (await nation.Services.GetRequiredService<NationSettings>().Get<MailSettings>(Ct)).DkimPublicKey;
        await nation.Seeds.Reader("reader@example.org", firstName, with: p => p.LastName = lastName);
        await nation.SendNow(await nation.Seeds.Mail(with));
        return Assert.Single(relay.Mails);
    }

    private sealed class GivenKey(string key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => PublicKeyFactory.CreateKey(Convert.FromBase64String(key));

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
