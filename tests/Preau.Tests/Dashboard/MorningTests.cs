using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts;
using Preau.Dashboard.Counting;
using Preau.Dashboard.Morning;
using Preau.Mail;
using Preau.Mail.Inbox;
using Preau.Tests.Mail;

namespace Preau.Tests.Dashboard;

/// <summary>The mail that somebody of the team wants each morning.</summary>
public sealed class MorningTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateOnly Today(TestNation nation) => nation.Facts.DayOf(nation.App.Clock.GetUtcNow());

    [Fact]
    public async Task Whoever_switched_it_on_hears_once_a_morning_what_came_and_what_waits_and_no_name()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (owner, id) = await nation.SignIn(Role.Owner);
        await nation.SignIn(Role.Owner);
        (await (await owner.Submit("/account", new { }, "account/morning")).Follow()).Shows("Your morning mail is on, from tomorrow.");
        var person = await nation.Seeds.Person(p => p.LastName = "Secret");
        var day = Today(nation);
        await nation.Do((_, db) => Add(db, new FollowUp { PersonId = person.Id, What = "Call Secret back", DueOn = day, AssigneeId = id, CreatedAt = app.Clock.GetUtcNow() }));
        await nation.RunFeed();

        await At(nation, day.AddDays(1), 6);
        Assert.Empty(relay.Mails);
        await At(nation, day.AddDays(1), 7);
        await At(nation, day.AddDays(1), 8);

        var letter = Assert.Single(relay.Mails);
        var text = letter.Message.TextBody;
        Assert.StartsWith("owner1@", letter.To, StringComparison.Ordinal);
        foreach (var said in new[] { "1 new contact yesterday.", "/people?", "1 follow-up of yours is due today or overdue.", "/follow-ups?due=true", "/account" }) Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", letter.Message.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "account.morning_sent", Ct));

        // What waits is said again; where nothing does, nothing comes.
        await At(nation, day.AddDays(2), 7);
        Assert.Equal(2, relay.Mails.Count);
        Assert.DoesNotContain("new contact", relay.Mails.Last().Message.TextBody, StringComparison.Ordinal);
        await nation.Do(async (_, db) => (await db.FollowUps.SingleAsync(Ct)).DoneAt = app.Clock.GetUtcNow());
        await At(nation, day.AddDays(3), 7);
        await owner.Submit("/account", new { }, "account/morning");
        Assert.Equal((2, null), (relay.Mails.Count, await nation.Db.Memberships.Where(m => m.AccountId == id).Select(m => m.LastMorning).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Each_hears_of_what_their_role_opens_in_their_language()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var day = Today(nation);
        var ids = new Dictionary<Role, long>();
        foreach (var role in new[] { Role.Staff, Role.Finance, Role.Volunteer }) ids[role] = (await nation.SignIn(role)).AccountId;
        await nation.Db.Memberships.ExecuteUpdateAsync(s => s.SetProperty(m => m.LastMorning, day), Ct);
        var finance = ids[Role.Finance];
        await nation.Db.Accounts.Where(a => a.Id == finance).ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, "fr"), Ct);
        var (mine, other) = (await nation.Seeds.Person(p => p.AssigneeId = ids[Role.Volunteer]), await nation.Seeds.Person());
        await nation.Do((_, db) =>
        {
            var now = app.Clock.GetUtcNow();
            foreach (var person in new[] { mine, other }) db.Add(new FollowUp { PersonId = person.Id, What = "Call", DueOn = day, AssigneeId = ids[Role.Volunteer], CreatedAt = now });
            db.Add(new RollUpDay { Measure = Measure.Gifts, Day = day, Source = "", Count = 2, Cents = 5000 });
            db.Add(new Blast { Subject = "Stuck", Language = "fr", State = BlastState.Sending, Problem = "relay", CreatedAt = now, ChangedAt = now });
            db.Add(new MailThread { AddressKey = "a@example.org", Address = "a@example.org", Name = "A", Subject = "Hello", SubjectKey = "hello", LastAt = now });
            return Task.CompletedTask;
        });

        await At(nation, day.AddDays(1), 7);

        string? Of(string role) => relay.Mails.Single(m => m.To.StartsWith(role, StringComparison.Ordinal)).Message.TextBody;
        foreach (var said in new[] { "2 gifts yesterday.", "1 message to many stands still.", "1 conversation waits for an answer in the inbox." }) Assert.Contains(said, Of("staff"), StringComparison.Ordinal);
        Assert.DoesNotContain("follow-up", Of("staff"), StringComparison.Ordinal);
        Assert.Contains("2 dons hier.", Of("finance"), StringComparison.Ordinal);
        Assert.DoesNotContain("/mail", Of("finance"), StringComparison.Ordinal);
        Assert.DoesNotContain("/inbox", Of("finance"), StringComparison.Ordinal);
        Assert.Contains("1 follow-up of yours is due today or overdue.", Of("volunteer"), StringComparison.Ordinal);
        Assert.DoesNotContain("gift", Of("volunteer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_did_not_leave_comes_later_and_one_that_may_have_left_does_not_come_again()
    {
        await using var relay = new FakeRelay { OnRecipient = _ => "451 4.3.0 later" };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.SignIn(Role.Owner);
        var day = Today(nation);
        await nation.Db.Memberships.ExecuteUpdateAsync(s => s.SetProperty(m => m.LastMorning, day), Ct);
        await nation.Do((_, db) => Add(db, new MailThread { AddressKey = "a@example.org", Address = "a@example.org", Name = "A", Subject = "Hello", SubjectKey = "hello", LastAt = app.Clock.GetUtcNow() }));

        await At(nation, day.AddDays(1), 7);
        Assert.Empty(relay.Mails);
        relay.OnRecipient = _ => null;
        await At(nation, day.AddDays(1), 8);
        Assert.Single(relay.Mails);

        relay.Move = _ => RelayMove.CloseAfterContent;
        await At(nation, day.AddDays(2), 7);
        relay.Move = _ => RelayMove.Take;
        await At(nation, day.AddDays(2), 8);
        Assert.Equal(2, relay.Mails.Count);
        relay.OnRecipient = _ => "451 4.3.0 later";
        await At(nation, day.AddDays(3), 11);
        relay.OnRecipient = _ => null;
        await At(nation, day.AddDays(3), 12);
        Assert.Equal(2, relay.Mails.Count);
    }

    private static Task Add(Database db, object row)
    {
        db.Add(row);
        return Task.CompletedTask;
    }

    private async Task At(TestNation nation, DateOnly day, int hour)
    {
        var wall = day.ToDateTime(new TimeOnly(hour, 5));
        app.Clock.Advance(new DateTimeOffset(wall, nation.Facts.Zone.GetUtcOffset(wall)) - app.Clock.GetUtcNow());
        await nation.Do((_, db) =>
        {
            db.Enqueue(new SendMornings());
            return Task.CompletedTask;
        });
        await nation.RunJobs();
    }
}
