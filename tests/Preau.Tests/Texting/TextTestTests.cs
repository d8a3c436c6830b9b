using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>A text to many, sent to a telephone of the team to be looked at.</summary>
public sealed class TextTestTests(TextingApp app) : IClassFixture<TextingApp>
{
    private const string Typed = "06 39 98 66 01", Number = "+33639986601";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_arrives_as_one_person_would_get_it_and_counts_nowhere()
    {
        await using var nation = await app.NewCampaign();
        var (ada, _) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast("Bonjour {{ person.first_name }}, le plan : https://elsewhere.example/plan");

        var sent = await nation.Panel.Submit($"/mail/{blast.Id}/preview?person={ada.Id}", new { to = Typed }, "/test");
        (await sent.Follow()).Shows("The gateway took the test.");
        await app.Deliver(nation);

        Assert.Equal($"[Essai] Bonjour Camille, le plan : https://elsewhere.example/plan\n{nation.Facts.Name}. Répondez STOP pour ne plus recevoir de SMS.", Assert.Single(app.Phones.Of(Number)).Text);
        Assert.False(await nation.Db.TextMessages.AnyAsync(Ct) || await nation.Db.Conversations.AnyAsync(Ct) || await nation.Db.MailDeliveries.AnyAsync(Ct) || await nation.Db.MailLinks.AnyAsync(Ct));
        Assert.Equal(blast.Id, (await nation.Db.AuditEntries.SingleAsync(e => e.Action == "texts.tested", Ct)).SubjectId);
        // What the network says of it is heard, and nothing is written down.
        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get($"/gateways/texts/{await TextingApp.Secret(nation)}/reports?text=test-1&status=1")).Status);
    }

    [Fact]
    public async Task A_test_goes_to_one_number_that_is_one_and_not_to_one_that_is_shut()
    {
        await using var nation = await app.NewCampaign();
        var blast = await nation.Seeds.TextBlast();
        (await Send(nation, blast.Id, "nonsense")).Shows("Nothing was sent: “nonsense” is not a telephone number.");
        (await Send(nation, blast.Id, "06 39 98 66 02, 06 39 98 66 03")).Shows("is not a telephone number.");

        await TextingApp.Come(nation, await TextingApp.Secret(nation), "from=%2B33639986604&text=STOP");
        (await Send(nation, blast.Id, "06 39 98 66 04")).Shows("This number answered STOP, or somebody who had it asked for no texts.");
        Assert.Empty(app.Phones.Of("+33639986604"));
        Assert.False(await nation.Db.AuditEntries.AnyAsync(e => e.Action == "texts.tested", Ct));
    }

    [Fact]
    public async Task An_account_sends_so_many_tests_an_hour()
    {
        await using var nation = await app.NewCampaign();
        var blast = await nation.Seeds.TextBlast();
        for (var times = 0; times < SendTestText.MostAnHour; times++) (await Send(nation, blast.Id, "06 39 98 66 05")).Shows("The gateway took the test.");
        (await Send(nation, blast.Id, "06 39 98 66 05")).Shows("Go on a little later.");
        Assert.Equal(SendTestText.MostAnHour, app.Phones.Of("+33639986605").Count);

        app.Clock.Advance(TimeSpan.FromMinutes(61));
        (await Send(nation, blast.Id, "06 39 98 66 05")).Shows("The gateway took the test.");
    }

    [Theory]
    [InlineData("06 39 98 69 91", "The gateway did not take the test")]
    [InlineData("06 39 98 69 92", "The gateway did not take the test")]
    public async Task What_the_gateway_answers_is_said(string number, string says)
    {
        await using var nation = await app.NewCampaign();
        var blast = await nation.Seeds.TextBlast();
        (await Send(nation, blast.Id, number)).Shows(says);
    }

    [Theory]
    [InlineData("06 39 98 66 21", "The gateway took the test.")]
    [InlineData("06 39 98 69 91", "The gateway did not take the test")]
    public async Task The_settings_try_the_gateway(string to, string says)
    {
        await using var nation = await app.NewCampaign();
        (await (await nation.Panel.Submit("/settings/texts", new { to }, "/test")).Follow()).Shows(says);
        Assert.Equal(says.EndsWith('.') ? new[] { $"[Essai] Les SMS de {nation.Facts.Name} arrivent." } : [], app.Phones.Of("+33" + to.Replace(" ", "", StringComparison.Ordinal)[1..]).Select(t => t.Text));
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(e => e.Action == "texts.tested", Ct));
    }

    [Fact]
    public async Task Ones_own_number_is_there_already_where_a_record_has_ones_address()
    {
        await using var nation = await app.NewCampaign();
        var blast = await nation.Seeds.TextBlast();
        var db = nation.Db;
        var address = await db.Accounts.Where(a => db.Memberships.Any(m => m.AccountId == a.Id)).Select(a => a.Email).FirstAsync(Ct);
        await nation.Seeds.Person(null, address, Number);

        Assert.Equal(Number, (await nation.Panel.Get($"/mail/{blast.Id}/preview")).Document.QuerySelector("#test_to")?.GetAttribute("value"));
    }

    private static async Task<Page> Send(TestNation nation, long blast, string to) => await (await nation.Panel.Submit($"/mail/{blast}/preview", new { to }, "/test")).Follow();
}
