using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Automatic;
using Preau.Mail.Automatic.Newsletters;
using Preau.Mail.Blocks;
using Preau.Mail.Measuring;
using Preau.Segments;
using Preau.Site;

namespace Preau.Tests.Mail.Automatic;

/// <summary>What repeats keeps the languages that it is written in, the better words, and the tick that holds people out.</summary>
public sealed class RepeatedTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static readonly Purpose[] Both = [Purpose.News, Purpose.Targeted];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_birthday_is_wished_in_the_language_of_whoever_has_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var mail = await Birthday(nation);
        var segment = await nation.Seeds.Segment("English", new SegmentCondition("language", "is", ["en"]));
        await nation.Db.Blasts.Where(b => b.Id == mail.BlastId).ExecuteUpdateAsync(s => s.SetProperty(b => b.Format, MailFormat.Html).SetProperty(b => b.Body, "<p>Bon anniversaire.</p>"), Ct);
        var added = await nation.Panel.Submit($"/mail/{mail.BlastId}/edit", new { }, "/languages");
        Assert.EndsWith($"/mail/{mail.BlastId}/versions/0?language=en", added.Location, StringComparison.Ordinal);
        await nation.Db.BlastVersions.ExecuteUpdateAsync(s => s.SetProperty(v => v.Subject, "Many happy returns").SetProperty(v => v.Body, $"<p>All the best.</p>{{% only {segment.Id} %}}<p>See you soon.</p>{{% endonly %}}"), Ct);
        (await nation.Panel.Get($"/mail/{mail.BlastId}/edit")).Shows("In several languages: French, English");
        foreach (var language in new[] { "en", "fr" }) await Born(nation, $"{language}@example.org", language);

        await Tomorrow(nation);

        var english = Assert.Single(relay.Mails, m => m.To == "en@example.org").Message;
        Assert.Equal("Many happy returns", english.Subject);
        Assert.Contains("All the best.", english.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("See you soon.", english.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("it goes to: people whose birthday it is", english.HtmlBody, StringComparison.Ordinal);
        var french = Assert.Single(relay.Mails, m => m.To == "fr@example.org").Message;
        Assert.NotEqual(english.Subject, french.Subject);
        Assert.Contains("Bon anniversaire.", french.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("whose birthday", french.HtmlBody, StringComparison.Ordinal);
        // A segment that is changed later changes no part of it, in whichever language that is.
        var sent = await nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.StepId == mail.Id && b.PatternOf == null, Ct);
        Assert.Contains($"\"{segment.Id}\"", sent.Limits, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_an_automatic_mail_holds_people_out_where_its_text_says_so_and_its_report_compares()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var mail = await Birthday(nation);
        for (var i = 0; i < 30; i++) await Born(nation, $"n{i}@example.org", "fr");
        await nation.Panel.Submit($"/mail/{mail.BlastId}/edit", new { Form_HoldsOut = "true", Form_HeldOutPercent = "50" });

        await Tomorrow(nation);

        var sent = await nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.StepId == mail.Id && b.PatternOf == null, Ct);
        var total = await nation.Total(sent);
        Assert.Equal((5000, 30L), (sent.HeldOutShare, total.Audience));
        Assert.InRange(total.HeldOut, 3, 27);
        Assert.Equal(30 - total.HeldOut, relay.Mails.Count);
        (await nation.Panel.Get($"/mail/{sent.Id}")).Shows("What people did");
        (await nation.Panel.Get($"/mail/automatic/{mail.Id}")).Shows("Held out");
    }

    [Fact]
    public async Task Nobody_is_held_out_of_an_answer_and_it_is_in_the_language_of_its_page()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var page = await nation.Seeds.Page(PageKind.SignUp, "join", "Join us", language: "en");
        var mail = await nation.Services.GetRequiredService<KeepAutomatic>().New(AutomaticKind.Answer, page.Id, Ct) ?? throw new InvalidOperationException();

        var edit = await nation.Panel.Get($"/mail/{mail.BlastId}/edit");
        edit.DoesNotShow("Hold people out");
        edit.DoesNotShow("Write it in another language");
        await nation.Panel.PostFrom($"/mail/{mail.BlastId}/edit", $"/mail/{mail.BlastId}/languages", new { language = "fr" });
        Assert.Equal(0, await nation.Db.BlastVersions.CountAsync(Ct));
    }

    [Fact]
    public async Task An_issue_has_the_news_of_each_language_and_holds_out_whom_its_text_does()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var bridge = await nation.Seeds.Page(PageKind.Post, "pont", "Le pont");
        await nation.Seeds.Page(PageKind.Post, "bridge", "The bridge", language: "en", with: p => p.GroupId = bridge.GroupId);
        var square = await nation.Seeds.Page(PageKind.Post, "place", "La place");
        var letter = await nation.Services.GetRequiredService<KeepAutomatic>().Newsletter(Ct);
        await nation.Do(async (_, db) =>
        {
            var pattern = await db.Blasts.SingleAsync(b => b.Id == letter.BlastId, Ct);
            pattern.HeldOutShare = 700;
            db.Add(new BlastVersion { BlastId = pattern.Id, Language = "en", Subject = "News: [title]", Body = pattern.Body });
        });

        var issue = await Issue(nation, letter);
        var english = await nation.Db.BlastVersions.AsNoTracking().SingleAsync(v => v.BlastId == issue!.Id, Ct);
        Assert.Equal((700, "en", "News: The bridge"), (issue!.HeldOutShare, english.Language, english.Subject));
        foreach (var title in new[] { "Le pont", "La place" }) Assert.Contains(title, issue.Body, StringComparison.Ordinal);
        Assert.Contains("The bridge", english.Body, StringComparison.Ordinal);
        foreach (var other in new[] { "Le pont", "La place" }) Assert.DoesNotContain(other, english.Body, StringComparison.Ordinal);

        // What is nowhere but in French is news to those who read English, too, where theirs has none.
        await nation.Seeds.Page(PageKind.Post, "quai", "Le quai");
        issue = await Issue(nation, letter);
        Assert.Contains("Le quai", (await nation.Db.BlastVersions.AsNoTracking().SingleAsync(v => v.BlastId == issue!.Id, Ct)).Body, StringComparison.Ordinal);

        // Nothing new in French, and what was translated since they had: the issue waits until it is full in both.
        await nation.Seeds.Page(PageKind.Post, "square", "The square", language: "en", with: p => p.GroupId = square.GroupId);
        Assert.Null(await Issue(nation, letter));
        await nation.Seeds.Page(PageKind.Post, "port", "Le port");
        issue = await Issue(nation, letter);
        Assert.Contains("Le port", issue!.Body, StringComparison.Ordinal);
        Assert.Contains("The square", (await nation.Db.BlastVersions.AsNoTracking().SingleAsync(v => v.BlastId == issue.Id, Ct)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_in_two_languages_is_repeated_in_both()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, false, false));
        await Version(nation, blast, "fr", "Un mot");
        app.Clock.Advance(TimeSpan.FromHours(49));

        await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "resend");

        var draft = await nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.ResendOf == blast.Id, Ct);
        var french = await nation.Db.BlastVersions.AsNoTracking().SingleAsync(v => v.BlastId == draft.Id, Ct);
        Assert.Equal("Once more: A word", draft.Subject);
        Assert.Equal(("fr", "<p>Un mot.</p>"), (french.Language, french.Body));
        Assert.EndsWith(": Un mot", french.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("Once more", french.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, "Other words")]
    [InlineData(null, 0, "A word")]
    // Version A did harm and was stopped: its words are not written once more.
    [InlineData(null, 1, "Other words")]
    public async Task A_mail_that_was_tried_out_is_repeated_in_the_words_that_did_better(int? winner, int stopped, string subject)
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, false, false));
        await Version(nation, blast, BlastVersion.Own, "Other words");
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Winner, winner).SetProperty(b => b.Stopped, stopped), Ct);
        app.Clock.Advance(TimeSpan.FromHours(49));

        await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "resend");

        var draft = await nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.ResendOf == blast.Id, Ct);
        Assert.Equal($"Once more: {subject}", draft.Subject);
        Assert.Equal(subject == "A word" ? blast.Body : "<p>Other words.</p>", draft.Body);
        Assert.Equal(0, await nation.Db.BlastVersions.CountAsync(v => v.BlastId == draft.Id, Ct));
    }

    private static Task Version(TestNation nation, Blast blast, string language, string words) => nation.Do((_, db) =>
    {
        db.Add(new BlastVersion { BlastId = blast.Id, Place = language.Length == 0 ? 1 : 0, Language = language, Subject = words, Body = $"<p>{words}.</p>" });
        return Task.CompletedTask;
    });

    private static async Task<AutomaticMail> Birthday(TestNation nation)
    {
        var mail = await nation.Services.GetRequiredService<KeepAutomatic>().New(AutomaticKind.Birthday, null, Ct) ?? throw new InvalidOperationException();
        await nation.Do(async (services, db) => await services.GetRequiredService<KeepAutomatic>().Switch(await db.AutomaticMails.SingleAsync(Ct), true, Ct));
        return mail;
    }

    private async Task Born(TestNation nation, string email, string language)
    {
        var day = DateOnly.FromDateTime(app.Clock.GetUtcNow().AddDays(1).Date);
        await nation.Seeds.Reader(email, consents: Both, with: p => (p.Language, p.BornOn) = (language, new DateOnly(1996, day.Month, day.Day)));
    }

    private async Task Tomorrow(TestNation nation)
    {
        var day = app.Clock.GetUtcNow().AddDays(1).Date;
        app.Clock.Advance(new DateTimeOffset(day, TimeSpan.Zero).AddHours(9.1) - app.Clock.GetUtcNow());
        await Run(nation, new RunAutomatic());
        await nation.RunMail();
    }

    private async Task<Blast?> Issue(TestNation nation, Newsletter letter)
    {
        var last = await nation.Db.Blasts.Where(b => b.IssueOf == letter.Id).MaxAsync(b => b.Id, Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Do(async (_, db) => await db.Newsletters.Where(n => n.Id == letter.Id).ExecuteUpdateAsync(s => s.SetProperty(n => n.IsOn, true).SetProperty(n => n.NextAt, app.Clock.GetUtcNow()), Ct));
        await Run(nation, new MakeIssues());
        return await nation.Db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.IssueOf == letter.Id && b.Id > last, Ct);
    }

    private static async Task Run(TestNation nation, Preau.Jobs.IJob job)
    {
        await nation.Do((_, db) =>
        {
            db.Enqueue(job);
            return Task.CompletedTask;
        });
        await nation.RunJobs();
    }
}
