using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.People;
using Preau.Texting;

namespace Preau.Tests.Texting;

public sealed class ConversationTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_reaches_the_phone_is_answered_and_a_STOP_ends_it()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);

        var conversation = await TextingApp.Write(nation, person.Id, "Bonjour, vous venez jeudi ?");
        await app.Deliver(nation);
        var sent = Assert.Single(app.Phones.Of(number));
        Assert.Equal($"Bonjour, vous venez jeudi ?\n{nation.Facts.Name}. Répondez STOP pour ne plus recevoir de SMS.", sent.Text);
        var delivered = await nation.Db.TextMessages.SingleAsync(Ct);
        Assert.Equal(TextState.Delivered, delivered.State);
        Assert.Equal(delivered.Id, (await nation.Db.LawDecisions.SingleAsync(d => d.Act == "text" && d.Outcome == Outcome.Allow, Ct)).SubjectId);

        await Back(number, "Oui, à jeudi");
        (await nation.Panel.Get("/texts")).Shows("Oui, à jeudi");
        (await nation.Panel.Get($"/texts/{conversation}")).Shows("Oui, à jeudi");
        (await nation.Panel.Get($"/people/{person.Id}?kind=text")).Shows("Oui, à jeudi");
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.PostFrom($"/texts/{conversation}", $"/texts/{conversation}", new { Form_Text = "Merci" })).Status);
        await app.Deliver(nation);
        Assert.Equal("Merci", app.Phones.Of(number)[^1].Text);

        await Back(number, "Arrêt.");
        await app.Deliver(nation);
        Assert.Equal($"{nation.Facts.Name}. Bien noté, vous ne recevrez plus de SMS de notre part.", app.Phones.Of(number)[^1].Text);
        Assert.False(await nation.Services.GetRequiredService<ConsentLedger>().Has(person.Id, Purpose.Sms, Ct));
        Assert.True(await nation.Services.GetRequiredService<Suppressions>().Contains(SuppressedChannel.Text, number, Ct));
        var page = await nation.Panel.Get($"/texts/{conversation}");
        Assert.Null(page.Document.QuerySelector("textarea"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.PostFrom($"/texts/{conversation}", $"/texts/{conversation}", new { Form_Text = "Encore un mot" })).Status);
        Assert.DoesNotContain(app.Phones.Of(number), t => t.IsDouble);
    }

    [Fact]
    public async Task Two_machines_that_answer_each_other_end_after_one_confirmation_a_day()
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        await app.Deliver(nation);

        for (var turn = 0; turn < 5; turn++)
        {
            await Back(number, "STOP");
            await app.Deliver(nation);
        }

        Assert.Equal(1, await nation.Db.TextMessages.CountAsync(t => t.IsConfirmation, Ct));
        Assert.Equal(1, await nation.Db.ConsentEntries.CountAsync(e => !e.IsGiven, Ct));
        app.Clock.Advance(TimeSpan.FromHours(25));
        await Back(number, "STOP");
        Assert.Equal(2, await nation.Db.TextMessages.CountAsync(t => t.IsConfirmation, Ct));
    }

    [Theory]
    [InlineData(null, "STOP", false)]
    [InlineData(null, "stop merci", true)]
    // What the gateway calls its sender is no number: nobody knows whose STOP it is.
    [InlineData("Boutique", "STOP", true)]
    public async Task A_STOP_waits_to_be_read_only_where_there_is_something_to_read_or_to_find_out(string? from, string text, bool isUnread)
    {
        await using var nation = await app.NewCampaign();
        var (_, number) = await app.Reader(nation);
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(from ?? number)}&text={Uri.EscapeDataString(text)}");

        Assert.Equal(isUnread, (await nation.Db.Conversations.SingleAsync(Ct)).IsUnread);
    }

    [Fact]
    public async Task A_STOP_counts_for_everybody_with_the_telephone_until_its_owner_agrees_again()
    {
        await using var nation = await app.NewCampaign();
        var (one, number) = await app.Reader(nation);
        var (two, _) = await app.Reader(nation);
        var db = nation.Db;
        db.Add(new PersonPhone { PersonId = two.Id, Number = number, PhoneKey = number });
        await db.SaveChangesAsync(Ct);
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=stop");

        Assert.Equal([one.Id, two.Id], await nation.Db.ConsentStates.Where(s => s.Purpose == Purpose.Sms && !s.IsGiven).OrderBy(s => s.PersonId).Select(s => s.PersonId).ToListAsync(Ct));
        Assert.NotNull(await Why(nation, number, one.Id));
        // A form opens no number; a keyword from it does.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var services = nation.Services;
        var conversation = await nation.Db.Conversations.Select(c => c.Id).SingleAsync(Ct);
        services.GetRequiredService<Database>().Add(new TextMessage { ConversationId = conversation, PersonId = one.Id, NumberKey = number, IsIncoming = true, Text = "Bénévole", Keyword = "BENEVOLE", State = TextState.Received, At = app.Clock.GetUtcNow() });
        Preau.Shared.PhoneNumber.TryParse(number, "FR", out var phone);
        await services.GetRequiredService<Suppressions>().CameBack(new PersonInput { Phones = [phone] }, [Purpose.Sms], Ct);
        await services.GetRequiredService<ConsentLedger>().Give(one.Id, Purpose.Sms, "fr", "Oui", "keyword:1", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        app.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Null(await Why(nation, number, one.Id));
        Assert.Equal(TextWords.Withdrawn, await Why(nation, number, two.Id));
    }

    [Fact]
    public async Task Nobody_is_written_to_who_did_not_agree_unless_they_wrote_themselves()
    {
        await using var nation = await app.NewCampaign();
        var (stranger, number) = await app.Reader(nation, agreed: false);
        Assert.Equal(TextWords.NoConsent, await Why(nation, number, stranger.Id));
        (await nation.Panel.Get($"/people/{stranger.Id}/texts")).Shows("not agreed to text messages");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.PostFrom("/texts", $"/people/{stranger.Id}/texts", new { Form_Text = "Bonjour" })).Status);

        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=Une+question");
        Assert.Null(await Why(nation, number, stranger.Id));
        app.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(TextWords.NoConsent, await Why(nation, number, stranger.Id));
    }

    [Theory]
    [InlineData("archived")]
    [InlineData("bad")]
    [InlineData("landline")]
    [InlineData("withdrawn")]
    [InlineData("number")]
    public async Task Whoever_may_not_be_written_to_any_more_gets_nothing_that_waits(string reason)
    {
        await using var nation = await app.NewCampaign();
        var (person, number) = await app.Reader(nation);
        await TextingApp.Write(nation, person.Id, "Bonjour");
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        if (reason == "archived") (await db.People.SingleAsync(p => p.Id == person.Id, Ct)).Archive(app.Clock.GetUtcNow());
        if (reason == "bad") (await db.PersonPhones.SingleAsync(Ct)).IsBad = true;
        if (reason == "landline") (await db.PersonPhones.SingleAsync(Ct)).Kind = Preau.Shared.PhoneKind.Landline;
        if (reason == "number") db.Remove(await db.PersonPhones.SingleAsync(Ct));
        if (reason == "withdrawn") await services.GetRequiredService<ConsentLedger>().Withdraw(person.Id, Purpose.Sms, "panel", Ct);
        await db.SaveChangesAsync(Ct);

        await app.Deliver(nation);

        Assert.Empty(app.Phones.Of(number));
        var text = await nation.Db.TextMessages.SingleAsync(Ct);
        Assert.Equal((TextState.Refused, reason), (text.State, text.Reason));
    }

    [Fact]
    public async Task A_number_that_nobody_has_becomes_somebodys()
    {
        await using var nation = await app.NewCampaign();
        var secret = await TextingApp.Secret(nation);
        await TextingApp.Come(nation, secret, "from=33639981901&text=Bonjour");
        var conversation = await nation.Db.Conversations.SingleAsync(Ct);
        Assert.Equal(("+33639981901", (long?)null), (conversation.NumberKey, conversation.PersonId));
        var path = $"/texts/{conversation.Id}";
        (await nation.Panel.Get(path)).Shows("Nobody is known with this number.");

        await nation.Panel.PostFrom(path, $"{path}/person", new { FirstName = "Zoé", LastName = "Nouvelle" });
        (await nation.Panel.Get(path)).Shows("Zoé Nouvelle");
        var zoe = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(zoe.Id, (await nation.Db.TextMessages.SingleAsync(Ct)).PersonId);
        Assert.Equal("+33639981901", (await nation.Db.PersonPhones.SingleAsync(Ct)).PhoneKey);

        await TextingApp.Come(nation, secret, "from=0639981902&text=Et+moi");
        var other = await nation.Db.Conversations.SingleAsync(c => c.PersonId == null, Ct);
        await nation.Panel.PostFrom(path, $"/texts/{other.Id}/person", new { Person = $"#{zoe.Id}" });
        Assert.Equal(2, await nation.Db.PersonPhones.CountAsync(p => p.PersonId == zoe.Id, Ct));
    }

    [Fact]
    public async Task Of_two_with_one_telephone_the_one_who_was_written_to_last_is_meant_and_else_both_are_named()
    {
        await using var nation = await app.NewCampaign();
        var secret = await TextingApp.Secret(nation);
        var (ada, number) = await app.Reader(nation);
        var bob = await nation.Seeds.Person(p => p.FirstName = "Bob", phone: number);
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text=Qui+suis-je");
        var conversation = await nation.Db.Conversations.SingleAsync(Ct);
        Assert.Null(conversation.PersonId);
        var page = await nation.Panel.Get($"/texts/{conversation.Id}");
        page.Shows("Several people have it.");
        page.Shows("Bob");

        await TextingApp.Write(nation, ada.Id, "Bonjour Ada");
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text=Oui");
        Assert.Equal(ada.Id, (await nation.Db.TextMessages.SingleAsync(t => t.Text == "Oui", Ct)).PersonId);
        Assert.Equal(0, await nation.Db.TextMessages.CountAsync(t => t.PersonId == bob.Id, Ct));
    }

    [Fact]
    public async Task The_inbox_finds_by_name_and_number_pages_and_is_marked_as_read()
    {
        await using var nation = await app.NewCampaign();
        var secret = await TextingApp.Secret(nation);
        var (person, number) = await app.Reader(nation);
        // A name with figures in it is no telephone number.
        await nation.Db.People.ExecuteUpdateAsync(p => p.SetProperty(x => x.LastName, "Exemple20261").SetProperty(x => x.NameKey, "exemple20261 camille"), Ct);
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text=Premier");
        for (var more = 0; more < 55; more++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await TextingApp.Come(nation, secret, $"from=%2B336399815{more:D2}&text=Texte{more}");
        }

        var first = await nation.Panel.Get("/texts");
        first.Shows("Texte54");
        first.DoesNotShow("Premier");
        (await nation.Panel.Get(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!)).Shows("Premier");
        (await nation.Panel.Get($"/texts?q=Exemple20261")).Shows("Premier");
        (await nation.Panel.Get("/texts?q=06+39+98+15+07")).Shows("Texte7");
        var id = await nation.Db.Conversations.Where(c => c.PersonId == person.Id).Select(c => c.Id).SingleAsync(Ct);
        await nation.Panel.Submit($"/texts/{id}", new { }, "/reading");
        (await nation.Panel.Get($"/texts?unread=true&q=Exemple20261")).DoesNotShow("Premier");
    }

    [Fact]
    public async Task Volunteers_write_with_their_own_people_and_see_no_number()
    {
        await using var nation = await app.NewCampaign();
        var secret = await TextingApp.Secret(nation);
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var (mine, number) = await app.Reader(nation, assignee: account);
        var (other, others) = await app.Reader(nation);
        foreach (var from in new[] { number, others }) await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(from)}&text=Mot+de+{from[^4..]}");
        var (own, foreign) = (await Of(nation, mine.Id), await Of(nation, other.Id));

        var list = await volunteer.Get("/texts");
        list.Shows($"Mot de {number[^4..]}");
        list.DoesNotShow($"Mot de {others[^4..]}");
        var page = await volunteer.Get($"/texts/{own}");
        Assert.DoesNotContain(number[3..], page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Preau.Shared.PhoneNumber.Display(number, "FR"), page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/texts/{foreign}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.PostFrom("/texts", $"/people/{other.Id}/texts", new { Form_Text = "Bonjour" })).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await volunteer.PostFrom("/texts", $"/texts/{own}", new { Form_Text = "Merci" })).Status);
    }

    [Fact]
    public async Task An_erased_person_takes_their_texts_along_and_a_merged_one_brings_them()
    {
        await using var nation = await app.NewCampaign();
        var secret = await TextingApp.Secret(nation);
        var (kept, number) = await app.Reader(nation);
        var (gone, other) = await app.Reader(nation);
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(other)}&text=De+la+seconde");
        await TextingApp.Come(nation, secret, $"from={Uri.EscapeDataString(number)}&text=De+la+premiere");

        Assert.IsType<Preau.Duplicates.MergeOutcome.Done>(await nation.Services.GetRequiredService<Preau.Duplicates.MergePeople>().Run(kept.Id, gone.Id, new Dictionary<string, Preau.Duplicates.Side>(), null, Ct));
        Assert.Equal(2, await nation.Db.TextMessages.CountAsync(t => t.PersonId == kept.Id, Ct));
        Assert.Equal(2, await nation.Db.Conversations.CountAsync(c => c.PersonId == kept.Id, Ct));
        await nation.Services.GetRequiredService<ErasePerson>().Run(kept.Id, Ct);

        Assert.False(await nation.Db.TextMessages.AnyAsync(Ct));
        Assert.False(await nation.Db.Conversations.AnyAsync(Ct));
    }

    private async Task Back(string number, string text)
    {
        var answer = await app.PhonePages.PostAsync($"/phone/{Uri.EscapeDataString(number)}", new FormUrlEncodedContent([new("text", text)]), Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.OK);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.Phones.TellDue(Ct);
    }

    private static Task<string?> Why(TestNation nation, string number, long person) => nation.Services.GetRequiredService<LastTextCheck>().WhyNot(number, person, isConfirmation: false, Ct);

    private static Task<long> Of(TestNation nation, long person) => nation.Db.Conversations.Where(c => c.PersonId == person).Select(c => c.Id).SingleAsync(Ct);
}
