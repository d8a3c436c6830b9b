using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Writing;
using Preau.Memberships;
using Preau.People;

namespace Preau.Tests.Mail;

/// <summary>What mails may say of people beyond their own record: how to greet them, whether they are members, what they gave.</summary>
public sealed class PersonFactsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string OfGifts = "<p>{{ person.formal_greeting }}, {% if person.last_gift != blank %}you gave {{ person.last_gift }} on {{ person.last_gift_on }}, {{ person.given_this_year }} this year.{% else %}you have not given.{% endif %}</p>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fr", Sex.Female, "Ada", "Martin", "Chère Ada", "Madame")]
    [InlineData("fr", Sex.Male, "Paul", "Martin", "Cher Paul", "Monsieur")]
    [InlineData("fr", Sex.Other, "Camille", "Martin", "Bonjour Camille", "Madame, Monsieur")]
    [InlineData("fr", null, "Camille", "Martin", "Bonjour Camille", "Madame, Monsieur")]
    [InlineData("fr", Sex.Female, "", "", "Bonjour", "Madame")]
    [InlineData("en", Sex.Female, "Ada", "Martin", "Dear Ada", "Dear Ms Martin")]
    [InlineData("en", Sex.Male, "Paul", "", "Dear Paul", "Dear Paul")]
    [InlineData("en", null, "Camille", "Martin", "Dear Camille", "Dear Camille Martin")]
    [InlineData("en", null, "", "", "Hello", "Hello")]
    public void A_greeting_fits_whoever_reads_it_and_is_never_blank(string language, Sex? sex, string first, string last, string greeting, string formal)
    {
        var person = new PersonDrop { FirstName = first, LastName = last, Language = "de" }.Is(sex).In(language);

        Assert.Equal((greeting, formal), (person.Greeting, person.FormalGreeting));
    }

    [Fact]
    public async Task Each_reader_is_greeted_in_the_language_of_the_text_and_told_until_when_they_are_a_member()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var type = await Type(nation, "Association");
        var today = nation.Services.GetRequiredService<CurrentNation>().Facts.DayOf(app.Clock.GetUtcNow());
        var until = new DateOnly(today.Year + 1, 3, 1);
        await Member(nation, "member@example.org", type, until, p => p.Sex = Sex.Female);
        await Member(nation, "endless@example.org", type, null, p => p.Sex = Sex.Male);
        await Member(nation, "over@example.org", type, today.AddDays(-400), null);
        // Agreed to news alone: a mail says nothing to them that is chosen by what is known.
        await Member(nation, "quiet@example.org", type, until, null, Purpose.News);
        var blast = await nation.Seeds.Mail(b => (b.Language, b.Body) = ("fr", "<p>{{ person.greeting }}, {% if person.is_member %}membre de {{ person.member_of }} jusqu’au {{ person.member_until | default: \"bout\" }}{% else %}rejoignez-nous{% endif %}.</p>"));

        await nation.SendNow(blast);

        string Text(string to) => Assert.Single(relay.Mails, m => m.To == to).Message.TextBody ?? "";
        Assert.Contains($"Chère Camille, membre de Association jusqu’au 1er mars {until.Year}.", Text("member@example.org"), StringComparison.Ordinal);
        Assert.Contains("Cher Camille, membre de Association jusqu’au bout.", Text("endless@example.org"), StringComparison.Ordinal);
        Assert.Contains("Bonjour Camille, rejoignez-nous.", Text("over@example.org"), StringComparison.Ordinal);
        Assert.Contains("Bonjour Camille, rejoignez-nous.", Text("quiet@example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_names_the_gifts_that_are_paid_and_did_not_go_back()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var now = app.Clock.GetUtcNow();
        var giver = await Reader(nation, "giver@example.org", p => (p.LastName, p.Sex) = ("Durand", Sex.Female));
        var back = await Reader(nation, "back@example.org", null);
        await Give(nation, giver, 5000, GiftStatus.Received, now.AddYears(-1));
        await Give(nation, giver, 2050, GiftStatus.Received, now.AddMinutes(-2), refunded: 50);
        await Give(nation, giver, 9000, GiftStatus.Pending, now.AddMinutes(-1));
        await Give(nation, back, 4000, GiftStatus.Refunded, now, refunded: 4000);
        await nation.Panel.Submit("/mail/new", new { Form_Subject = "Your gifts", Form_Body = OfGifts, Form_Format = "Html", Form_Language = "en" });
        var blast = await nation.Db.Blasts.SingleAsync(Ct);
        Assert.True(blast.TellsOfGifts);
        var preview = await nation.Panel.Get($"/mail/{blast.Id}/preview?as=text&person={giver}");
        preview.Shows("you gave €20 on");

        await nation.SendNow(blast);

        var day = nation.Services.GetRequiredService<CurrentNation>().Facts.DayOf(now).ToString("d MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("en-GB"));
        Assert.Contains($"Dear Ms Durand, you gave €20 on {day}, €20 this year.", Assert.Single(relay.Mails, m => m.To == "giver@example.org").Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("you have not given.", Assert.Single(relay.Mails, m => m.To == "back@example.org").Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_names_gifts_is_written_and_seen_by_those_who_may_see_gifts_alone()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var giver = await Reader(nation, "giver@example.org", null);
        await Give(nation, giver, 5000, GiftStatus.Received, app.Clock.GetUtcNow());
        await nation.Panel.Submit("/mail/new", new { Form_Subject = "Your gifts", Form_Body = OfGifts, Form_Format = "Html", Form_Language = "en" });
        var blast = await nation.Db.Blasts.AsNoTracking().SingleAsync(Ct);

        // Nobody is signed in here, and so may see no gifts.
        var problems = new ModelStateDictionary();
        await nation.Services.GetRequiredService<WritingDesk>().Check(new BlastForm { Subject = "x", Language = "en", Body = "{{ person | map: 'given_this_year' }}" }, problems, Ct);
        Assert.Contains("only somebody who may see gifts", problems["Form.Body"]!.Errors.Single().ErrorMessage, StringComparison.Ordinal);

        var services = nation.Services;
        services.GetRequiredService<Actor>().IsAccount(1, onlyAssigned: false, hidesGifts: true);
        Assert.Empty(await services.GetRequiredService<Database>().Blasts.ToListAsync(Ct));

        // A text that came in without being known to name them says nothing.
        var unknown = await nation.Seeds.Mail(b => b.Body = OfGifts);
        (await nation.Panel.Get($"/mail/{unknown.Id}/preview?as=text&person={giver}")).Shows("you have not given.");
        // A version that names them hides the whole mail, and so does whatever is made of it.
        var plain = await nation.Seeds.Mail();
        await nation.Panel.Submit($"/mail/{plain.Id}/versions", new { });
        await nation.Panel.Submit($"/mail/{plain.Id}/versions/1", new { Form_Subject = "B", Form_Body = OfGifts, Form_Format = "Html" });
        Assert.True((await nation.Read(plain)).TellsOfGifts);
        await nation.Panel.Submit($"/mail/{plain.Id}/edit", new { }, "/copy");
        Assert.True((await nation.Db.Blasts.OrderByDescending(b => b.Id).FirstAsync(Ct)).TellsOfGifts);
    }

    [Fact]
    public async Task What_is_blank_for_some_reader_is_told_before_the_mail_leaves()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await Reader(nation, "zoe@example.org", p => (p.FirstName, p.LastName) = ("Zoé", "Neant"));
        var blast = await nation.Seeds.Mail(b => (b.Body, b.TellsOfGifts) = ("<p>{{ person.greeting }}: {{ person.last_gift }}, {{ person.member_until }}.</p>", true));

        var send = await nation.Panel.Get($"/mail/{blast.Id}/send");

        foreach (var name in new[] { "person.last_gift", "person.member_until" }) send.Shows($"{{{{ {name} }}}} stays blank");
        send.Shows("such as Zoé Neant");
        send.DoesNotShow("person.greeting");
    }

    [Fact]
    public async Task The_editor_offers_them_and_a_text_message_takes_none_of_them()
    {
        await using var nation = await app.NewNation();
        var editor = await nation.Panel.Get("/mail/new");
        foreach (var liquid in new[] { "person.greeting", "person.formal_greeting", "person.member_until", "person.last_gift", "person.given_this_year" }) Assert.Contains(liquid, editor.Html, StringComparison.Ordinal);

        Assert.DoesNotContain("person.last_gift", (await nation.Panel.Get("/mail/new?by=text")).Html, StringComparison.Ordinal);
        var problems = await nation.Services.GetRequiredService<LiquidNames>().Check([("Here", "{{ person.greeting }} {{ person.last_gift }}")], Ct);
        Assert.Contains("nothing is called “person.last_gift”", Assert.Single(problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_does_not_name_them_asks_the_store_nothing_for_them()
    {
        await using var nation = await app.NewNation();
        var person = await Reader(nation, "zoe@example.org", null);
        var asked = new List<PersonFact>();
        var drops = new PersonDrops(nation.Db, nation.Services.GetRequiredService<OwnFields>(), [new Heard(PersonFact.Membership, asked), new Heard(PersonFact.Gifts, asked)], nation.Services.GetRequiredService<CurrentNation>());

        await drops.Of([person], Ct);
        Assert.Empty(asked);
        await drops.Of([person], PersonFacts.In("{{ person.member_until }}"), Ct);
        Assert.Equal([PersonFact.Membership], asked);
    }

    private sealed class Heard(PersonFact fact, List<PersonFact> asked) : IPersonFact
    {
        public PersonFact Fact => fact;

        public Task Tell(long[] ids, IReadOnlyDictionary<long, PersonDrop> people, CancellationToken ct)
        {
            asked.Add(fact);
            return Task.CompletedTask;
        }
    }

    private static async Task<long> Reader(TestNation nation, string email, Action<Person>? with, params Purpose[] consents) =>
        (await nation.Seeds.Reader(email, consents: consents.Length == 0 ? [Purpose.News, Purpose.Targeted] : consents, with: with)).Id;

    private static async Task Member(TestNation nation, string email, MembershipType type, DateOnly? until, Action<Person>? with, params Purpose[] consents)
    {
        var person = await Reader(nation, email, with, consents);
        await nation.Do((_, db) =>
        {
            db.Add(new PersonMembership { PersonId = person, MembershipTypeId = type.Id, StartedOn = new DateOnly(2024, 1, 1), ExpiresOn = until, Source = "panel" });
            return Task.CompletedTask;
        });
    }

    private static async Task<MembershipType> Type(TestNation nation, string name)
    {
        var type = new MembershipType();
        type.Call(name);
        await nation.Do((_, db) =>
        {
            db.Add(type);
            return Task.CompletedTask;
        });
        return type;
    }

    private static Task Give(TestNation nation, long person, long cents, GiftStatus status, DateTimeOffset at, long refunded = 0) => nation.Do((_, db) =>
    {
        db.Add(new Gift { PersonId = person, AmountCents = cents, RefundedCents = refunded, Currency = "EUR", GivenAt = at, Language = "en", Source = "panel", Status = status });
        return Task.CompletedTask;
    });
}
