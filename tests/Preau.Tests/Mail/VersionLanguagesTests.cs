using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Jobs;
using Preau.Mail;
using Preau.Mail.Approval;
using Preau.Mail.Measuring;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>Versions that are drawn by lot, each in several languages: everybody gets the version that the lot gave them, in their language.</summary>
public sealed class VersionLanguagesTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_reader_gets_the_version_of_their_lot_in_their_language()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var blast = await Written(nation);

        await nation.SendNow(blast);

        var signer = await nation.Services.GetRequiredService<MailLinks>().Prepare(Ct);
        var french = await French(nation);
        var all = await nation.Deliveries(blast);
        Assert.All(all, d => Assert.Equal((DrawLots.VersionOf(signer, blast, 2, d.PersonId), french.Contains(d.PersonId) ? "fr" : null, DeliveryState.Sent), (d.Version, d.Language, d.State)));
        Assert.All(new[] { (0, null), (0, "fr"), (1, null), (1, (string?)"fr") }, t => Assert.Contains(all, d => (d.Version, d.Language) == t));
        Assert.All(all, d =>
        {
            var mail = Assert.Single(relay.Mails, m => m.To == d.Address).Message;
            Assert.Equal(Subject(d), mail.Subject);
            Assert.Contains(d.Language == "fr" ? "Se désinscrire" : "Unsubscribe", mail.HtmlBody, StringComparison.Ordinal);
        });
        // Readers of both languages count in what is compared.
        await nation.ArmsAgree(blast);
        Assert.Equal([(0, (long)all.Count(d => d.Version == 0)), (1, all.Count(d => d.Version == 1))], (await nation.Db.BlastArms.Where(a => a.BlastId == blast.Id).OrderBy(a => a.Place).ToListAsync(Ct)).Select(a => (a.Place, a.People)));
        var file = (await nation.Panel.Get($"/mail/{blast.Id}/deliveries.csv")).Html;
        Assert.Contains(",B,", file, StringComparison.Ordinal);
        Assert.Contains(",fr,", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_got_is_told_in_the_words_that_they_got()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var blast = await Written(nation, isWhole: false);
        await nation.SendNow(blast);
        var part = nation.Services.GetServices<IPersonPart>().OfType<MailPart>().Single();

        foreach (var d in (await nation.Deliveries(blast)).DistinctBy(d => (d.Version, d.Language)))
        {
            var subject = d is { Version: 1, Language: "fr" } ? "B" : Subject(d);
            (await nation.Panel.Get($"/people/{d.PersonId}")).Shows($"“{subject}”");
            Assert.Contains($"\"Subject\":{JsonSerializer.Serialize(subject)}", JsonSerializer.Serialize(await part.Export(d.PersonId, Ct)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_version_that_lacks_a_language_is_named_before_it_leaves_and_goes_out_in_that_of_the_mail()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var blast = await Written(nation, isWhole: false);

        (await nation.Panel.Get($"/mail/{blast.Id}/send")).Shows("There is no text in this language: Version B, French. Whoever reads that, and gets this version, gets it in the language of the mail: English.");
        await nation.SendNow(blast);

        Assert.Contains(await nation.Deliveries(blast), d => d is { Version: 1, Language: "fr" });
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(d.Version == 1 ? "B" : Subject(d), Assert.Single(relay.Mails, m => m.To == d.Address).Message.Subject));
    }

    [Fact]
    public async Task Waves_and_the_version_that_is_chosen_keep_the_language()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var blast = await Written(nation, with: b => (b.TrialShare, b.TrialMinutes, b.TrialWaves) = (4000, 60, 2));
        await nation.SendNow(blast);
        var french = await French(nation);
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(french.Contains(d.PersonId) ? "fr" : null, d.Language));

        await Hours(nation);
        Assert.Equal(1, (await nation.Read(blast)).Wave);
        await nation.Services.GetRequiredService<IHandle<DecideVersion>>().Run(new(blast.Id, IsAsked: true), Ct);
        await Hours(nation);

        var all = await nation.Deliveries(blast);
        Assert.Contains(all, d => d is { Wave: 1, IsRest: false, Version: 1, Language: "fr" });
        Assert.Contains(all, d => d is { Wave: 2, IsRest: true, Language: "fr" });
        Assert.All(all, d => Assert.Equal((DeliveryState.Sent, Subject(d)), (d.State, Assert.Single(relay.Mails, m => m.To == d.Address).Message.Subject)));
        await nation.ArmsAgree(blast);
    }

    [Fact]
    public async Task Both_are_written_on_one_screen()
    {
        await using var nation = await Ready();
        var panel = nation.Panel;
        var blast = await nation.Seeds.Mail(b => (b.Subject, b.Body) = ("A", "<p>Hello.</p>"));
        await panel.Submit($"/mail/{blast.Id}/edit", new { }, "/languages");
        await panel.Submit($"/mail/{blast.Id}/versions/0?language=fr", new { Form_Subject = "A en français", Form_Body = "<p>Bonjour.</p>" });

        await panel.PostFrom($"/mail/{blast.Id}/versions", $"/mail/{blast.Id}/versions", new { });
        await panel.Submit($"/mail/{blast.Id}/versions/1", new { Form_Subject = "B" });
        var screen = await panel.Get($"/mail/{blast.Id}/versions");
        screen.Shows("Each reader gets one of the versions, drawn by lot, in equal parts, and in their language");
        Assert.Equal(["Version A, English", "Version A, French", "Version B, English", "Version B, French"], screen.Document.QuerySelectorAll("tbody th").Select(h => h.TextContent));
        var written = await panel.Submit($"/mail/{blast.Id}/versions", new { }, "/languages");
        Assert.EndsWith($"/mail/{blast.Id}/versions/1?language=fr", written.Location, StringComparison.Ordinal);

        // Its text is the first one's, as that is translated; its subject is its own.
        var begun = await nation.Db.BlastVersions.AsNoTracking().SingleAsync(v => v.Place == 1 && v.Language == "fr", Ct);
        Assert.Equal(("B", "<p>Bonjour.</p>"), (begun.Subject, begun.Body));
        await panel.PostFrom($"/mail/{blast.Id}/versions", $"/mail/{blast.Id}/languages", new { place = 1, language = "fr" });
        await panel.PostFrom($"/mail/{blast.Id}/versions", $"/mail/{blast.Id}/languages", new { place = 2, language = "fr" });
        Assert.Equal(3, await nation.Db.BlastVersions.CountAsync(Ct));
        await panel.Submit($"/mail/{blast.Id}/versions/1?language=fr", new { Form_Subject = "B en français" });
        var reader = (await French(nation))[0];
        var preview = await panel.Get($"/mail/{blast.Id}/preview?person={reader}");
        preview.Shows("A en français");
        preview.Shows("Version B, French");
        (await panel.Get($"/mail/{blast.Id}/preview?person={reader}&version=3")).Shows("B en français");
        (await panel.Get($"/mail/{blast.Id}/send")).Shows("Version B, French: B en français");

        await panel.Submit($"/mail/{blast.Id}/edit", new { }, "copy");
        Assert.Equal([(0, "fr", "A en français"), (1, "", "B"), (1, "fr", "B en français")], (await nation.Db.BlastVersions.Where(v => v.BlastId != blast.Id).OrderBy(v => v.Place).ThenBy(v => v.Language).ToListAsync(Ct)).Select(v => (v.Place, v.Language, v.Subject)));

        await panel.PostFrom($"/mail/{blast.Id}/versions", $"/mail/{blast.Id}/versions/removal", new { });
        Assert.Equal([(0, "fr")], (await nation.Db.BlastVersions.Where(v => v.BlastId == blast.Id).ToListAsync(Ct)).Select(v => (v.Place, v.Language)));
        await panel.PostFrom($"/mail/{blast.Id}/versions", $"/mail/{blast.Id}/versions/removal?language=fr", new { });
        Assert.Equal(0, await nation.Db.BlastVersions.CountAsync(v => v.BlastId == blast.Id, Ct));
    }

    [Fact]
    public async Task A_language_is_taken_away_from_all_versions_and_they_stay()
    {
        await using var nation = await Ready();
        var blast = await Written(nation);

        await nation.Panel.PostFrom($"/mail/{blast.Id}/versions", $"/mail/{blast.Id}/versions/removal?language=fr", new { });

        Assert.Equal([(1, "")], (await nation.Db.BlastVersions.ToListAsync(Ct)).Select(v => (v.Place, v.Language)));
    }

    [Fact]
    public async Task Which_version_is_written_in_which_language_changes_the_mark_that_was_approved()
    {
        await using var nation = await Ready();
        var (first, second) = (await Written(nation), await Written(nation));
        await nation.Db.BlastVersions.Where(v => v.BlastId == first.Id && v.Language == "fr" && v.Place == 1).ExecuteDeleteAsync(Ct);
        await nation.Db.BlastVersions.Where(v => v.BlastId == second.Id && v.Language == "fr" && v.Place == 0).ExecuteDeleteAsync(Ct);
        await nation.Db.BlastVersions.Where(v => v.Language == "fr").ExecuteUpdateAsync(s => s.SetProperty(v => v.Subject, "En français"), Ct);
        var mark = nation.Services.GetRequiredService<ContentMark>();

        Assert.NotEqual(await mark.Of(first, null, Ct), await mark.Of(second, null, Ct));
    }

    [Fact]
    public async Task It_is_repeated_in_the_version_that_did_better_in_all_its_languages()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var blast = await Written(nation);
        await nation.SendNow(blast);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Winner, 1), Ct);
        app.Clock.Advance(TimeSpan.FromHours(49));

        await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "resend");

        var draft = await nation.Db.Blasts.AsNoTracking().SingleAsync(b => b.ResendOf == blast.Id, Ct);
        var french = await nation.Db.BlastVersions.AsNoTracking().SingleAsync(v => v.BlastId == draft.Id, Ct);
        Assert.Equal("Once more: B", draft.Subject);
        Assert.Equal((0, "fr"), (french.Place, french.Language));
        Assert.EndsWith(": B en français", french.Subject, StringComparison.Ordinal);
    }

    private static string Subject(MailDelivery d) => VersionsOf.Letter(d.Version) + (d.Language == "fr" ? " en français" : "");

    /// <summary>In English and French, «A» and «B»; the French one of B only where it is whole.</summary>
    private static async Task<Blast> Written(TestNation nation, bool isWhole = true, Action<Blast>? with = null)
    {
        var blast = await nation.Seeds.Mail(b =>
        {
            (b.Subject, b.Body) = ("A", "<p>Hello.</p>");
            with?.Invoke(b);
        });
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Language = "fr", Subject = "A en français", Body = "<p>Bonjour.</p>" });
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "B", Body = "<p>Hello.</p>" });
            if (isWhole) db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Language = "fr", Subject = "B en français", Body = "<p>Bonjour.</p>" });
            return Task.CompletedTask;
        });
        return blast;
    }

    private static Task<long[]> French(TestNation nation) => nation.Db.People.Where(p => p.Language == "fr").Select(p => p.Id).ToArrayAsync(Ct);

    private async Task Hours(TestNation nation)
    {
        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.RunJobs();
        await nation.RunMail();
    }

    private async Task<TestNation> Ready(FakeRelay? relay = null)
    {
        var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(120);
        await nation.Db.People.Where(p => p.Id % 2 == 0).ExecuteUpdateAsync(s => s.SetProperty(p => p.Language, "fr"), Ct);
        await nation.Db.People.Where(p => p.Id % 2 == 1).ExecuteUpdateAsync(s => s.SetProperty(p => p.Language, "en"), Ct);
        return nation;
    }
}
