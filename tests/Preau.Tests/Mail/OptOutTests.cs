using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Confirming;
using Preau.Mail.Inbox;
using Preau.Mail.Returns;
using Preau.People;
using Preau.Tests.Mail.Inbox;

namespace Preau.Tests.Mail;

/// <summary>Ways round a no, as somebody would try them who wants to reach a person that does not want to be reached.</summary>
public sealed class OptOutTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_is_not_sent_to_whoever_left_or_is_archived_but_to_whoever_writes_the_mail()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var (panel, account) = await nation.SignIn(Role.Owner);
        var own = await nation.Db.Accounts.Where(a => a.Id == account).Select(a => a.Email).SingleAsync(Ct);
        var (left, gone, me) = (await nation.Seeds.Reader("left@example.org"), await nation.Seeds.Reader("gone@example.org"), await nation.Seeds.Reader(own));
        await Leave(nation, left.Id);
        await Leave(nation, me.Id);
        await nation.Db.People.Where(p => p.Id == gone.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, app.Clock.GetUtcNow()), Ct);
        var blast = await nation.Seeds.Mail();

        foreach (var to in new[] { "left@example.org", "Gone@Example.org", "somebody@example.org, left@example.org" })
        {
            await panel.Submit($"/mail/{blast.Id}/preview", new { to }, "/test");
            Assert.Empty(relay.Mails);
        }

        await panel.Submit($"/mail/{blast.Id}/preview", new { to = own }, "/test");
        Assert.Equal(own, Assert.Single(relay.Mails).To);
    }

    [Fact]
    public async Task Whoever_calls_a_letter_spam_gets_nothing_more_by_any_record_with_the_address()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Do((services, _) => services.GetRequiredService<MailLinks>().Prepare(Ct));
        var (lea, partner, other) = (await nation.Seeds.Reader("shared@example.org"), await nation.Seeds.Reader("shared@example.org"), await nation.Seeds.Reader("other@example.org"));
        var signer = await nation.Services.GetRequiredService<MailLinks>().Find(Ct) ?? throw new InvalidOperationException();
        Task Tell(long person, string key) => nation.Services.GetRequiredService<RecordReturns>().Run([new MailReturn.Unwanted(person, signer.MarkOf(lea.Id, key)), new MailReturn.Unwanted(person, 7)], Ct);

        await Tell(other.Id, "shared@example.org");
        Assert.Equal(3, await nation.Db.ConsentStates.CountAsync(s => s.IsGiven, Ct));
        await Tell(lea.Id, "shared@example.org");
        await Tell(lea.Id, "shared@example.org");

        Assert.Equal([other.Id], await nation.Db.ConsentStates.Where(s => s.Purpose == Purpose.News && s.IsGiven).Select(s => s.PersonId).ToListAsync(Ct));
        Assert.Equal(2, await nation.Db.ConsentEntries.CountAsync(e => e.Source == "complaint" && e.Purpose == Purpose.News, Ct));
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(["other@example.org"], relay.Mails.Select(m => m.To));
        Assert.NotEqual(0, partner.Id);
        Assert.Equal("suppressed", (await nation.Services.GetRequiredService<LastCheck>().Answer(lea.Id, "shared@example.org", Ct)).Reason);
    }

    [Fact]
    public async Task Whoever_called_it_spam_gets_no_answer_nor_a_letter_that_waited()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var lea = await nation.Seeds.Reader("lea@example.org");
        var thread = await InboxNation.Take(nation, "lea@example.org", "Hello", "When?");
        await nation.Panel.Submit($"/inbox/{thread.Id}", new { Form_Text = "Soon." }, "#answer");
        await nation.Do((_, db) =>
        {
            db.Add(new PendingYes { PersonId = lea.Id, Address = "lea@example.org", AddressKey = "lea@example.org", Language = "en", Source = "page:1", Questions = "", AskedAt = app.Clock.GetUtcNow() });
            db.Enqueue(new AskYes(lea.Id));
            return Task.CompletedTask;
        });
        await nation.Do((services, _) => services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "lea@example.org", Suppressions.Complained, Ct));

        await nation.RunJobs();

        Assert.Empty(relay.Mails);
        Assert.Equal((AnswerState.Refused, InboxWords.Complained), await nation.Db.InboxMails.Where(m => m.Kind == InboxKind.Out).Select(m => new ValueTuple<AnswerState, string?>(m.State, m.Reason)).SingleAsync(Ct));
        (await nation.Panel.Get($"/inbox/{thread.Id}")).Shows("called your mail spam");
    }

    private static Task Leave(TestNation nation, long person) => nation.Do((services, _) => services.GetRequiredService<ConsentLedger>().Withdraw(person, Purpose.News, "mail:1", Ct));
}
