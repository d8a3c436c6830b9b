using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Nations;
using Preau.Settings;
using Preau.Tests.Mail;
using SkiaSharp;

namespace Preau.Tests.Settings;

/// <summary>The first hour: every field is kept, shown again, and refused in words when it cannot be right.</summary>
public sealed class SettingsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_campaign_says_which_election_it_is_for_and_who_collects()
    {
        await using var nation = await app.NewNation();
        var saved = await nation.Panel.Submit("/settings", new Dictionary<string, string>
        {
            ["Form.Name"] = "Ada for Lyon", ["Form.Election"] = "Municipal", ["Form.FirstRoundOn"] = "2027-03-14", ["Form.SecondRoundOn"] = "2027-03-21", ["Form.Territory"] = "Lyon",
            ["Form.Population"] = "522250", ["Form.TimeZone"] = "Indian/Reunion", ["Form.Candidate"] = "Ada Martin", ["Form.CollectorKind"] = "Agent", ["Form.CollectorName"] = "Paul Blanc",
            ["Form.CollectorAddress"] = "1 rue de la Paix, 69001 Lyon", ["Form.CollectorDeclaredOn"] = "2026-11-02", ["Form.CollectorAccount"] = "FR14 2004 1010 0505 0001 3M02 606",
        });

        (await saved.Follow()).Shows("Saved.");
        var kept = await Settings<CampaignSettings>(nation);
        Assert.Equal((ElectionKind.Municipal, new DateOnly(2027, 3, 14), new DateOnly(2027, 3, 21), "Lyon", 522250), (kept.Election, kept.FirstRoundOn, kept.SecondRoundOn, kept.Territory, kept.Population));
        Assert.Equal(("Ada Martin", CollectorKind.Agent, "Paul Blanc", new DateOnly(2026, 11, 2), "FR1420041010050500013M02606"), (kept.Candidate, kept.CollectorKind, kept.CollectorName, kept.CollectorDeclaredOn, kept.CollectorAccount));
        var row = await nation.Db.Nations.SingleAsync(n => n.Id == nation.Facts.Id.Value, Ct);
        Assert.Equal(("Ada for Lyon", "Indian/Reunion"), (row.Name, row.TimeZone));
        Assert.Contains("value=\"2027-03-14\"", (await nation.Panel.Get("/settings")).Html, StringComparison.Ordinal);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "setting.created", Ct));
    }

    [Theory]
    [InlineData("Form.Name", "", "Fill in “Name of the campaign”.")]
    [InlineData("Form.SecondRoundOn", "2027-03-07", "The second round comes after the first.")]
    [InlineData("Form.FirstRoundOn", "", "Give the day of the first round, too.")]
    [InlineData("Form.AccountFiledOn", "2027-04-01", "leave this empty until the day has come")]
    [InlineData("Form.AccountFiledOn", "2026-11-02", "The account is filed after the vote")]
    [InlineData("Form.Population", "0", "“Population” must be between 1 and 100,000,000.")]
    [InlineData("Form.Population", "many", "“many” does not fit in “Population”.")]
    [InlineData("Form.FirstRoundOn", "2027-02-30", "does not fit in “First round”.")]
    [InlineData("Form.Election", "Papal", "“Papal” does not fit in “Election”.")]
    [InlineData("Form.IsByElection", "true", "A by-election needs the day of the event that caused it", "Form.TriggerEventOn")]
    [InlineData("Form.CollectorDeclaredOn", "2027-06-01", "The declaration lies in the future")]
    [InlineData("Form.CollectorAccount", "FR14 2004 1010 0505 0001 3M02 607", "This IBAN is not right: its check digits do not fit.")]
    [InlineData("Form.TimeZone", "Mars/Olympus", "Choose one of the clocks.")]
    public async Task What_cannot_be_right_about_the_campaign_is_said_and_the_form_stays(string field, string value, string sentence, string? at = null)
    {
        await using var nation = await app.NewNation();
        var fields = new Dictionary<string, string> { ["Form.Name"] = "Kept", ["Form.FirstRoundOn"] = "2027-03-14", ["Form.SecondRoundOn"] = "2027-03-21", ["Form.Territory"] = "Villeurbanne" };
        fields[field] = value;

        var page = await nation.Panel.Submit("/settings", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(sentence);
        Assert.Contains("Villeurbanne", page.Html, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"[name=\"{at ?? field}\"][aria-invalid=true]"));
        Assert.Empty(await nation.Db.Settings.ToListAsync(Ct));
    }

    [Fact]
    public async Task All_that_is_wrong_about_the_campaign_is_said_at_once_in_the_order_of_the_page()
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Submit("/settings", new Dictionary<string, string>
        {
            ["Form.Name"] = "", ["Form.FirstRoundOn"] = "2027-03-14", ["Form.SecondRoundOn"] = "2027-03-07", ["Form.Population"] = "0", ["Form.CollectorAccount"] = "FR14 2004 1010 0505 0001 3M02 607",
            ["Form.IsByElection"] = "true", ["Form.TriggerEventOn"] = "2027-04-01",
        });

        Assert.Equal(["#Form_Name", "#Form_Population", "#Form_SecondRoundOn", "#Form_TriggerEventOn", "#Form_CollectorAccount"], page.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")));
        page.Shows("What made the vote necessary came before it");
    }

    [Theory]
    [InlineData("Municipal", "2027-03-14", "2027-03-21", null)]
    [InlineData("Municipal", "2027-03-14", "2027-03-28", "most likely it is on Sunday 21 March 2027")]
    [InlineData("Presidential", "2027-04-11", "2027-04-25", null)]
    [InlineData("European", "2029-06-10", "2029-06-17", "This election has one round only.")]
    [InlineData("Municipal", "2027-03-16", "2027-03-23", "The first round is on Tuesday 16 March 2027; France votes on Sundays.")]
    [InlineData("Municipal", "2127-03-16", "2127-03-23", "The first round is on Sunday 16 March 2127. Check the year.")]
    [InlineData("Other", "2027-03-16", "2027-05-23", null)]
    public async Task Rounds_on_unlikely_days_are_kept_and_doubted(string election, string first, string second, string? doubt)
    {
        await using var nation = await app.NewNation();
        var saved = await nation.Panel.Submit("/settings", new { Form_Election = election, Form_FirstRoundOn = first, Form_SecondRoundOn = second });

        var page = await saved.Follow();

        Assert.Equal(doubt is not null, page.Document.QuerySelector(".notice.caution") is not null);
        page.Shows(doubt ?? "Saved.");
    }

    [Fact]
    public async Task A_declaration_comes_before_the_vote()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Submit("/settings", new { Form_FirstRoundOn = "2026-11-01", Form_CollectorDeclaredOn = "2026-11-02" })).Shows("The declaration comes before the vote");
    }

    [Fact]
    public async Task A_vote_of_long_ago_is_a_slip_unless_it_was_this_campaigns_all_along()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Submit("/settings", new { Form_FirstRoundOn = "2020-03-15" })).Shows("That is more than a year ago: check the year.");
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/settings", new { Form_FirstRoundOn = "2026-03-15" })).Status);
        var services = nation.Services;
        await services.GetRequiredService<NationSettings>().Set(new CampaignSettings { FirstRoundOn = new(2020, 3, 15), SecondRoundOn = new(2020, 6, 28) }, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/settings", new { Form_Candidate = "Ada Martin" })).Status);
        Assert.Equal("Ada Martin", (await Settings<CampaignSettings>(nation)).Candidate);
    }

    [Fact]
    public async Task The_look_has_colour_words_pictures_and_languages_and_pictures_need_a_text()
    {
        await using var nation = await app.NewNation();
        var fields = new Dictionary<string, string> { ["Form.SiteName"] = "Ada pour Lyon", ["Form.Slogan"] = "La ville à plusieurs", ["Form.Accent"] = "#1E5FA8", ["Form.French"] = "true", ["Form.English"] = "true", ["Form.First"] = "en" };

        var without = await nation.Panel.Upload("/settings/identity", "Cover", "cover.png", Picture(), fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        without.Shows("Say what the picture shows, for those who cannot see it.");
        (await nation.Panel.Upload("/settings/identity", "Cover", "cover.png", [1, 2, 3], new Dictionary<string, string>(fields) { ["Form.CoverAlt"] = "A bridge" })).Shows("This file is not a picture that can be read.");
        fields["Form.CoverAlt"] = "A bridge";
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Upload("/settings/identity", "Cover", "cover.png", Picture(), fields)).Status);
        fields["Form.LogoAlt"] = "An arch";
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Upload("/settings/identity", "Logo", "logo.png", Picture(), fields)).Status);

        var kept = await Settings<IdentitySettings>(nation);
        Assert.Equal(("Ada pour Lyon", "La ville à plusieurs", "#1E5FA8", "A bridge", "An arch"), (kept.SiteName, kept.Slogan, kept.Accent, kept.CoverAlt, kept.LogoAlt));
        Assert.Equal(["en", "fr"], kept.Languages);
        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get(kept.CoverPath!)).Status);
        Assert.NotEqual(kept.CoverPath, kept.LogoPath);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/settings/identity", new { Form_RemoveLogo = "true" })).Status);
        var bare = await Settings<IdentitySettings>(nation);
        Assert.Equal((null, null, kept.CoverPath, "A bridge"), (bare.LogoPath, bare.LogoAlt, bare.CoverPath, bare.CoverAlt));
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/settings/identity", new { Form_RemoveCover = "true" })).Status);
        Assert.Null((await Settings<IdentitySettings>(nation)).CoverPath);
        (await nation.Panel.Get("/settings/identity")).DoesNotShow("Remove the");
        (await nation.Panel.Submit("/settings/identity", new { Form_Slogan = "Une ville où il fait bon vivre, tous ensemble !" })).Shows("A slogan has eight words at most; this one has 9.");
        (await nation.Panel.Submit("/settings/identity", new Dictionary<string, string> { ["Form.French"] = "false", ["Form.English"] = "false" })).Shows("Choose at least one language.");
        (await nation.Panel.Submit("/settings/identity", new Dictionary<string, string> { ["Form.Accent"] = "red; background: url(x)" })).Shows("“Colour” is not valid.");
    }

    [Fact]
    public async Task The_relay_is_set_tested_and_its_password_never_shown_again()
    {
        await using var nation = await app.NewNation();
        await using (var relay = await Catcher.Start())
        {
            (await (await nation.Panel.PostFrom("/settings/mail", "/settings/mail/test", new { to = "me@example.org" })).Follow()).Shows("Save the sender and the relay first.");
            (await (await nation.Panel.PostFrom("/settings/mail", "/settings/mail/key", new { })).Follow()).Shows("Save the sender and the relay first.");

            await SetRelay(nation, relay.Port, password: "relay-secret-1");
            var page = await nation.Panel.Get("/settings/mail");
            page.Shows("One is kept for this relay.");
            Assert.DoesNotContain("relay-secret-1", page.Html, StringComparison.Ordinal);
            Assert.All(await nation.Db.Settings.ToListAsync(Ct), s => Assert.DoesNotContain("relay-secret-1", s.Value, StringComparison.Ordinal));

            await SetRelay(nation, relay.Port, user: "");
            var sent = await (await nation.Panel.PostFrom("/settings/mail", "/settings/mail/test", new { to = "me@example.org" })).Follow();
            sent.Shows("The relay took the test. Look into the mailbox of me@example.org.");
            sent.Shows("The relay took a test on");
            Assert.Equal("me@example.org", Assert.Single(Assert.Single(relay.Mails).Recipients));

            (await (await nation.Panel.PostFrom("/settings/mail", "/settings/mail/test", new { to = "nobody" })).Follow()).Shows("That is not a mail address.");
        }

        (await (await nation.Panel.PostFrom("/settings/mail", "/settings/mail/test", new { to = "me@example.org" })).Follow()).Shows("The test was not sent. No connection to the relay");
        await SetRelay(nation, 2525, user: "", sender: "other@campaign.example");
        Assert.Null((await Settings<MailSettings>(nation)).TestedAt);
    }

    [Theory]
    [InlineData("Form.SenderAddress", "nobody", "“Address of the sender” is not a mail address.")]
    [InlineData("Form.SenderAddress", "", "Fill in “Address of the sender”.")]
    [InlineData("Form.RelayHost", "", "Fill in “Relay”.")]
    [InlineData("Form.RelayHost", "https://smtp.example.org:587/", "Write the name of the relay alone")]
    [InlineData("Form.RelayPort", "70000", "“Port” must be between 1 and 65,535.")]
    [InlineData("Form.RelayPort", "", "Fill in “Port”.")]
    [InlineData("Form.RelayPort", "smtp", "“smtp” does not fit in “Port”.")]
    [InlineData("Form.Security", "None", "Only a relay on this machine does without: choose STARTTLS or TLS.")]
    public async Task What_cannot_be_right_about_mail_is_said(string field, string value, string sentence)
    {
        await using var nation = await app.NewNation();
        var fields = new Dictionary<string, string> { ["Form.SenderAddress"] = "contact@campaign.example", ["Form.RelayHost"] = "smtp.example.org", ["Form.RelayPort"] = "587", ["Form.Security"] = "StartTls" };
        fields[field] = value;

        var page = await nation.Panel.Submit("/settings/mail", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(sentence);
        Assert.Empty(await nation.Db.Settings.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_key_is_made_and_the_lines_for_the_dns_are_there_to_paste()
    {
        await using var nation = await app.NewNation();
        await SetRelay(nation, 587);

        var page = await (await nation.Panel.Submit("/settings/mail", new { }, "/settings/mail/key")).Follow();

        var mail = await Settings<MailSettings>(nation);
        page.Shows("preau._domainkey.campaign.example");
        page.Shows($"v=DKIM1; k=rsa; p={mail.DkimPublicKey}");
        page.Shows("v=spf1 a:localhost ~all");
        page.Shows("_dmarc.campaign.example");
        page.Shows("v=DMARC1; p=none; rua=mailto:contact@campaign.example");
        using var key = System.Security.Cryptography.RSA.Create();
        var seal = nation.Services.GetRequiredService<Seal>();
        key.ImportFromPem(seal.Open(mail.SealedDkimKey, MakeDkimKey.Use));
        Assert.Equal(mail.DkimPublicKey, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        Assert.Equal(2048, key.KeySize);
        await using var other = await app.NewNation();
        Assert.Null(other.Services.GetRequiredService<Seal>().Open(mail.SealedDkimKey, MakeDkimKey.Use));
    }

    [Theory]
    [InlineData("smtp.example.org", "v=spf1 a:smtp.example.org ~all")]
    [InlineData("127.0.0.1", "v=spf1 ip4:127.0.0.1 ~all")]
    [InlineData("2001:db8::25", "v=spf1 ip6:2001:db8::25 ~all")]
    [InlineData("[2001:DB8::25]", "v=spf1 ip6:2001:db8::25 ~all")]
    public void A_relay_that_is_an_address_stands_in_the_dns_as_one(string relay, string text) =>
        Assert.Equal(text, MakeDkimKey.SpfText(new MailSettings { RelayHost = relay }));

    [Fact]
    public async Task Names_lead_to_site_and_panel_and_nobody_takes_anothers()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        await Name(nation, new { Form_Name = " WWW.Ada.Example. ", Form_Surface = "Site" });
        await Name(nation, new { Form_Name = "bureau.ada.example", Form_Surface = "Panel" });

        Assert.Equal(HttpStatusCode.OK, (await nation.Visit("https://bureau.ada.example").Get("/sign-in")).Status);
        (await nation.Panel.Get("/settings/domains")).Shows("www.ada.example");
        (await Name(other, new { Form_Name = "www.ada.example", Form_Surface = "Site" })).Shows("This name is taken.");
        foreach (var theirs in new[] { $"{nation.Facts.Slug}.localhost", $"panel.{nation.Facts.Slug}.localhost", "anything.localhost" })
        {
            var page = await Name(other, new { Form_Name = theirs, Form_Surface = "Panel" });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            page.Shows("Names below localhost are given out by this installation.");
        }

        foreach (var wrong in new[] { "", "ada", "https://ada.example", "ada.example:8080", "ada.example/panel", "-ada.example", "a b.example", "1.2.3.4" })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Name(nation, new { Form_Name = wrong, Form_Surface = "Site" })).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.Panel.PostFrom("/settings/domains", "/settings/domains/removal", new { name = "www.ada.example" })).Status);
        (await (await nation.Panel.PostFrom("/settings/domains", "/settings/domains/removal", new { name = "bureau.ada.example" })).Follow()).Shows("bureau.ada.example no longer leads here.");
        Assert.NotEqual(HttpStatusCode.OK, (await nation.Visit("https://bureau.ada.example").Get("/sign-in")).Status);
    }

    [Fact]
    public async Task A_name_becomes_the_shown_address_when_it_was_reached_here_or_when_it_is_chosen()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToPublish();
        await nation.Seeds.Page(Preau.Site.PageKind.Home, slug: "");
        var host = $"www.{nation.Facts.Slug}.example";
        (await (await Name(nation, new { Form_Name = host, Form_Surface = "Site" })).Follow()).Shows("It becomes the shown address once it has been reached here");
        await Name(nation, new { Form_Name = "neu." + host, Form_Surface = "Site" });

        (await nation.Panel.Get("/settings/domains")).Shows("Not seen yet");
        Assert.Equal($"http://{nation.Facts.Slug}.localhost:5080/", await OwnAddress(nation.Site));

        Assert.Equal($"http://{host}:5080/", await OwnAddress(nation.Visit($"https://{host}")));
        Assert.Equal($"http://{host}:5080/", await OwnAddress(nation.Site));
        Assert.Single(await nation.Db.AuditEntries.Where(a => a.Action == "host_name.seen").ToListAsync(Ct));
        (await nation.Panel.Get("/settings/domains")).Shows("First reached on");

        (await nation.Panel.Get("/settings/domains")).Shows("while the DNS does not lead here, these links lead nowhere");
        await nation.Panel.PostFrom("/settings/domains", "/settings/domains/choice", new { name = "neu." + host });
        Assert.Equal($"http://neu.{host}:5080/", await OwnAddress(nation.Site));
        await using var other = await app.NewNation();
        Assert.Equal(HttpStatusCode.NotFound, (await other.Panel.PostFrom("/settings/domains", "/settings/domains/choice", new { name = host })).Status);
    }

    [Fact]
    public async Task A_name_with_accents_is_kept_as_the_dns_has_it_and_shown_as_it_is_written()
    {
        await using var nation = await app.NewNation();

        (await (await Name(nation, new { Form_Name = "Café.Example", Form_Surface = "Site" })).Follow()).Shows("café.example is added.");

        Assert.Equal("xn--caf-dma.example", Assert.Single(await nation.Db.HostNames.ToListAsync(Ct)).Name);
        (await nation.Panel.Get("/settings/domains")).Shows("café.example xn--caf-dma.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Name(nation, new { Form_Name = "xn--caf-dma.example", Form_Surface = "Site" })).Status);
        (await (await nation.Panel.PostFrom("/settings/domains", "/settings/domains/removal", new { name = "xn--caf-dma.example" })).Follow()).Shows("café.example no longer leads here.");
    }

    private static async Task<string?> OwnAddress(Browser visitor) => (await visitor.Get("/")).Document.QuerySelector("meta[property='og:url']")?.GetAttribute("content");

    // The list's own forms stand before the one that adds.
    private static Task<Page> Name(TestNation nation, object fields) => nation.Panel.PostFrom("/settings/domains", "/settings/domains", fields);

    [Fact]
    public async Task A_name_that_another_nation_wrote_into_the_table_takes_nobodys_panel()
    {
        await using var nation = await app.NewNation();
        await using var thief = await app.NewNation();
        var db = thief.Db;
        db.Add(new HostName { Name = $"panel.{nation.Facts.Slug}.localhost", Surface = Surface.Panel });
        await db.SaveChangesAsync(Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(10));

        (await nation.Stranger.Get("/sign-in")).Shows(nation.Facts.Name);
    }

    [Fact]
    public async Task The_checklist_stays_on_home_until_all_is_done()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/")).Shows("The first hour 0 of 9 done");
        (await (await nation.As(Preau.Accounts.Role.Volunteer)).Get("/")).DoesNotShow("The first hour");

        var services = nation.Services;
        var settings = services.GetRequiredService<NationSettings>();
        await settings.Set(new IdentitySettings { Slogan = "Together" }, Ct);
        await settings.Set(new CampaignSettings { Election = ElectionKind.Municipal, FirstRoundOn = new(2027, 3, 14), Candidate = "Ada", CollectorName = "Paul", CollectorDeclaredOn = new(2026, 11, 2) }, Ct);
        await settings.Set(SiteSeeds.Legal(), Ct);
        await settings.Set(new MailSettings { RelayHost = "localhost", SenderAddress = "a@ada.example", DkimPublicKey = "k" }, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        await nation.Seeds.Account("helper@ada.example");
        await nation.Seeds.Person();
        var nearly = await nation.Panel.Get("/");
        nearly.Shows("The first hour 8 of 9 done");
        Assert.Equal("/settings/mail", nearly.Document.QuerySelector(".checklist a:not(.done)")!.GetAttribute("href"));

        await settings.Set(new MailSettings { RelayHost = "localhost", SenderAddress = "a@ada.example", DkimPublicKey = "k", TestedAt = app.Clock.GetUtcNow() }, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        (await nation.Panel.Get("/")).DoesNotShow("The first hour");
    }

    private static async Task SetRelay(TestNation nation, int port, string? password = null, string user = "campaign", string sender = "contact@campaign.example")
    {
        var saved = await nation.Panel.Submit("/settings/mail", new Dictionary<string, string>
        {
            ["Form.SenderName"] = "Ada", ["Form.SenderAddress"] = sender, ["Form.RelayHost"] = "localhost", ["Form.RelayPort"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Form.Security"] = "None", ["Form.UserName"] = user, ["Form.Password"] = password ?? "",
        });
        Assert.True(saved.Status == HttpStatusCode.Redirect, saved.Text);
    }

    private static Task<T> Settings<T>(TestNation nation) where T : class, new() => nation.Services.GetRequiredService<NationSettings>().Get<T>(Ct);

    private static byte[] Picture()
    {
        using var bitmap = new SKBitmap(64, 32);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }
}
