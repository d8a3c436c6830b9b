using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Mail;

/// <summary>Mails are written as drafts, with who gets them in view, and looked at as one of those people.</summary>
public sealed class MailWritingTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_says_how_many_it_reaches_and_keeps_clean_text()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Reader("ana@example.org", consents: [Purpose.News]);
        await nation.Seeds.Reader("bob@example.org", consents: [Purpose.News]);
        await nation.Seeds.Reader("eve@example.org", consents: []);

        await nation.ReadyToMail();
        var saved = await nation.Panel.Submit("/mail/new", new { Form_Subject = " Come on Saturday ", Form_Body = """<p>Dear {{ person.first_name | default: "friend" }}</p><script>alert(1)</script><img src="https://spy.example/x.png">""", Form_Format = "Html", Form_Language = "en" });

        var editor = await saved.Follow();
        editor.Shows("The draft is saved.");
        editor.Shows("Come on Saturday");
        editor.Shows("2 people get it");
        var blast = await nation.Db.Blasts.SingleAsync(Ct);
        Assert.Equal(("Come on Saturday", BlastState.Draft), (blast.Subject, blast.State));
        Assert.DoesNotContain("script", blast.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("spy.example", blast.Body, StringComparison.Ordinal);
        Assert.Contains("{{ person.first_name | default: \"friend\" }}", blast.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_reaches_only_those_who_agreed_to_be_chosen_and_says_why_others_are_left_out()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Reader("both@example.org", consents: [Purpose.News, Purpose.Targeted]);
        await nation.Seeds.Reader("news@example.org", consents: [Purpose.News]);
        await nation.Seeds.Reader("none@example.org", consents: []);
        var segment = await nation.Seeds.Segment("With a mail", new SegmentCondition("reachable", "mail", []));

        var part = await nation.Panel.Get($"/mail/audience?Form.SegmentId={segment.Id}");

        part.Shows("People who have a mail address");
        part.Shows("1 person gets it");
        part.Shows("2 others do not, see why");
        part.Shows("1 did not agree to messages chosen by what the campaign knows of them");
        part.Shows("1 did not agree to get news by mail, or took it back");
        Assert.DoesNotContain("<html", part.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("support_level", "unknown", "It asks what people think.")]
    [InlineData("contact", "roll", "It asks for what is known from the electoral roll alone.")]
    public async Task Opinions_and_the_roll_choose_no_mail(string field, string asked, string why)
    {
        await using var nation = await app.NewNation();
        var segment = await nation.Seeds.Segment("Not these", new SegmentCondition(field, asked, []));

        (await nation.Panel.Get($"/mail/audience?Form.SegmentId={segment.Id}")).Shows(why);
        (await nation.Panel.Get("/mail/new")).Shows("Not these (not for mail)");
        var refused = await nation.Panel.Submit("/mail/new", new { Form_Subject = "x", Form_SegmentId = segment.Id });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("“Not these” cannot be written to: " + why);
        Assert.Empty(await nation.Db.Blasts.ToListAsync(Ct));
    }

    [Fact]
    public async Task What_somebody_else_saved_meanwhile_is_not_overwritten_unseen()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.Mail();
        var path = $"/mail/{blast.Id}/edit";
        var mine = Fields(await nation.Panel.Get(path), "Mine");
        var theirs = Fields(await nation.Panel.Get(path), "Theirs");

        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Post(path, theirs)).Status);
        var late = await nation.Panel.Post(path, mine);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        late.Shows("Somebody else saved it since you opened it.");
        Assert.Equal("Mine", late.Form().QuerySelector("[name='Form.Subject']")!.GetAttribute("value"));
        Assert.Equal("Theirs", (await nation.Db.Blasts.SingleAsync(Ct)).Subject);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Post(path, Fields(late, "Mine"))).Status);
        Assert.Equal("Mine", (await nation.Db.Blasts.SingleAsync(Ct)).Subject);
    }

    [Fact]
    public async Task A_mail_that_was_sent_meanwhile_is_not_changed_by_an_editor_left_open()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.Mail();
        var path = $"/mail/{blast.Id}/edit";
        var open = Fields(await nation.Panel.Get(path), "Too late");
        await nation.Db.Blasts.ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Scheduled), Ct);

        var late = await nation.Panel.Post(path, open);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        late.Shows("Somebody decided meanwhile to send it");
        Assert.Equal("A word", (await nation.Db.Blasts.SingleAsync(Ct)).Subject);
        Assert.Equal($"/mail/{blast.Id}", (await nation.Panel.Get(path)).Location);
    }

    [Fact]
    public async Task A_draft_is_deleted_a_mail_that_left_is_not()
    {
        await using var nation = await app.NewNation();
        var draft = await nation.Seeds.Mail();
        var (sent, token) = (await nation.Seeds.SentMail((DeliveryState.Sent, false, false)), Token(await nation.Panel.Get($"/mail/{draft.Id}/edit")));

        (await (await nation.Panel.Submit($"/mail/{draft.Id}/edit", new { }, "removal")).Follow()).Shows("The draft “A word” is deleted.");
        await nation.Panel.Post($"/mail/{sent.Id}/removal", token);

        Assert.Equal([sent.Id], await nation.Db.Blasts.Select(b => b.Id).ToListAsync(Ct));
        Assert.Equal(draft.Id, (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "blast.deleted", Ct)).SubjectId);
    }

    [Fact]
    public async Task A_mail_is_duplicated_as_a_draft()
    {
        await using var nation = await app.NewNation();
        var sent = await nation.Seeds.SentMail((DeliveryState.Sent, false, false));

        var copy = await (await nation.Panel.Submit($"/mail/{sent.Id}", new { }, "copy")).Follow();

        copy.Shows("A word (copy)");
        var blast = await nation.Db.Blasts.SingleAsync(b => b.Id != sent.Id, Ct);
        Assert.Equal((BlastState.Draft, sent.Body, (DateTimeOffset?)null), (blast.State, blast.Body, blast.FrozenAt));
    }

    [Fact]
    public async Task A_mail_is_looked_at_as_one_person_in_a_frame_that_runs_nothing()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var ana = await nation.Seeds.Reader("ana@example.org", consents: [Purpose.News]);
        var db = nation.Db;
        await db.People.Where(p => p.Id == ana.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.FirstName, "Ana <b>"), Ct);
        var blast = await nation.Seeds.Mail(b => b.Subject = "For {{ person.first_name | default: \"you\" }}");

        var page = await nation.Panel.Get($"/mail/{blast.Id}/preview?q={ana.LastName}");
        page.Shows("For Ana <b>");
        page.Shows("ana@example.org");
        (await nation.Panel.Get($"/mail/{blast.Id}/preview?person=0")).Shows("For you");
        (await nation.Panel.Get($"/mail/{blast.Id}/preview?person={ana.Id}&as=text")).Shows("Hello Ana");

        var frame = await nation.Panel.Get(page.Document.QuerySelector("iframe")!.GetAttribute("src")!);
        Assert.Contains("Ana &lt;b&gt;", frame.Html, StringComparison.Ordinal);
        var policy = string.Join(' ', frame.Response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox allow-popups", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-scripts", policy, StringComparison.Ordinal);
        Assert.Equal("SAMEORIGIN", string.Join(' ', frame.Response.Headers.GetValues("X-Frame-Options")));
        Assert.Contains("@media not all", frame.Html, StringComparison.Ordinal);
        Assert.Contains("@media all", (await nation.Panel.Get($"/mail/{blast.Id}/preview.html?person={ana.Id}&dark=true")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>Dear {{ person.first_name </p>", "In the text: “{{ person.first_name” is not closed: “}}” is missing.", "Dans le texte : « {{ person.first_name » n’est pas fermé : il manque « }} ».")]
    [InlineData("<p>Hello</p>\n<p>Dear {{ person.first_name } and all</p>", "“{{ person.first_name }” is not closed: “}}” is missing.", "« {{ person.first_name } » n’est pas fermé : il manque « }} ».")]
    [InlineData("<p>Dear {{ person.first_name default: 'x' }}</p>", "“{{ person.first_name default: 'x' }}” cannot be read: look at its spelling, its quotation marks and its bars.", "« {{ person.first_name default: 'x' }} » ne se lit pas : vérifiez l’orthographe, les guillemets et les barres.")]
    [InlineData("<p>{% if person.city %}Dear {{ person.city }}</p>", "“{% if person.city %}” is not ended: “{% endif %}” is missing below it.", "« {% if person.city %} » n’a pas de fin : il manque « {% endif %} » plus bas.")]
    [InlineData("<p>{% zork %}</p>", "there is no tag “zork”, as in “{% zork %}”.", "il n’existe pas de balise « zork », comme dans « {% zork %} ».")]
    public async Task A_mistake_in_the_text_is_named_as_it_was_written(string body, string english, string french)
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var blast = await nation.Seeds.Mail(b => b.Body = body);

        (await nation.Panel.Get($"/mail/{blast.Id}/preview")).Shows("It cannot be written out:");
        var edit = await nation.Panel.Get($"/mail/{blast.Id}/edit");
        edit.Shows(english);
        edit.DoesNotShow("expected");
        edit.DoesNotShow("line 1");
        await nation.Db.Accounts.ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, "fr"), Ct);
        (await nation.Panel.Get($"/mail/{blast.Id}/edit")).Shows(french);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/mail/{blast.Id}/preview.html")).Status);
    }

    [Fact]
    public async Task A_draft_with_a_mistake_is_kept_without_being_called_a_success()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ana@example.org", consents: [Purpose.News]);

        var wrong = await (await nation.Panel.Submit("/mail/new", new { Form_Subject = "Hello", Form_Body = "<p>{{ person.first_name </p>", Form_Language = "en" })).Follow();

        wrong.Shows("Saved as a draft, but it cannot be sent yet: see “Before it can leave”.");
        Assert.NotNull(wrong.Document.QuerySelector(".said.warned"));
        Assert.Null(wrong.Document.QuerySelector(".said:not(.warned)"));
        var right = await (await nation.Panel.Submit(wrong.Path, new { Form_Body = "<p>Hello</p>" })).Follow();
        Assert.Equal("Saved.", right.Document.QuerySelector(".said:not(.warned)")!.TextContent.Trim());
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_named_before_the_mail_can_leave()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();

        var saved = await (await nation.Panel.Submit("/mail/new", new { Form_Subject = "Hello", Form_Language = "en", Form_Body = "<p><a href=\"don\">Give now</a>, <a href=\"#part\">below</a>, <a>nothing</a>, <a href=\"/don\">here</a>, <a href=\"example.org\">there</a></p>" })).Follow();

        saved.Shows("The link on “Give now” leads to “don”, which is no address.");
        saved.Shows("The link on “below” leads to “#part”, which is no address.");
        saved.Shows("The link on “nothing” leads nowhere: give it an address, or take the link off.");
        saved.DoesNotShow("The link on “here”");
        saved.DoesNotShow("The link on “there”");
    }

    [Fact]
    public async Task A_name_that_the_text_asks_for_first_needs_no_word_to_fall_back_on()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var asked = await nation.Seeds.Mail(b => b.Body = "<p>Hello{% if person.first_name %} {{ person.first_name }}{% endif %}</p>");
        var bare = await nation.Seeds.Mail(b => b.Body = "<p>Hello {{ person.first_name }}</p>");

        (await nation.Panel.Get($"/mail/{asked.Id}/edit")).DoesNotShow("stays blank");
        (await nation.Panel.Get($"/mail/{bare.Id}/edit")).Shows("In the text: {{ person.first_name }} stays blank for anybody of whom it is not known.");
    }

    [Theory]
    [InlineData("{{ 5 | divided_by: 0 }}")]
    [InlineData("{{ \"!\" | base64_decode }}")]
    public async Task A_filter_that_cannot_work_is_a_mistake_that_is_named(string piece)
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");

        var saved = await (await nation.Panel.Submit("/mail/new", new { Form_Subject = "Hello", Form_Language = "en", Form_Body = $"<p>{piece}</p>" })).Follow();

        saved.Shows("cannot be worked out with what it is given here");
        var mail = await nation.Db.Blasts.SingleAsync(Ct);
        foreach (var page in (string[])["edit", "preview", "send"]) (await nation.Panel.Get($"/mail/{mail.Id}/{page}")).Shows("cannot be worked out with what it is given here");
    }

    [Fact]
    public async Task A_filter_that_cannot_work_for_one_reader_leaves_out_that_reader_alone()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        foreach (var name in (string[])["ada", "ben", "cleo"]) await nation.Seeds.Reader($"{name}@example.org");

        await nation.SendNow(await nation.Seeds.Mail(b => b.Body = "<p>{% if person.email == \"ben@example.org\" %}{{ 5 | divided_by: 0 }}{% endif %}Hello</p>"));

        Assert.Equal(["ada@example.org", "cleo@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_test_goes_once_to_each_mailbox_and_to_none_that_is_shut()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "shut@example.org", "complained", Ct));
        var blast = await nation.Seeds.Mail();

        await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = "me@example.org, ME@example.org, me@example.org" }, "/test");
        (await (await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = "shut@example.org" }, "/test")).Follow()).Shows("must not be written to any more");
        (await (await nation.Panel.PostFrom("/settings/mail", "/settings/mail/test", new { to = "shut@example.org" })).Follow()).Shows("must not be written to any more");

        Assert.Equal("me@example.org", Assert.Single(relay.Mails).To, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_mail_is_looked_at_as_somebody_who_may_have_it()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ada@example.org");
        await nation.Seeds.Reader("left@example.org");
        await nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "left@example.org", "complained", Ct));
        var blast = await nation.Seeds.Mail();

        var page = await nation.Panel.Get($"/mail/{blast.Id}/preview");

        page.Shows("ada@example.org");
        page.DoesNotShow("left@example.org");
    }

    [Fact]
    public async Task A_test_goes_only_to_addresses_that_are_ones()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var blast = await nation.Seeds.Mail();

        (await (await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = "me@example.org, nonsense" }, "/test")).Follow()).Shows("Nothing was sent: “nonsense” is not a mail address.");
        (await (await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = string.Join(',', Enumerable.Range(0, 30).Select(i => $"a{i}@example.org")) }, "/test")).Follow()).Shows("Nothing was sent: write one to");
        // Nobody listens at the relay's port: nobody refused, and that is said.
        (await (await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = "me@example.org" }, "/test")).Follow()).Shows("The test was not sent. me@example.org: No connection to the relay");
    }

    private static Dictionary<string, string> Fields(Page page, string subject)
    {
        var form = page.Form();
        return new(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!, ["Form.Seen"] = form.QuerySelector("[name='Form.Seen']")!.GetAttribute("value")!,
            ["Form.Subject"] = subject, ["Form.Body"] = "<p>Text</p>", ["Form.Language"] = "en",
        };
    }

    private static Dictionary<string, string> Token(Page page) =>
        new(StringComparer.Ordinal) { ["__RequestVerificationToken"] = page.Form().QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")! };
}
