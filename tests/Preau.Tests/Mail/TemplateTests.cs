using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Blocks;
using Preau.Mail.Measuring;
using Preau.Mail.Templates;
using Preau.Segments;

namespace Preau.Tests.Mail;

/// <summary>A mail is kept as a template, and new mails begin with it.</summary>
public sealed class TemplateTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_kept_and_a_new_one_begins_with_its_text_in_all_languages_and_not_with_its_people()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var segment = await nation.Seeds.Segment("Town", new SegmentCondition("reachable", "mail", []));
        var mail = await nation.Seeds.Mail(b => (b.Body, b.SegmentId, b.HeldOutShare, b.TrialShare, b.SenderName, b.ReplyTo) = ("<p>The letter.</p>", segment.Id, 500, 1000, "Nadia", "nadia@ada.example"));
        await nation.Do((_, db) => Task.FromResult(db.Add(new BlastVersion { BlastId = mail.Id, Language = "fr", Subject = "Un mot", Preheader = "D’abord", Body = "<p>La lettre.</p>" })));
        (await nation.Panel.Get("/mail/new")).Shows("To begin with a text that comes again, press “Keep as template” on a mail");
        (await nation.Panel.Get("/mail/templates")).Shows("No template is kept yet");

        var kept = await nation.Panel.Submit($"/mail/{mail.Id}/edit", new { name = "  The weekly   letter " }, "/template");

        (await kept.Follow()).Shows("Kept as the template “The weekly letter”. New mails can begin with it.");
        var template = await nation.Db.Templates().SingleAsync(Ct);
        Assert.Equal(("The weekly letter", "A word", "First words", "<p>The letter.</p>", "en", "Nadia", "nadia@ada.example"), (template.TemplateName, template.Subject, template.Preheader, template.Body, template.Language, template.SenderName, template.ReplyTo));
        Assert.Equal((null, 0, 0, BlastState.Draft), (template.SegmentId, template.HeldOutShare, template.TrialShare, template.State));

        (await nation.Panel.Get("/mail/templates")).Shows("The weekly letter A word");
        var chosen = $"/mail/new?template={template.Id}&segment={segment.Id}";
        var form = await nation.Panel.Get(chosen);
        Assert.Equal($"/mail/new?template={template.Id}&segment={segment.Id}", form.Document.QuerySelector(".begin-with [aria-current]")!.GetAttribute("href"));
        var begun = await (await nation.Panel.Fill(form, chosen, new { Form_Subject = "The letter of May" })).Follow();

        begun.Shows("In several languages: English, French");
        var blast = await nation.Db.Blasts.OrderBy(b => b.Id).LastAsync(Ct);
        Assert.Equal(("The letter of May", "First words", "<p>The letter.</p>", "Nadia", (long?)segment.Id, null), (blast.Subject, blast.Preheader, blast.Body, blast.SenderName, blast.SegmentId, blast.TemplateName));
        Assert.Equal(0, blast.HeldOutShare);
        var french = await nation.Db.BlastVersions.SingleAsync(v => v.BlastId == blast.Id, Ct);
        Assert.Equal(("fr", "Un mot", "D’abord", "<p>La lettre.</p>"), (french.Language, french.Subject, french.Preheader, french.Body));
        Assert.Null((await nation.Db.Blasts.SingleAsync(b => b.Id == blast.Id && b.TemplateName == null, Ct)).PatternPath);
    }

    [Fact]
    public async Task Versions_that_were_drawn_by_lot_stay_with_their_mail()
    {
        await using var nation = await app.NewNation();
        var mail = await nation.Seeds.SentMail((DeliveryState.Sent, true, false));
        await nation.Do((_, db) => Task.FromResult(db.Add(new BlastVersion { BlastId = mail.Id, Place = 1, Subject = "Another word" })));

        (await (await nation.Panel.Submit($"/mail/{mail.Id}", new { name = "Word" }, "/template")).Follow()).Shows("Kept as the template “Word”.");

        var template = await nation.Db.Templates().SingleAsync(Ct);
        Assert.False(await nation.Db.BlastVersions.AnyAsync(v => v.BlastId == template.Id, Ct));
        Assert.Null(template.FrozenAt);
    }

    [Fact]
    public async Task A_template_is_never_sent_and_stands_among_no_mails()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ana@example.org");
        var template = await Template(nation);

        foreach (var path in new[] { "/mail", "/mail?in=drafts", "/mail?q=word", "/mail/past", "/mail/automatic", "/mail/approvals", "/segments/new", "/mail/new?by=text", "/" }) (await nation.Panel.Get(path)).DoesNotShow("Kept word");
        (await nation.Panel.Get("/mail/new?by=text")).DoesNotShow("Begin with");
        Assert.Equal("/mail/templates", (await nation.Panel.Get($"/mail/{template.Id}/send")).Location);
        Assert.Equal($"/mail/{template.Id}/edit", (await nation.Panel.Get($"/mail/{template.Id}")).Location);
        var edit = await nation.Panel.Get($"/mail/{template.Id}/edit");
        edit.Shows("A template: it is never sent.");
        edit.DoesNotShow("Go on to sending");
        edit.DoesNotShow("For whom");
        (await nation.Panel.Get($"/mail/{template.Id}/preview")).Shows("Send a test");
        await nation.Panel.PostFrom("/mail", $"/mail/{template.Id}/send", new { when = "now", Form_Count = "1" });

        Assert.Equal("Only a draft can be sent.", Assert.Single(Assert.IsType<Scheduling.Refused>(await nation.Schedule(template)).Reasons).Text);
        Assert.Equal(BlastState.Draft, (await nation.Read(template)).State);
        Assert.Equal(0, await nation.RunMail());
    }

    [Fact]
    public async Task A_template_is_changed_named_anew_duplicated_and_deleted_and_what_was_begun_with_it_stays()
    {
        await using var nation = await app.NewNation();
        var segment = await nation.Seeds.Segment("Town", new SegmentCondition("reachable", "mail", []));
        var (template, panel) = (await Template(nation), nation.Panel);
        await panel.Submit($"/mail/new?template={template.Id}", new { });
        var edit = $"/mail/{template.Id}/edit";

        // For nobody, and holding nobody out, whatever is posted.
        (await (await panel.Submit(edit, new { Form_Subject = "Another word", Form_SegmentId = segment.Id, Form_HoldsOut = "true" })).Follow()).Shows("Saved.");
        (await (await panel.Submit(edit, new { name = "Spring" }, "/name")).Follow()).Shows("Spring");
        (await (await panel.Submit(edit, new { name = " !" }, "/name")).Follow()).Shows("The name needs a letter or a figure.");
        (await (await panel.Submit(edit, new { }, "/copy")).Follow()).Shows("This is a new template with the same text.");

        var kept = await nation.Read(template);
        Assert.Equal(("Spring", "Another word", null, 0), (kept.TemplateName, kept.Subject, kept.SegmentId, kept.HeldOutShare));
        Assert.Equal(["Spring", "Spring (copy)"], await nation.Db.Templates().OrderBy(b => b.Id).Select(b => b.TemplateName).ToListAsync(Ct));
        (await panel.Get(edit)).Shows("“Spring” goes for good. Mails that were begun with it stay as they are.");
        var gone = await panel.Submit(edit, new { }, "/removal");
        Assert.Equal("/mail/templates", gone.Location);
        (await gone.Follow()).Shows("The template “Spring” is deleted.");
        Assert.Equal("A word", (await nation.Db.Blasts.SingleAsync(b => b.TemplateName == null, Ct)).Subject);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "blast.deleted" && a.SubjectId == template.Id, Ct));
        (await (await panel.Get($"/mail/new?template={template.Id}")).Follow()).Shows("This template is not there any more.");
    }

    [Theory]
    [InlineData(MailFormat.Markdown, "**The** letter.")]
    [InlineData(MailFormat.Html, "<p>The letter.</p>")]
    public async Task A_mail_begins_in_the_way_in_which_the_template_is_written(MailFormat format, string body)
    {
        await using var nation = await app.NewNation();
        var template = await nation.Seeds.Mail(b => (b.TemplateName, b.Format, b.Body) = ("Letter", format, body));
        var form = await nation.Panel.Get($"/mail/new?template={template.Id}");
        form.DoesNotShow("Write it as:");

        await nation.Panel.Fill(form, $"/mail/new?template={template.Id}", new { });

        var blast = await nation.Db.Blasts.SingleAsync(b => b.TemplateName == null, Ct);
        Assert.Equal((format, body), (blast.Format, blast.Body));
    }

    [Fact]
    public async Task Texts_and_the_texts_of_automatic_mails_are_not_kept_and_nobody_elses_template_is_there()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var theirs = await Template(other);
        var now = app.Clock.GetUtcNow();
        var (text, pattern) = (new Blast { Channel = Channel.Sms, Subject = "A text", Language = "en", CreatedAt = now, ChangedAt = now }, new Blast { PatternOf = 7, Subject = "A pattern", Language = "en", CreatedAt = now, ChangedAt = now });
        await nation.Do((_, db) =>
        {
            db.AddRange(text, pattern);
            return Task.CompletedTask;
        });

        foreach (var id in new[] { text.Id, pattern.Id }) Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/mail", $"/mail/{id}/template", new { name = "x" })).Status);
        (await nation.Panel.Get($"/mail/{text.Id}/edit")).DoesNotShow("Keep as template");

        (await (await nation.Panel.Get($"/mail/new?template={theirs.Id}")).Follow()).Shows("This template is not there any more.");
        (await nation.Panel.Get("/mail/templates")).DoesNotShow("Kept word");
        Assert.False(await nation.Db.Templates().AnyAsync(Ct));
    }

    [Fact]
    public async Task A_name_is_needed_and_there_are_a_hundred_at_most()
    {
        await using var nation = await app.NewNation();
        var mail = await nation.Seeds.Mail();
        var edit = $"/mail/{mail.Id}/edit";

        (await (await nation.Panel.Submit(edit, new { name = "…" }, "/template")).Follow()).Shows("The name needs a letter or a figure.");
        (await (await nation.Panel.Submit(edit, new { name = new string('x', KeepTemplate.LongestName + 1) }, "/template")).Follow()).Shows("The name is too long: 80 signs at most.");
        for (var i = 0; i < KeepTemplate.Most; i++) await nation.Seeds.Mail(b => b.TemplateName = $"T{i}");
        (await (await nation.Panel.Submit(edit, new { name = "One more" }, "/template")).Follow()).Shows("100 templates are kept already: delete one first.");

        Assert.Equal(KeepTemplate.Most, await nation.Db.Templates().CountAsync(Ct));
    }

    private static Task<Blast> Template(TestNation nation) => nation.Seeds.Mail(b => b.TemplateName = "Kept word");
}
