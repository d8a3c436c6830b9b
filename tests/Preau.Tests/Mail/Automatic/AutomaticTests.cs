using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Automatic;
using Preau.Memberships;
using Preau.People;
using Preau.Site;

namespace Preau.Tests.Mail.Automatic;

/// <summary>What goes out by itself after somebody acted on a page.</summary>
public sealed class AutomaticTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_signs_up_is_answered_at_once_and_once_whether_or_not_they_asked_for_news()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var page = await Ready(nation, relay);
        var mail = await Make(nation, AutomaticKind.Answer, page);

        await nation.Site.Submit("/join", SignUp("zoe@example.org"));
        await nation.Site.Submit("/join", SignUp("zoe@example.org"));
        await nation.RunJobs();

        var letter = Assert.Single(relay.Mails);
        Assert.Equal(("zoe@example.org", "Thank you for joining us"), (letter.To, letter.Message.Subject));
        Assert.Contains("Dear Zoé,", letter.Message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("in answer to what you did on the site of Ada pour tous: “Join us”", letter.Message.TextBody, StringComparison.Ordinal);
        // There is no list to leave.
        Assert.DoesNotContain("Unsubscribe", letter.Message.HtmlBody + letter.Message.TextBody, StringComparison.Ordinal);
        Assert.Null(letter.Message.Headers["List-Unsubscribe"]);
        var turn = await nation.Db.AutomaticTurns.SingleAsync(Ct);
        Assert.Equal((mail.Id, TurnState.Sent), (turn.AutomaticMailId, turn.State));
        var profile = await nation.Panel.Get($"/people/{turn.PersonId}");
        profile.Shows("Got the answer “Thank you for joining us”");
        profile.Shows("In answer to what they did on “Join us”");
        (await nation.Panel.Get("/mail/automatic")).Shows("Thank you for joining us");
        Assert.DoesNotContain("Thank you for joining us", (await nation.Panel.Get("/mail")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_goes_to_no_address_that_is_shut_and_to_nobody_while_it_is_off()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var page = await Ready(nation, relay);
        var mail = await Make(nation, AutomaticKind.Answer, page);
        await nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "shut@example.org", "complained", Ct));

        await nation.Site.Submit("/join", SignUp("shut@example.org"));
        await nation.RunJobs();
        await nation.Panel.Submit($"/mail/automatic/{mail.Id}", new { on = "false" }, "state");
        await nation.Site.Submit("/join", SignUp("late@example.org"));
        await nation.RunJobs();

        Assert.Empty(relay.Mails);
        var turn = await nation.Db.AutomaticTurns.SingleAsync(Ct);
        Assert.Equal((TurnState.Skipped, "suppressed"), (turn.State, turn.Answer));
        (await nation.Panel.Get($"/people/{turn.PersonId}")).Shows("The address must not be written to any more.");
    }

    [Fact]
    public async Task A_strangers_address_gets_three_answers_an_hour_at_most_and_nothing_that_the_form_did_not_say()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await Ready(nation, relay);
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ada", "Secret"), "ada@example.org");
        for (var i = 0; i < 5; i++)
        {
            var page = await nation.Seeds.Page(PageKind.SignUp, $"page-{i}", $"Page {i}", language: "en");
            await Make(nation, AutomaticKind.Answer, page);
            await nation.Site.Submit($"/page-{i}", SignUp("ada@example.org", "Mallory"));
        }

        await nation.RunJobs();

        Assert.Equal(3, relay.Mails.Count);
        Assert.All(relay.Mails, m => Assert.DoesNotContain("Secret", m.Message.ToString(), StringComparison.Ordinal));
        Assert.Contains("Dear Mallory,", relay.Mails.First().Message.TextBody, StringComparison.Ordinal);
        Assert.Equal(2, await nation.Db.AutomaticTurns.CountAsync(t => t.State == TurnState.Skipped && t.Answer == "hourly", Ct));
    }

    [Fact]
    public async Task An_answer_that_may_have_left_is_not_sent_again_and_one_that_did_not_comes_back()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var page = await Ready(nation, relay);
        await Make(nation, AutomaticKind.Answer, page);
        relay.OnRecipient = _ => "451 Later";
        await nation.Site.Submit("/join", SignUp("zoe@example.org"));
        await nation.RunJobs();
        Assert.Equal(TurnState.Waiting, (await nation.Db.AutomaticTurns.SingleAsync(Ct)).State);

        relay.OnRecipient = _ => null;
        relay.Move = _ => RelayMove.CloseAfterContent;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await nation.RunJobs();
        Assert.Equal(TurnState.Leaving, (await nation.Db.AutomaticTurns.SingleAsync(Ct)).State);

        relay.Move = _ => RelayMove.Take;
        var turn = await nation.Db.AutomaticTurns.AsNoTracking().SingleAsync(Ct);
        await nation.Do((_, db) =>
        {
            db.Enqueue(new AnswerAction(turn.AutomaticMailId, turn.PersonId));
            return Task.CompletedTask;
        });
        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.RunJobs();
        Assert.Equal(TurnState.Leaving, (await nation.Db.AutomaticTurns.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task An_answer_cannot_lead_to_where_gifts_are_taken()
    {
        await using var nation = await app.NewNation();
        var page = await Ready(nation, null);
        var mail = await Make(nation, AutomaticKind.Answer, page, isOn: false);
        await nation.Do(async (_, db) =>
        {
            var blast = await db.Blasts.SingleAsync(b => b.Id == mail.BlastId, Ct);
            (blast.Format, blast.Body) = (Preau.Mail.Blocks.MailFormat.Html, "<p><a href=\"/give\">Give</a></p>");
        });

        (await (await nation.Panel.Submit($"/mail/automatic/{mail.Id}", new { on = "true" }, "state")).Follow()).Shows("it cannot lead to where gifts are taken");

        Assert.False((await nation.Db.AutomaticMails.SingleAsync(Ct)).IsOn);
    }

    [Fact]
    public async Task An_answer_names_nothing_that_was_not_typed()
    {
        await using var nation = await app.NewNation();
        var page = await Ready(nation, null);
        var mail = await Make(nation, AutomaticKind.Answer, page, isOn: false);
        await nation.Do(async (_, db) =>
        {
            var blast = await db.Blasts.SingleAsync(b => b.Id == mail.BlastId, Ct);
            (blast.Format, blast.Body) = (Preau.Mail.Blocks.MailFormat.Html, "<p>{{ person.greeting }}, you are a member until {{ person.member_until }}.</p>");
        });

        var editor = await nation.Panel.Get($"/mail/{mail.BlastId}/edit");
        foreach (var liquid in new[] { "person.first_name", "person.greeting" }) Assert.Contains($"{{{{ {liquid}", Offered(editor), StringComparison.Ordinal);
        foreach (var liquid in new[] { "person.city", "person.member_until", "person.last_gift" }) Assert.DoesNotContain(liquid, Offered(editor), StringComparison.Ordinal);
        (await (await nation.Panel.Submit($"/mail/automatic/{mail.Id}", new { on = "true" }, "state")).Follow()).Shows("nothing is called “person.member_until”");

        Assert.Equal(PersonFact.None, (await nation.Db.Blasts.SingleAsync(b => b.Id == mail.BlastId, Ct)).Facts);
        Assert.False((await nation.Db.AutomaticMails.SingleAsync(Ct)).IsOn);

        static string Offered(Page page) => page.Document.QuerySelector(".placeholders")!.TextContent;
    }

    [Fact]
    public async Task A_step_goes_out_days_later_once_only_to_those_who_agreed_and_not_to_those_who_did_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var page = await Ready(nation, relay);
        await nation.Seeds.Page(PageKind.Petition, "school", "Save the school", language: "en");
        var petition = await nation.Db.SitePages.SingleAsync(p => p.Kind == PageKind.Petition, Ct);
        var step = await Make(nation, AutomaticKind.FollowUp, page);
        await nation.Panel.Submit($"/mail/automatic/{step.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Days"] = "4", ["Form.Unless"] = $"{petition.GroupId}" }, "#settings");
        await nation.Site.Submit("/join", SignUp("yes@example.org", consents: true));
        await nation.Site.Submit("/join", SignUp("no@example.org"));
        await nation.Site.Submit("/join", SignUp("done@example.org", consents: true));
        await nation.Site.Submit("/school", SignUp("done@example.org"));
        await nation.Site.Submit("/join", SignUp("left@example.org", consents: true));

        await Look(nation);
        Assert.Empty(relay.Mails);
        app.Clock.Advance(TimeSpan.FromDays(4));
        await nation.Do(async (services, db) => await services.GetRequiredService<ConsentLedger>().Withdraw((await db.PersonEmails.SingleAsync(e => e.EmailKey == "left@example.org", Ct)).PersonId, Purpose.News, "panel", Ct));
        await Look(nation);
        await Look(nation);

        Assert.Equal("yes@example.org", Assert.Single(relay.Mails).To);
        Assert.Contains("it goes to: people who signed up on “Join us”", relay.Mails.First().Message.HtmlBody, StringComparison.Ordinal);
        Assert.NotNull(relay.Mails.First().Message.Headers["List-Unsubscribe"]);
        Assert.Equal((3, 1), (await nation.Db.AutomaticTurns.CountAsync(t => t.State == TurnState.Given, Ct), await nation.Db.AutomaticTurns.CountAsync(t => t.State == TurnState.Reached, Ct)));
        var blast = await nation.Db.Blasts.SingleAsync(b => b.StepId == step.Id && b.PatternOf == null, Ct);
        Assert.Equal((BlastState.Sent, 1L), (blast.State, (await nation.Total(blast)).Sent));
        var shown = await nation.Panel.Get($"/mail/automatic/{step.Id}");
        shown.Shows("The last sendings");
        var person = (await nation.Db.PersonEmails.SingleAsync(e => e.EmailKey == "yes@example.org", Ct)).PersonId;
        (await nation.Panel.Get($"/people/{person}")).Shows("People who signed up on “Join us” some days ago");
    }

    [Fact]
    public async Task Who_waits_at_a_step_waits_while_it_is_off_and_gets_it_when_it_is_on_again()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var page = await Ready(nation, relay);
        var step = await Make(nation, AutomaticKind.FollowUp, page);
        await nation.Site.Submit("/join", SignUp("yes@example.org", consents: true));
        await nation.Panel.Submit($"/mail/automatic/{step.Id}", new { on = "false" }, "state");
        await nation.Site.Submit("/join", SignUp("later@example.org", consents: true));
        app.Clock.Advance(TimeSpan.FromDays(5));
        await Look(nation);
        Assert.Empty(relay.Mails);

        (await nation.Panel.Get($"/mail/automatic/{step.Id}")).Shows("1 who waited while it was off get it within minutes.");
        await nation.Panel.Submit($"/mail/automatic/{step.Id}", new { on = "true" }, "state");
        await Look(nation);

        Assert.Equal("yes@example.org", Assert.Single(relay.Mails).To);
    }

    [Fact]
    public async Task The_text_is_written_and_tried_out_as_that_of_any_mail_but_never_sent_by_hand()
    {
        await using var nation = await app.NewNation();
        var page = await Ready(nation, null);
        var beside = await nation.Panel.Get($"/pages/{page.Id}");
        beside.Shows("Answer by mail at once");

        var made = await nation.Panel.Submit($"/pages/{page.Id}", new { page = page.Id, kind = "Answer" }, "mail/automatic");

        var mail = await nation.Db.AutomaticMails.SingleAsync(Ct);
        Assert.Equal($"/mail/automatic/{mail.Id}", made.Location);
        var edit = await nation.Panel.Get($"/mail/{mail.BlastId}/edit");
        edit.DoesNotShow("For whom");
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.Get($"/mail/{mail.BlastId}/send")).Status);
        (await nation.Panel.Get($"/mail/{mail.BlastId}/preview?as=text")).Shows("Thank you for joining us");
        Assert.IsType<Scheduling.Refused>(await nation.Schedule(await nation.Db.Blasts.SingleAsync(Ct)));
        await nation.Panel.Submit($"/mail/{mail.BlastId}/edit", new { Form_Subject = "Welcome" });
        Assert.Equal("Join us", (await nation.Db.Blasts.AsNoTracking().SingleAsync(Ct)).Sentence);
        await nation.Panel.Submit($"/mail/automatic/{mail.Id}", new { }, "removal");
        Assert.Equal((0, 0), (await nation.Db.AutomaticMails.CountAsync(Ct), await nation.Db.Blasts.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_birthday_is_one_on_the_day_also_on_29_february()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await Ready(nation, relay);
        var mail = await Make(nation, AutomaticKind.Birthday, null);
        Purpose[] both = [Purpose.News, Purpose.Targeted];
        var leap = await nation.Seeds.Reader("leap@example.org", consents: both, with: p => p.BornOn = new DateOnly(1988, 2, 29));
        var plain = await nation.Seeds.Reader("plain@example.org", consents: both, with: p => p.BornOn = new DateOnly(1990, 2, 28));
        await nation.Seeds.Reader("other@example.org", consents: both, with: p => p.BornOn = new DateOnly(1990, 3, 1));
        await nation.Seeds.Reader("quiet@example.org", consents: [], with: p => p.BornOn = new DateOnly(1990, 2, 28));
        var year = nation.Services.GetRequiredService<CurrentNation>().Facts.DayOf(app.Clock.GetUtcNow()).Year + 1;
        while (DateTime.IsLeapYear(year)) year++;

        app.Clock.Advance(new DateTimeOffset(year, 2, 28, 7, 0, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
        await Look(nation);
        Assert.Empty(relay.Mails);
        app.Clock.Advance(TimeSpan.FromHours(1.1));
        await Look(nation);
        await Look(nation);

        Assert.Equal(["leap@example.org", "plain@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        Assert.Equal([(leap.Id, year), (plain.Id, year)], (await nation.Db.AutomaticTurns.Where(t => t.AutomaticMailId == mail.Id).OrderBy(t => t.PersonId).ToListAsync(Ct)).Select(t => (t.PersonId, t.Round)));
    }

    [Fact]
    public async Task Members_are_thanked_on_the_day_on_which_their_first_membership_began()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await Ready(nation, relay);
        await nation.Panel.Submit("/mail/automatic", new { kind = "Membership" });
        var mail = await nation.Db.AutomaticMails.SingleAsync(Ct);
        await nation.Do(async (services, db) => await services.GetRequiredService<KeepAutomatic>().Switch(await db.AutomaticMails.SingleAsync(Ct), true, Ct));
        var year = nation.Services.GetRequiredService<CurrentNation>().Facts.DayOf(app.Clock.GetUtcNow()).Year + 1;
        while (DateTime.IsLeapYear(year)) year++;
        var (leap, day) = (new DateOnly(2024, 2, 29), new DateOnly(year, 2, 28));
        var type = new MembershipType { GraceDays = 10, CreatedAt = app.Clock.GetUtcNow() };
        type.Call("Association");
        await nation.Do((_, db) =>
        {
            db.Add(type);
            return Task.CompletedTask;
        });
        foreach (var (name, from, until, change) in new (string, DateOnly, DateOnly?, Action<PersonMembership>?)[]
        {
            ("plain", day.AddYears(-3), null, null),
            ("leap", leap, null, null),
            ("grace", day.AddYears(-1), day.AddDays(-5), null),
            ("today", day, null, null),
            ("other", day.AddYears(-3).AddDays(2), null, null),
            ("gone", day.AddYears(-2), day.AddDays(-11), null),
            ("left", day.AddYears(-2), null, m => m.CancelledOn = day.AddDays(-1)),
            ("held", day.AddYears(-2), null, m => m.SuspendedOn = day.AddDays(-1)),
        })
        {
            await Member(nation, type, name, [(from, until)], change);
        }

        await Member(nation, type, "renewed", [(day.AddYears(-4), day.AddYears(-1).AddDays(-1)), (day.AddYears(-1).AddDays(20), null)]);
        await Member(nation, type, "again", [(day.AddYears(-4).AddDays(9), day.AddYears(-1)), (day.AddYears(-1), null)]);
        await Member(nation, type, "quiet", [(day.AddYears(-3), null)], consents: []);

        app.Clock.Advance(new DateTimeOffset(year, 2, 28, 8, 6, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
        await Look(nation);
        await Look(nation);

        Assert.Equal(["grace@example.org", "leap@example.org", "plain@example.org", "renewed@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        Assert.Contains("adhérents", relay.Mails.First().Message.TextBody, StringComparison.Ordinal);
        Assert.Equal(("Merci d’être membre", 4), (relay.Mails.First().Message.Subject, await nation.Db.AutomaticTurns.CountAsync(t => t.AutomaticMailId == mail.Id && t.Round == year, Ct)));
    }

    private static async Task Member(TestNation nation, MembershipType type, string name, (DateOnly From, DateOnly? Until)[] times, Action<PersonMembership>? change = null, Purpose[]? consents = null)
    {
        var person = await nation.Seeds.Reader($"{name}@example.org", consents: consents ?? [Purpose.News, Purpose.Targeted]);
        await nation.Do((_, db) =>
        {
            foreach (var (from, until) in times)
            {
                var membership = new PersonMembership { PersonId = person.Id, MembershipTypeId = type.Id, StartedOn = from, ExpiresOn = until, Source = "panel" };
                change?.Invoke(membership);
                db.Add(membership);
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>What the runner does within a minute.</summary>
    private static async Task Look(TestNation nation)
    {
        await nation.Do((_, db) =>
        {
            db.Enqueue(new RunAutomatic());
            return Task.CompletedTask;
        });
        await nation.RunJobs();
        await nation.RunMail();
    }

    private static async Task<SitePage> Ready(TestNation nation, FakeRelay? relay)
    {
        await nation.ReadyToMail(relay);
        await nation.Do((services, _) => services.GetRequiredService<Preau.Nations.NationSettings>().Set(new Preau.Settings.IdentitySettings { SiteName = "Ada pour tous", Languages = ["en"] }, Ct));
        return await nation.Seeds.Page(PageKind.SignUp, "join", "Join us", language: "en");
    }

    private static async Task<AutomaticMail> Make(TestNation nation, AutomaticKind kind, SitePage? page, Action<AutomaticMail>? with = null, bool isOn = true)
    {
        var keep = nation.Services.GetRequiredService<KeepAutomatic>();
        var mail = await keep.New(kind, page?.Id, Ct) ?? throw new InvalidOperationException("There is such a page.");
        await nation.Do(async (services, db) =>
        {
            var row = await db.AutomaticMails.SingleAsync(m => m.Id == mail.Id, Ct);
            with?.Invoke(row);
            (await db.Blasts.SingleAsync(b => b.Id == mail.BlastId, Ct)).Preheader = "First words";
            if (isOn) await services.GetRequiredService<KeepAutomatic>().Switch(row, true, Ct);
        });
        return mail;
    }

    private static Dictionary<string, string> SignUp(string email, string first = "Zoé", bool consents = false)
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal) { ["first_name"] = first, ["last_name"] = "Martin", ["email"] = email };
        if (consents) (sent["consent_news"], sent["consent_targeted"]) = ("true", "true");
        return sent;
    }
}
