using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.People;
using Preau.Texting;
using Preau.Texting.Keywords;

namespace Preau.Tests.Texting;

public sealed class KeywordTests(TextingApp app) : IClassFixture<TextingApp>
{
    private const string Wording = "Envoyez BÉNÉVOLE au 06 39 98 00 00 : nous vous écrirons par SMS. STOP arrête tout.";
    private static int numbers = 5000;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_texts_a_keyword_is_added_tagged_agrees_and_gets_one_answer()
    {
        await using var nation = await app.NewCampaign();
        (await nation.Panel.Get("/texts/keywords")).Shows("No keyword yet");
        var made = await nation.Panel.Submit("/texts/keywords/new", new { Form_Word = "Bénévole", Form_Answer = "Merci ! À bientôt.", Form_Language = "fr", Form_Tags = "bénévole, sms", Form_IsSignUp = "true", Form_Wording = Wording });
        Assert.True(made.Status == HttpStatusCode.Redirect, made.Text);
        var number = Number();

        // It is off until somebody switches it on.
        await Come(nation, number, "benevole");
        Assert.False(await nation.Db.People.AnyAsync(Ct));
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit(made.Location!, new { on = "true" }, "/state")).Status);
        await Come(nation, number, "« BENEVOLE! » je m’appelle Ada");
        await Come(nation, number, "bénévole");
        await app.Deliver(nation);

        var person = await nation.Db.People.SingleAsync(Ct);
        var keyword = await nation.Db.TextKeywords.SingleAsync(Ct);
        Assert.Equal((keyword.Source, "fr"), (person.Source, person.Language));
        Assert.Equal(number, (await nation.Db.PersonPhones.SingleAsync(Ct)).PhoneKey);
        Assert.Equal(keyword.Source, (await nation.Db.Provenances.SingleAsync(p => p.Field == "phone", Ct)).Source);
        Assert.Equal(["bénévole", "sms"], await nation.Db.Tags.OrderBy(t => t.Name).Select(t => t.Name).ToListAsync(Ct));
        var consent = await nation.Db.ConsentEntries.SingleAsync(Ct);
        Assert.Equal((Purpose.Sms, true, keyword.Source, person.Id), (consent.Purpose, consent.IsGiven, consent.Source, consent.PersonId));
        Assert.Equal(Wording, (await nation.Db.ConsentWordings.SingleAsync(Ct)).Text);
        Assert.Equal($"Merci ! À bientôt.\n{nation.Facts.Name}. Répondez STOP pour ne plus recevoir de SMS.", Assert.Single(app.Phones.Of(number)).Text);
        Assert.Equal((2, 1, 1), (keyword.Texts, keyword.Newcomers, keyword.Agreed));
        Assert.Equal(2, await nation.Db.AuditEntries.CountAsync(e => e.Action == "text_keyword.heard" && e.ConcernsId == person.Id && e.At == consent.At, Ct));

        (await nation.Panel.Get("/texts/keywords")).Shows("Bénévole");
        var conversation = await nation.Db.Conversations.SingleAsync(Ct);
        Assert.Equal(person.Id, conversation.PersonId);
        (await nation.Panel.Get($"/texts/{conversation.Id}")).Shows("Keyword “Bénévole” recognised");
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("Keyword “Bénévole” by text");
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("Arrêt")]
    [InlineData("end")]
    [InlineData("Start")]
    [InlineData("help")]
    [InlineData("AIDE")]
    [InlineData("Contact")]
    [InlineData("oui")]
    [InlineData("deux mots")]
    [InlineData("!!!")]
    [InlineData("")]
    [InlineData("unmotquiestbeaucouptroplong")]
    public async Task A_word_that_means_something_already_or_is_none_cannot_be_a_keyword(string word)
    {
        await using var nation = await app.NewCampaign();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit("/texts/keywords/new", new { Form_Word = word, Form_Answer = "Merci" })).Status);
        Assert.False(await nation.Db.TextKeywords.AnyAsync(Ct));
    }

    [Fact]
    public async Task A_keyword_is_there_once_whatever_its_accents_and_a_yes_needs_its_words()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BÉNÉVOLE");

        (await nation.Panel.Submit("/texts/keywords/new", new { Form_Word = "benevole", Form_Answer = "Merci" })).Shows("already");
        (await nation.Panel.Submit("/texts/keywords/new", new { Form_Word = "AUTRE", Form_Answer = "Merci", Form_IsSignUp = "true", Form_Wording = "" })).Shows("it is what they agree to");
        (await nation.Panel.Submit("/texts/keywords/new", new { Form_Word = "AUTRE", Form_Answer = new string('a', 999) + " ’" + new string('b', 20) })).Shows("at most");
        Assert.Equal(1, await nation.Db.TextKeywords.CountAsync(Ct));
    }

    [Fact]
    public async Task A_number_that_answered_STOP_is_opened_by_a_keyword_that_asks_for_a_yes_alone()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "INFOS2027", isSignUp: false);
        await Keyword(nation, "BENEVOLE");
        var (person, number) = await app.Reader(nation);
        await Come(nation, number, "STOP");
        await app.Deliver(nation);

        await Come(nation, number, "infos2027");
        await app.Deliver(nation);
        Assert.Single(app.Phones.Of(number));
        Assert.Equal((TextState.Refused, TextWords.Stopped), await nation.Db.TextMessages.Where(t => t.Keyword == "INFOS2027" && !t.IsIncoming).Select(t => new ValueTuple<TextState, string?>(t.State, t.Reason)).SingleAsync(Ct));
        Assert.False(await Agrees(nation, person.Id));

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Come(nation, number, "Bénévole");
        await app.Deliver(nation);
        Assert.True(await Agrees(nation, person.Id));
        Assert.False(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
        Assert.Equal(2, app.Phones.Of(number).Count);
        // It can be taken back as ever.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Come(nation, number, "STOP");
        Assert.False(await Agrees(nation, person.Id));
    }

    [Theory]
    [InlineData("STOP BENEVOLE")]
    [InlineData("BENEVOLE STOP")]
    [InlineData("benevole, arrêt des SMS svp")]
    [InlineData("je suis BENEVOLE")]
    [InlineData("BENEVOLES")]
    [InlineData("")]
    public async Task What_speaks_of_stopping_or_begins_otherwise_is_no_yes(string text)
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BENEVOLE");
        await Come(nation, Number(), text);

        Assert.False(await nation.Db.People.AnyAsync(Ct));
        Assert.False(await nation.Db.ConsentEntries.AnyAsync(Ct));
        Assert.False(await nation.Db.TextMessages.AnyAsync(t => t.Keyword != null, Ct));
        Assert.True((await nation.Db.Conversations.SingleAsync(Ct)).IsUnread);
    }

    [Fact]
    public async Task Somebody_who_was_erased_comes_back_by_a_yes_and_by_nothing_less()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "INFOS2027", isSignUp: false);
        await Keyword(nation, "BENEVOLE");
        var (person, number) = await app.Reader(nation);
        await nation.Services.GetRequiredService<ErasePerson>().Run(person.Id, Ct);

        await Come(nation, number, "INFOS2027");
        Assert.False(await nation.Db.People.AnyAsync(Ct));
        Assert.False(await nation.Db.TextMessages.AnyAsync(t => !t.IsIncoming, Ct));
        await Come(nation, number, "BENEVOLE");
        await app.Deliver(nation);
        Assert.True(await Agrees(nation, (await nation.Db.People.SingleAsync(Ct)).Id));
        Assert.Single(app.Phones.Of(number));
    }

    [Fact]
    public async Task Of_several_with_one_telephone_nobody_joins_before_it_is_said_who_wrote()
    {
        await using var nation = await app.NewCampaign();
        var keyword = await Keyword(nation, "BENEVOLE", tags: "bénévole");
        var (one, number) = await app.Reader(nation, agreed: false);
        var (two, _) = await app.Reader(nation, agreed: false);
        var db = nation.Db;
        db.Add(new PersonPhone { PersonId = two.Id, Number = number, PhoneKey = number });
        await db.SaveChangesAsync(Ct);
        await Come(nation, number, "bénévole");
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(number));
        Assert.False(await nation.Db.ConsentStates.AnyAsync(Ct) || await nation.Db.PersonTags.AnyAsync(Ct));
        var conversation = await nation.Db.Conversations.SingleAsync(Ct);
        Assert.True(conversation.IsUnread);
        await nation.Panel.PostFrom($"/texts/{conversation.Id}", $"/texts/{conversation.Id}/person", new { Person = $"#{two.Id} {two.FullName}" });

        Assert.Equal(two.Id, (await nation.Db.Conversations.SingleAsync(Ct)).PersonId);
        Assert.True(await Agrees(nation, two.Id));
        Assert.False(await Agrees(nation, one.Id));
        Assert.Equal(two.Id, (await nation.Db.PersonTags.SingleAsync(Ct)).PersonId);
        Assert.Equal((1, 0, 1), await nation.Db.TextKeywords.Where(k => k.Id == keyword.Id).Select(k => new ValueTuple<long, long, long>(k.Texts, k.Newcomers, k.Agreed)).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_yes_that_was_taken_back_before_it_was_said_who_wrote_is_none()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BENEVOLE");
        var (one, number) = await app.Reader(nation, agreed: false);
        var (two, _) = await app.Reader(nation, agreed: false);
        var db = nation.Db;
        db.Add(new PersonPhone { PersonId = two.Id, Number = number, PhoneKey = number });
        await db.SaveChangesAsync(Ct);
        await Come(nation, number, "BENEVOLE");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Come(nation, number, "STOP");
        var conversation = await nation.Db.Conversations.SingleAsync(Ct);
        await nation.Panel.PostFrom($"/texts/{conversation.Id}", $"/texts/{conversation.Id}/person", new { Person = $"#{one.Id} {one.FullName}" });

        Assert.Equal(one.Id, (await nation.Db.Conversations.SingleAsync(Ct)).PersonId);
        Assert.False(await Agrees(nation, one.Id));
        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
    }

    [Fact]
    public async Task A_keyword_that_is_told_several_times_came_once()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BENEVOLE");
        var (secret, number) = (await TextingApp.Secret(nation), Number());
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text=Benevole&id=mo-7")));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text=benevole")));
        await app.Deliver(nation);

        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(1, await nation.Db.ConsentEntries.CountAsync(Ct));
        Assert.Single(app.Phones.Of(number));
        Assert.Equal((4, 1, 1), await nation.Db.TextKeywords.Select(k => new ValueTuple<long, long, long>(k.Texts, k.Newcomers, k.Agreed)).SingleAsync(Ct));
    }

    [Fact]
    public async Task Two_machines_that_answer_each_other_come_to_an_end()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BENEVOLE");
        var number = Number();
        for (var turn = 0; turn < 5; turn++)
        {
            await Come(nation, number, "Benevole");
            await app.Deliver(nation);
        }

        Assert.Single(app.Phones.Of(number));
        app.Clock.Advance(TimeSpan.FromHours(25));
        await Come(nation, number, "Benevole");
        await app.Deliver(nation);
        Assert.Equal(2, app.Phones.Of(number).Count);
    }

    [Fact]
    public async Task Of_twenty_keywords_the_one_that_was_texted_is_meant()
    {
        await using var nation = await app.NewCampaign();
        for (var i = 0; i < 20; i++) await Keyword(nation, $"Étape{i}", tags: $"étape {i}");
        var number = Number();
        await Come(nation, number, "etape7");
        await Come(nation, number, "ÉTAPE19 !");
        await app.Deliver(nation);

        var db = nation.Db;
        Assert.Equal(["étape 19", "étape 7"], await db.PersonTags.Join(db.Tags, p => p.TagId, t => t.Id, (_, t) => t.Name).OrderBy(t => t).ToListAsync(Ct));
        Assert.Equal(2, app.Phones.Of(number).Count);
        var list = await nation.Panel.Get("/texts/keywords");
        Assert.Equal(20, list.Document.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_keyword_that_was_removed_does_nothing_and_what_was_agreed_to_by_it_names_it()
    {
        await using var nation = await app.NewCampaign();
        var keyword = await Keyword(nation, "BENEVOLE");
        await Come(nation, Number(), "BENEVOLE");
        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit($"/texts/keywords/{keyword.Id}", new { }, "/removal")).Status);

        await Come(nation, Number(), "BENEVOLE");
        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
        (await nation.Panel.Get("/texts/keywords")).Shows("No keyword yet");
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("Keyword “BENEVOLE” by text");
        (await nation.Panel.Get($"/texts/keywords/{keyword.Id}")).Shows(Wording);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/texts", $"/texts/keywords/{keyword.Id}", new { Form_Answer = "Non" })).Status);
        // The word is free again.
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Submit("/texts/keywords/new", new { Form_Word = "BENEVOLE", Form_Answer = "Merci" })).Status);
    }

    [Fact]
    public async Task Somebody_known_is_known_again_and_comes_out_of_the_archive()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BENEVOLE");
        var (ada, number) = await app.Reader(nation, agreed: false);
        var db = nation.Db;
        (await db.People.SingleAsync(p => p.Id == ada.Id, Ct)).ArchivedAt = app.Clock.GetUtcNow();
        await db.SaveChangesAsync(Ct);
        await Come(nation, number, "BENEVOLE");

        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal((ada.Id, ada.LastName, null), (person.Id, person.LastName, person.ArchivedAt));
        Assert.True(await Agrees(nation, ada.Id));
        Assert.Equal(0, (await nation.Db.TextKeywords.SingleAsync(Ct)).Newcomers);
    }

    [Fact]
    public async Task What_is_no_number_is_nobody()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BENEVOLE");
        await Come(nation, "36111", "BENEVOLE");
        Assert.False(await nation.Db.People.AnyAsync(Ct) || await nation.Db.TextMessages.AnyAsync(t => !t.IsIncoming, Ct));
    }

    [Fact]
    public async Task A_phone_of_the_sandbox_texts_first_once_it_knows_the_campaign()
    {
        await using var nation = await app.NewCampaign();
        await Keyword(nation, "BENEVOLE");
        var services = nation.Services;
        var settings = await services.GetRequiredService<Preau.Nations.NationSettings>().Get<TextSettings>(Ct);
        var incoming = (await services.GetRequiredService<TextGateways>().IncomingAddress(settings, Ct))!.Split('?')[0];
        var answer = await app.PhonePages.GetAsync(new Uri($"http://localhost/phone/cgi-bin/campaign?username={nation.Facts.Slug}&mo-url={Uri.EscapeDataString(incoming)}"), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var text = new FormUrlEncodedContent([new("number", "06 39 98 77 01"), new("campaign", nation.Facts.Slug), new("text", "Bénévole")]);
        await app.PhonePages.PostAsync(new Uri("http://localhost/phone/text"), text, Ct);
        await app.Phones.TellDue(Ct);
        await app.Deliver(nation);

        Assert.Equal(2, app.Phones.Of("+33639987701").Count);
        Assert.Equal("+33639987701", (await nation.Db.PersonPhones.SingleAsync(Ct)).PhoneKey);
    }

    private static string Number() => $"+3363998{Interlocked.Increment(ref numbers):D4}";

    private static async Task<TextKeyword> Keyword(TestNation nation, string word, bool isSignUp = true, string tags = "")
    {
        var (db, now) = (nation.Db, nation.App.Clock.GetUtcNow());
        var keyword = new TextKeyword { Word = word, WordKey = KeywordKey.Of(word)!, Language = "fr", Answer = "Merci !", Tags = tags, IsSignUp = isSignUp, Wording = isSignUp ? Wording : "", IsOn = true, CreatedAt = now, ChangedAt = now };
        db.Add(keyword);
        await db.SaveChangesAsync(Ct);
        return keyword;
    }

    private static async Task Come(TestNation nation, string number, string text) =>
        Assert.Equal(HttpStatusCode.OK, (await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text={Uri.EscapeDataString(text)}")).Status);

    private static Task<bool> Agrees(TestNation nation, long person) => nation.Services.GetRequiredService<ConsentLedger>().Has(person, Purpose.Sms, Ct);
}
