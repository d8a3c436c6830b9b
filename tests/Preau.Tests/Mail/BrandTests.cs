using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail.Blocks;
using Preau.Mail.Brand;
using Preau.Nations;
using Preau.Site;

namespace Preau.Tests.Mail;

/// <summary>What all mails look like is set once, follows the site where nothing was chosen, and lets nothing hostile into a mail.</summary>
public sealed class BrandTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;
    private static readonly SiteColours Site = SiteColours.Of("#A63D24");

    [Fact]
    public void A_look_without_choices_is_that_of_the_site()
    {
        var look = MailLook.Of(Site, new BrandSettings());

        Assert.Equal(MailLook.Of(Site), look);
        Assert.Equal((Site.Accent, Site.OnAccent, Site.AccentText), (look.ButtonColour, look.ButtonText, look.Link));
        Assert.Equal(new BrandSettings().Text, BrandForm.Of(look).Settings(look, new BrandSettings()).Text);
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#fff")]
    [InlineData("#12345g")]
    [InlineData("#123456\n")]
    [InlineData("#123456;x:url(//spy.example)")]
    [InlineData("\"><script>")]
    public void What_is_no_colour_never_comes_into_a_look(string hostile)
    {
        var look = MailLook.Of(Site, new BrandSettings { Text = hostile, Link = hostile, Button = hostile, Page = hostile, Card = hostile, PicturePath = "https://spy.example/x.png", Font = (MailFont)99, FootAlign = (BlockAlign)99, Width = 9, Radius = -4 });

        Assert.Equal(MailLook.Of(Site) with { Width = BrandSettings.LeastWidth, Radius = 0 }, look);
    }

    [Fact]
    public async Task Words_that_cannot_be_read_are_named()
    {
        await using var nation = await app.NewNation();
        var words = nation.Services.GetRequiredService<Preau.Shared.Words>().In("en");

        Assert.Empty(ReadableLook.WhyNot(MailLook.Of(Site), words));
        var faint = MailLook.Of(Site, new BrandSettings { Text = "#999999", Link = "#FFEE00", Button = "#808080" });
        var sentences = ReadableLook.WhyNot(faint, words).ToList();
        Assert.Equal(3, sentences.Count);
        Assert.StartsWith("The text stands out from its background by 2.8 to 1.", sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_that_is_saved_is_that_of_the_mails_and_readable_by_night()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");

        var saved = await nation.Panel.Submit("/settings/mail/look", new { Form_Text = "#222244", Form_Link = "#004488", Form_Button = "#006633", Form_Card = "#fffff0", Form_Page = "#eeeedd", Form_Font = "Verdana", Form_Width = 640, Form_Radius = 0, Form_FootAlign = "Center" });
        Assert.Equal(HttpStatusCode.Redirect, saved.Status);
        var blast = await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Markdown, "Read [the plan](https://example.org/plan)."));
        await nation.SendNow(blast);

        var html = relay.Mails.Single().Message.HtmlBody!;
        foreach (var part in new[] { "background:#eeeedd", "background:#fffff0", "color:#222244", "color:#004488", "font-family:Verdana,Geneva,sans-serif", "width=\"640\"", "align=\"center\"", "@media (prefers-color-scheme: dark)", "max-width: 660px" }) Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain("Georgia", html, StringComparison.Ordinal);
        // What was left as it is goes on following the site.
        Assert.Null((await nation.Services.GetRequiredService<NationSettings>().Get<BrandSettings>(Ct)).PicturePath);
    }

    [Fact]
    public async Task A_hostile_form_is_refused_and_a_faint_one_is_kept_and_named()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var blast = await nation.Seeds.Mail();

        var refused = await nation.Panel.Submit("/settings/mail/look", new { Form_Text = "red;background:url(x)", Form_Width = 5000 });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("“Text” is not valid.");
        var faint = await (await nation.Panel.Submit("/settings/mail/look", new { Form_Text = "#aaaaaa" })).Follow();

        faint.Shows("The text stands out from its background by 2.3 to 1.");
        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("The text stands out from its background by 2.3 to 1.");
    }

    [Fact]
    public async Task The_preview_shows_what_is_tried_by_day_and_by_night_and_keeps_nothing()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();

        var day = await nation.Panel.Get("/settings/mail/look/preview.html?Form.Text=%23113311&Form.Button=%22%3E%3Cscript%3E&Form.Font=Arial");
        var night = await nation.Panel.Get("/settings/mail/look/preview.html?dark=true");

        Assert.Contains("color:#113311", day.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", day.Html, StringComparison.Ordinal);
        Assert.Contains("@media not all", day.Html, StringComparison.Ordinal);
        Assert.Contains("@media all", night.Html, StringComparison.Ordinal);
        Assert.Null((await nation.Services.GetRequiredService<NationSettings>().Get<BrandSettings>(Ct)).Text);
    }
}
