using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail.Confirming;
using Preau.Mail.Inbox;
using Preau.People;
using Preau.Shared;
using Preau.Texting;
using Preau.Texting.Keywords;

namespace Preau.Tests.Texting;

/// <summary>A no to texts that was told to the team holds for the telephone, by whatever record somebody tries.</summary>
public sealed class LeftNumberTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_other_record_with_the_number_brings_texts_there_until_it_says_yes_since()
    {
        await using var nation = await app.NewCampaign();
        var (ada, number) = await app.Reader(nation);
        var bo = await Also(nation, number);
        await Say(nation, l => l.Give(bo, Purpose.Sms, "fr", "Oui aux SMS", "page:1", Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Say(nation, l => l.Withdraw(ada.Id, Purpose.Sms, "panel", Ct));

        Assert.Equal(TextWords.LeftNumber, await ToMany(nation, bo));
        Assert.Equal(TextWords.LeftNumber, await ToOne(nation, bo, number));
        Assert.Equal("consent", await ToMany(nation, ada.Id));
        var blast = await nation.Seeds.TextBlast();
        (await (await nation.Panel.Submit($"/mail/{blast.Id}/preview", new { to = number }, "/test")).Follow()).Shows("Somebody else with this number asked for no text messages.");
        (await nation.Panel.Get($"/people/{bo}")).Shows("Somebody else with this number asked for no text messages.");
        (await nation.Panel.Get($"/people/{ada.Id}")).DoesNotShow("Somebody else with this number asked for no text messages.");

        // Nor does what a file says, or the same form once more.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Say(nation, l => l.Give(bo, Purpose.Sms, "fr", "Oui aux SMS", "import:9", Ct));
        Assert.Equal(TextWords.LeftNumber, await ToMany(nation, bo));

        // Nor a keyword that came from another number of theirs.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Say(nation, l => l.Give(bo, Purpose.Sms, "fr", "Oui aux SMS", "keyword:1", Ct));
        Assert.Equal(TextWords.LeftNumber, await ToMany(nation, bo));

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Say(nation, l => l.Give(bo, Purpose.Sms, "fr", "Oui aux SMS", "panel", Ct));
        Assert.Null(await ToMany(nation, bo));
        Assert.Null(await ToOne(nation, bo, number));
        (await nation.Panel.Get($"/people/{bo}")).DoesNotShow("Somebody else with this number asked for no text messages.");
        Assert.Empty(app.Phones.Of(number));
    }

    [Fact]
    public async Task A_form_with_the_number_of_somebody_who_asked_for_no_texts_agrees_to_none()
    {
        await using var nation = await app.NewCampaign();
        var (ada, number) = await app.Reader(nation);
        await Say(nation, l => l.Withdraw(ada.Id, Purpose.Sms, "panel", Ct));
        Assert.True(PhoneNumber.TryParse(number, "FR", out var phone));
        var typed = new PersonInput { LastName = "Newcomer", Phones = [phone] };
        var bo = await Also(nation, number);

        await nation.Do((services, _) => services.GetRequiredService<TakeYes>().Run(bo, typed, [(Purpose.Sms, "Texts"), (Purpose.Call, "Calls")], "en", "page:1", Ct));

        Assert.Equal([Purpose.Call], await nation.Db.ConsentStates.Where(s => s.PersonId == bo && s.IsGiven).Select(s => s.Purpose).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_number_that_was_taken_off_the_record_of_who_asked_for_no_texts_gets_none_by_the_next()
    {
        await using var nation = await app.NewCampaign();
        var (ada, number) = await app.Reader(nation);
        await Say(nation, l => l.Withdraw(ada.Id, Purpose.Sms, "panel", Ct));
        await nation.Panel.Submit($"/people/{ada.Id}/edit", new Dictionary<string, string> { ["Form.LastName"] = "Lovelace", ["Form.Phones[0].Number"] = "" });
        Assert.False(await nation.Db.PersonPhones.AnyAsync(Ct));
        var next = await Also(nation, number);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Say(nation, l => l.Give(next, Purpose.Sms, "fr", "Oui aux SMS", "panel", Ct));

        Assert.Equal("stopped", await ToMany(nation, next));
        Assert.Equal(TextWords.Stopped, await ToOne(nation, next, number));
        (await nation.Panel.Get($"/people/{next}")).Shows("This number answered STOP, or somebody who had it asked for no texts.");
    }

    [Fact]
    public async Task Whoever_answered_STOP_gets_no_texts_at_another_number_by_what_the_team_writes_down()
    {
        await using var nation = await app.NewCampaign();
        var (ada, number) = await app.Reader(nation);
        await nation.Do((_, db) => db.AddAsync(new PersonPhone { PersonId = ada.Id, Number = "+33639986699", PhoneKey = "+33639986699", Kind = PhoneKind.Mobile, Position = 1 }, Ct).AsTask());
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=STOP");

        (await nation.Panel.Get($"/people/{ada.Id}")).Shows("They answered STOP");
        (await (await nation.Panel.Submit($"/people/{ada.Id}", new { purpose = "sms", give = "true" }, $"/people/{ada.Id}/consents")).Follow()).Shows("Nothing was written down: they answered STOP.");

        Assert.Equal("consent", await ToMany(nation, ada.Id));
    }

    [Theory]
    [InlineData("Bonjour, je ne veux plus recevoir de SMS de votre part, merci de votre compréhension.", PerhapsLeft.Reason)]
    [InlineData("I asked you twice now to stop this, who gave you my number?", PerhapsLeft.Reason)]
    [InlineData("Jeudi à quelle heure ?", null)]
    public async Task A_text_that_speaks_of_stopping_holds_back_what_is_sent_to_many_until_somebody_has_read_it(string said, string? reason)
    {
        await using var nation = await app.NewCampaign();
        var (ada, number) = await app.Reader(nation);

        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text={Uri.EscapeDataString(said)}");

        Assert.Equal(reason, await ToMany(nation, ada.Id));
        Assert.Null(await ToOne(nation, ada.Id, number));
        var conversation = await nation.Db.Conversations.SingleAsync(Ct);
        await nation.Panel.Submit($"/texts/{conversation.Id}", new { }, "/reading");
        Assert.Null(await ToMany(nation, ada.Id));
    }

    [Fact]
    public async Task Who_has_not_seen_what_they_wrote_does_not_settle_it_by_writing_to_them()
    {
        await using var nation = await app.NewCampaign();
        var (ada, number) = await app.Reader(nation);
        var secret = await TextingApp.Secret(nation);
        Task Text(string said) => TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text={Uri.EscapeDataString(said)}");
        await Text("Bonjour, qui êtes-vous ?");
        var path = $"/texts/{(await nation.Db.Conversations.SingleAsync(Ct)).Id}";
        var open = await nation.Panel.Get(path);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Text("Arrêtez de m’écrire, je ne veux plus de SMS.");

        // From the record nothing of it is seen, but that something waits; and the form that was open showed what came before alone.
        (await nation.Panel.Get($"/people/{ada.Id}/texts")).Shows("They wrote, and nobody has read it yet.");
        await TextingApp.Write(nation, ada.Id, "Réunion jeudi.");
        Assert.Equal(PerhapsLeft.Reason, await ToMany(nation, ada.Id));
        await nation.Panel.Fill(open, path, new { Form_Text = "L’équipe de campagne." }, path);
        Assert.Equal(PerhapsLeft.Reason, await ToMany(nation, ada.Id));
        await nation.Panel.Fill(open, path, new { }, "/reading");
        Assert.Equal(PerhapsLeft.Reason, await ToMany(nation, ada.Id));

        await nation.Panel.Submit(path, new { Form_Text = "C’est noté, excusez-nous." }, path);
        Assert.Null(await ToMany(nation, ada.Id));
        // What was read once is not asked again.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Text("Merci.");
        Assert.Null(await ToMany(nation, ada.Id));
    }

    [Fact]
    public async Task A_STOP_decides_what_was_perhaps_one()
    {
        await using var nation = await app.NewCampaign();
        var (ada, number) = await app.Reader(nation);
        var secret = await TextingApp.Secret(nation);
        Task Text(string said) => TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text={Uri.EscapeDataString(said)}");
        await Text("Comment arrêter les SMS ?");
        var path = $"/texts/{(await nation.Db.Conversations.SingleAsync(Ct)).Id}";
        (await nation.Panel.Get(path)).Shows("Perhaps they ask for no more texts.");

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Text("STOP");

        Assert.DoesNotContain("Perhaps they ask", (await nation.Panel.Get(path)).Html, StringComparison.Ordinal);
        Assert.Equal("stopped", await ToMany(nation, ada.Id));
    }

    [Fact]
    public async Task A_keyword_brings_back_from_the_archive_and_nothing_that_was_agreed_to_before()
    {
        await using var nation = await app.NewCampaign();
        var now = app.Clock.GetUtcNow();
        await nation.Do((_, db) => db.AddAsync(new TextKeyword { Word = "PROGRAMME", WordKey = KeywordKey.Of("PROGRAMME")!, Language = "fr", Answer = "Le voici.", Tags = "", Wording = "", IsOn = true, CreatedAt = now, ChangedAt = now }, Ct).AsTask());
        var (ada, number) = await app.Reader(nation);
        await Say(nation, l => l.Give(ada.Id, Purpose.News, "fr", "Oui", "page:1", Ct));
        await nation.Db.People.Where(p => p.Id == ada.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, app.Clock.GetUtcNow()), Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=programme");

        Assert.Null(await nation.Db.People.Where(p => p.Id == ada.Id).Select(p => p.ArchivedAt).SingleAsync(Ct));
        Assert.False(await nation.Db.ConsentStates.AnyAsync(s => s.PersonId == ada.Id && s.IsGiven, Ct));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Coming_back_from_the_archive_is_a_yes_where_the_keyword_signs_up_and_never_a_no(bool isSignUp, bool agrees)
    {
        await using var nation = await app.NewCampaign();
        var (now, wording) = (app.Clock.GetUtcNow(), isSignUp ? "Oui aux SMS" : "");
        await nation.Do((_, db) => db.AddAsync(new TextKeyword { Word = "BENEVOLE", WordKey = KeywordKey.Of("BENEVOLE")!, Language = "fr", Answer = "Bienvenue.", Tags = "", Wording = wording, IsSignUp = isSignUp, IsOn = true, CreatedAt = now, ChangedAt = now }, Ct).AsTask());
        var (ada, number) = await app.Reader(nation);
        var bo = await Also(nation, number);
        await Say(nation, l => l.Give(bo, Purpose.Sms, "fr", "Oui aux SMS", "page:1", Ct));
        // Who of them writes is known: neither is there, and Ada was first.
        await nation.Db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, now), Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=benevole");
        await app.Deliver(nation);

        Assert.Equal(agrees, await nation.Services.GetRequiredService<ConsentLedger>().Has(ada.Id, Purpose.Sms, Ct));
        Assert.Equal("Bienvenue.", Assert.Single(app.Phones.Of(number)).Text.Split('\n')[0]);
        Assert.False(await nation.Services.GetRequiredService<LeftNumbers>().IsClosed(bo, number, Ct));
    }

    private static Task<string?> ToOne(TestNation nation, long person, string number) => nation.Services.GetRequiredService<LastTextCheck>().WhyNot(number, person, isConfirmation: false, Ct);

    private static async Task<string?> ToMany(TestNation nation, long person) => (await nation.Services.GetRequiredService<CheckTexts>().Run([person], isTargeted: false, Ct))[person].Reason;

    private static async Task<long> Also(TestNation nation, string number) => (await nation.Seeds.Person(phone: number)).Id;

    private static Task Say(TestNation nation, Func<ConsentLedger, Task> say) => nation.Do((services, _) => say(services.GetRequiredService<ConsentLedger>()));
}
