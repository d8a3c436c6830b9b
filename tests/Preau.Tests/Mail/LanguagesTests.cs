using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;
using Preau.Mail.Approval;
using Preau.Mail.Measuring;

namespace Preau.Tests.Mail;

/// <summary>A message in several languages: each reader gets theirs.</summary>
public sealed class LanguagesTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_reader_gets_text_subject_frame_and_reasons_in_their_language()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var blast = await nation.Seeds.Mail(b => (b.Subject, b.Preheader, b.Body, b.Language) = ("Our plan", "In English", "<p>Read <a href=\"https://example.org/en\">the plan</a>.</p>", "en"));
        var panel = nation.Panel;

        var added = await panel.Submit($"/mail/{blast.Id}/edit", new { }, "/languages");
        Assert.EndsWith($"/mail/{blast.Id}/versions/0?language=fr", added.Location, StringComparison.Ordinal);
        // It begins as a copy of what stands there.
        Assert.Contains("Our plan", (await added.Follow()).Html, StringComparison.Ordinal);
        (await (await panel.Submit($"/mail/{blast.Id}/versions/0?language=fr", new { Form_Subject = "Notre programme", Form_Preheader = "En français", Form_Body = "<p>Lisez <a href=\"https://example.org/fr\">le programme</a>.</p>" })).Follow()).Shows("Each reader gets it in their language");
        (await panel.Get($"/mail/{blast.Id}/edit")).Shows("In several languages: English, French");
        (await panel.Get($"/mail/{blast.Id}/send")).Shows("French: Notre programme");

        await nation.SendNow(blast);

        // One whose language is known to be German, which nobody wrote, gets the first.
        foreach (var (to, isFrench) in new[] { ("en@example.org", false), ("fr@example.org", true), ("de@example.org", false) })
        {
            var mail = Assert.Single(relay.Mails, m => m.To == to).Message;
            Assert.Equal(isFrench ? "Notre programme" : "Our plan", mail.Subject);
            Assert.Contains(isFrench ? "le programme" : "the plan", mail.HtmlBody, StringComparison.Ordinal);
            Assert.Contains(isFrench ? "Se désinscrire" : "Unsubscribe", mail.HtmlBody, StringComparison.Ordinal);
            Assert.Contains(isFrench ? "Vous recevez ce courriel" : "You get this mail", mail.HtmlBody, StringComparison.Ordinal);
            Assert.Contains(isFrench ? "En français" : "In English", mail.HtmlBody, StringComparison.Ordinal);
            Assert.Contains(isFrench ? "lang=\"fr\"" : "lang=\"en\"", mail.HtmlBody, StringComparison.Ordinal);
        }

        // Whose language is not known has the campaign's, as everywhere else.
        Assert.Equal(nation.Facts.Language == "fr" ? "Notre programme" : "Our plan", Assert.Single(relay.Mails, m => m.To == "none@example.org").Message.Subject);
        Assert.Equal(["https://example.org/en", "https://example.org/fr"], await nation.Db.MailLinks.Where(l => l.BlastId == blast.Id).Select(l => l.Url).Order().ToListAsync(Ct));
        // Languages are no trial: nothing is compared.
        (await panel.Get($"/mail/{blast.Id}/results")).DoesNotShow("Difference");
        Assert.Contains(",fr,", (await panel.Get($"/mail/{blast.Id}/deliveries.csv")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_held_out_gets_it_in_no_language()
    {
        await using var nation = await Ready();
        await nation.Readers(300);
        var blast = await nation.Seeds.Mail(b => b.HeldOutShare = 2000);
        await French(nation, blast);

        await nation.Frozen(blast);

        var signer = await nation.Services.GetRequiredService<MailLinks>().Prepare(Ct);
        var french = await nation.Db.People.Where(p => p.Language == "fr" || (p.Language == null && nation.Facts.Language == "fr")).Select(p => p.Id).ToListAsync(Ct);
        Assert.All(await nation.Deliveries(blast), d =>
        {
            Assert.Equal(DrawLots.IsHeldOut(signer, blast, d.PersonId), d.State == DeliveryState.HeldOut);
            if (d.State == DeliveryState.Waiting) Assert.Equal((0, french.Contains(d.PersonId) ? "fr" : null), (d.Version, d.Language));
        });
    }

    [Fact]
    public async Task Each_language_is_checked_previewed_and_copied()
    {
        await using var nation = await Ready();
        var panel = nation.Panel;
        var blast = await nation.Seeds.Mail(b => b.Body = "<p>Hello.</p>");
        await French(nation, blast, "<p>Bonjour {{ person.nobody }}</p>");

        var page = await panel.Get($"/mail/{blast.Id}/send");
        page.Shows("French: In the text, in {{ person.nobody }}: nothing is called “person.nobody”.");
        Assert.Null(page.Document.QuerySelector("button[value=now]"));
        await nation.Do(async (_, db) => (await db.BlastVersions.SingleAsync(Ct)).Body = "<p>Bonjour à vous</p>");
        var (french, english) = (await Id(nation, "fr@example.org"), await Id(nation, "en@example.org"));
        Assert.Contains("version=1", (await panel.Get($"/mail/{blast.Id}/preview?person={french}")).Document.QuerySelector("iframe")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains("version=0", (await panel.Get($"/mail/{blast.Id}/preview?person={english}")).Document.QuerySelector("iframe")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains("version=0", (await panel.Get($"/mail/{blast.Id}/preview?person={french}&version=0")).Document.QuerySelector("iframe")!.GetAttribute("src"), StringComparison.Ordinal);

        await panel.Submit($"/mail/{blast.Id}/edit", new { }, "copy");
        Assert.Equal(["fr", "fr"], await nation.Db.BlastVersions.Select(v => v.Language).ToListAsync(Ct));
        // The first text in the language of the other would leave nobody the first.
        await nation.Do(async (_, db) => (await db.Blasts.SingleAsync(b => b.Id == blast.Id, Ct)).Language = "fr");
        (await panel.Get($"/mail/{blast.Id}/send")).Shows("It is written twice in one language");
        Assert.IsType<Scheduling.Refused>(await nation.Schedule(blast));
        await panel.Submit($"/mail/{blast.Id}/versions", new { }, "removal");
        Assert.Equal(0, await nation.Db.BlastVersions.CountAsync(v => v.BlastId == blast.Id, Ct));
    }

    [Fact]
    public async Task A_change_of_one_language_changes_the_mark_that_was_approved()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail();
        await French(nation, blast);
        var before = await nation.Services.GetRequiredService<ContentMark>().Of(await nation.Read(blast), null, Ct);

        await nation.Do(async (_, db) => (await db.BlastVersions.SingleAsync(Ct)).Preheader = "Autre chose");

        Assert.NotEqual(before, await nation.Services.GetRequiredService<ContentMark>().Of(await nation.Read(blast), null, Ct));
    }

    private static Task French(TestNation nation, Blast blast, string body = "<p>Bonjour.</p>") => nation.Do((_, db) =>
    {
        db.Add(new BlastVersion { BlastId = blast.Id, Language = "fr", Subject = "Un mot", Preheader = "Premiers mots", Body = body });
        return Task.CompletedTask;
    });

    private static Task<long> Id(TestNation nation, string email) => nation.Db.PersonEmails.Where(e => e.Address == email).Select(e => e.PersonId).SingleAsync(Ct);

    private async Task<TestNation> Ready(FakeRelay? relay = null)
    {
        var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        foreach (var language in new[] { "en", "fr", "de" }) await nation.Seeds.Reader($"{language}@example.org", with: p => p.Language = language);
        await nation.Seeds.Reader("none@example.org");
        return nation;
    }
}
