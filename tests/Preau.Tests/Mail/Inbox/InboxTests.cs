using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Inbox;
using Preau.People;

namespace Preau.Tests.Mail.Inbox;

/// <summary>A mail leaves by the sandbox, is answered into its mailbox, read from there, and answered in turn.</summary>
public sealed class InboxTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_to_a_blast_is_read_once_joins_the_person_and_is_answered_below_it()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        var reader = await nation.Seeds.Reader("lea@example.org", "Léa");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        var sent = InboxNation.Message(catcher, "lea@example.org");
        Assert.Equal("team@ada.example", sent.ReplyTo.Mailboxes.Single().Address);

        InboxNation.Put(catcher, "Lea <lea@example.org>", "Re: A word", "Is there parking?\n\nOn Monday 3 May, Ada wrote:\n> Come on Saturday", sent.MessageId);
        Assert.Null((await InboxNation.Read(nation)).Trouble);
        await InboxNation.Read(nation);

        var thread = await nation.Db.MailThreads.SingleAsync(Ct);
        Assert.Equal((reader.Id, blast.Id, true), (thread.PersonId!.Value, thread.BlastId!.Value, thread.IsUnread));
        var mail = await nation.Db.InboxMails.SingleAsync(Ct);
        Assert.Equal("Is there parking?", mail.Text);
        Assert.Contains("Come on Saturday", mail.Quoted, StringComparison.Ordinal);
        (await nation.Panel.Get("/inbox")).Shows("Is there parking?");
        var page = await nation.Panel.Submit($"/inbox/{thread.Id}", new { Form_Text = "Yes, behind the school." }, "#answer");
        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        await nation.RunJobs();

        var sentNow = await nation.Db.InboxMails.SingleAsync(m => m.Kind == InboxKind.Out, Ct);
        Assert.Equal((AnswerState.Sent, null, null), (sentNow.State, sentNow.Reason, sentNow.Answer));
        var answer = InboxNation.Message(catcher, "lea@example.org");
        Assert.Equal(("Re: A word", "Yes, behind the school.", mail.MessageId, "news@ada.example"), (answer.Subject, answer.TextBody?.Trim(), answer.InReplyTo, answer.From.Mailboxes.Single().Address));
        Assert.Null(answer.Headers["Auto-Submitted"]);
        var profile = await nation.Panel.Get($"/people/{reader.Id}");
        profile.Shows("Wrote a mail: “Re: A word”");
        profile.Shows("Was answered: “Re: A word”");

        InboxNation.Put(catcher, "lea@example.org", "Re: A word", "Thank you!", answer.MessageId);
        await InboxNation.Read(nation);
        Assert.Equal(3, await nation.Db.InboxMails.CountAsync(m => m.MailThreadId == thread.Id, Ct));
    }

    [Fact]
    public async Task A_machine_is_put_apart_and_not_answered()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        InboxNation.Put(catcher, "away@example.org", "Out of office: Saturday", "I am away until Monday. STOP", more: "Auto-Submitted: auto-replied\r\n");
        InboxNation.Put(catcher, "x@example.org", "Absence jeudi", "Je serai absente jeudi, gardez-moi un tract ?");

        await InboxNation.Read(nation);

        var away = await nation.Db.MailThreads.SingleAsync(t => t.AddressKey == "away@example.org", Ct);
        Assert.True(away is { IsAutomatic: true, IsUnread: false });
        Assert.False((await nation.Db.MailThreads.SingleAsync(t => t.AddressKey == "x@example.org", Ct)).IsAutomatic);
        (await nation.Panel.Get("/inbox?view=automatic")).Shows("Out of office");
        (await nation.Panel.Get($"/inbox/{away.Id}")).Shows("Machines are not answered");
        await nation.RunJobs();
        Assert.DoesNotContain(catcher.Mails, m => m.Recipients.Contains("away@example.org"));
    }

    [Fact]
    public async Task A_mail_with_an_emoji_where_the_search_ends_is_read_and_so_are_those_behind_it_and_its_answer_and_notes()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        var text = new string('a', 999) + "🎉 bravo";
        InboxNation.Put(catcher, "lea@example.org", "Saturday", text);
        InboxNation.Put(catcher, "max@example.org", "Sunday", "Is there parking?");

        var read = await InboxNation.Read(nation);

        Assert.Equal((null, 0), (read.Trouble, read.Others));
        Assert.Equal(2, await nation.Db.MailThreads.CountAsync(Ct));
        var thread = await nation.Db.MailThreads.SingleAsync(t => t.AddressKey == "lea@example.org", Ct);
        Assert.Equal(text, (await nation.Db.InboxMails.SingleAsync(m => m.MailThreadId == thread.Id, Ct)).Text);
        await nation.Panel.Submit($"/inbox/{thread.Id}", new { Form_Text = text }, "#answer");
        (await (await nation.Panel.PostFrom($"/inbox/{thread.Id}", $"/inbox/{thread.Id}/notes", new { text })).Follow()).Shows("The note is kept.");
        Assert.Equal(3, await nation.Db.InboxMails.CountAsync(m => m.MailThreadId == thread.Id && m.Text == text, Ct));
    }

    [Fact]
    public async Task The_inbox_says_how_many_mails_nobody_finds_in_it()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        InboxNation.Put(catcher, "Subject: From nobody\r\n\r\nHello\r\n");

        await InboxNation.Read(nation);

        (await nation.Panel.Get("/inbox")).Shows("1 mail could not be read. It is left unread in the mailbox.");
    }

    [Fact]
    public async Task A_no_that_a_group_hands_on_is_heard_and_held_as_one_that_comes_straight()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        var (lea, max) = (await nation.Seeds.Reader("lea@example.org"), await nation.Seeds.Reader("max@example.org"));
        InboxNation.Put(catcher, "lea@example.org", "Re: A word", "STOP", more: "Precedence: list\r\nList-Id: <team.groups.example>\r\n");
        InboxNation.Put(catcher, "max@example.org", "Re: A word", "Comment se désinscrire ?", more: "Precedence: bulk\r\n");

        await InboxNation.Read(nation);

        Assert.False(await InboxNation.AgreesToNews(nation, lea.Id));
        Assert.True(await InboxNation.AgreesToNews(nation, max.Id));
        Assert.Equal(LeaveState.Perhaps, (await nation.Db.InboxMails.SingleAsync(m => m.PersonId == max.Id, Ct)).Leave);
        Assert.False((await nation.Db.MailThreads.SingleAsync(t => t.AddressKey == "max@example.org", Ct)).IsAutomatic);
        // Nothing but what the team writes is ever handed to the relay: two machines find nobody here to talk to.
        await nation.RunJobs();
        Assert.DoesNotContain(catcher.Mails, m => m.Recipients.Contains("lea@example.org") || m.Recipients.Contains("max@example.org"));
    }

    [Fact]
    public async Task A_no_by_mail_is_heard_for_the_address_and_can_be_taken_back()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        var reader = await nation.Seeds.Reader("lea@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        InboxNation.Put(catcher, "lea@example.org", "Re: A word", "Désinscrivez-moi s'il vous plaît", InboxNation.Message(catcher, "lea@example.org").MessageId);
        await InboxNation.Read(nation);

        Assert.False(await InboxNation.AgreesToNews(nation, reader.Id));
        Assert.Equal(1, (await nation.Total(blast)).Unsubscribed);
        var thread = await nation.Db.MailThreads.SingleAsync(Ct);
        Assert.True(thread.IsAutomatic);
        var page = await nation.Panel.Get($"/inbox/{thread.Id}");
        page.Shows("They asked for no more mail, and it was done.");
        await nation.Panel.Fill(page, $"/inbox/{thread.Id}", new { }, $"/inbox/{thread.Id}/staying");

        Assert.True(await InboxNation.AgreesToNews(nation, reader.Id));
        Assert.Equal(0, (await nation.Total(blast)).Unsubscribed);
        Assert.False((await nation.Db.MailThreads.SingleAsync(Ct)).IsAutomatic);
    }

    [Fact]
    public async Task What_may_be_a_no_is_for_a_person_to_decide_and_a_yes_is_never_taken()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var reader = await nation.Seeds.Reader("lea@example.org");
        var silent = await nation.Seeds.Reader("max@example.org", consents: []);

        var thread = await InboxNation.Take(nation, "lea@example.org", "Your mails", "Could you explain how I unsubscribe one day, and why you write on Sundays? I liked the last one though.");
        await InboxNation.Take(nation, "max@example.org", "News", "Please subscribe me to your news!");

        Assert.True(await InboxNation.AgreesToNews(nation, reader.Id));
        Assert.False(await InboxNation.AgreesToNews(nation, silent.Id));
        (await nation.Panel.Get($"/inbox/{thread.Id}")).Shows("Perhaps they ask for no more mail.");
        await nation.Panel.Submit($"/inbox/{thread.Id}", new { }, $"/inbox/{thread.Id}/leaving");
        Assert.False(await InboxNation.AgreesToNews(nation, reader.Id));
        Assert.StartsWith("reply:", (await nation.Db.ConsentEntries.SingleAsync(e => e.PersonId == reader.Id && !e.IsGiven, Ct)).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_somebody_has_read_what_may_be_a_no_nothing_that_is_sent_to_many_goes_there()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        foreach (var address in (string[])["lea@example.org", "lea@example.org", "max@example.org", "pia@example.org"]) await nation.Seeds.Reader(address);
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(3, catcher.Mails.Count);
        const string words = "Could you explain how I unsubscribe one day, and why you write on Sundays?";
        var thread = await InboxNation.Take(nation, "lea@example.org", "Your mails", words);
        // From an address that is on nobody's record, below the mail that Max got.
        await InboxNation.Take(nation, "other@example.org", "Re: A word", words, InboxNation.Message(catcher, "max@example.org").MessageId);

        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);

        Assert.Equal(["lea@example.org", "max@example.org"], (await nation.Deliveries(blast)).Where(d => d is { State: DeliveryState.Skipped, Answer: PerhapsLeft.Reason }).Select(d => d.Address).Order(StringComparer.Ordinal));
        Assert.Equal(4, catcher.Mails.Count);
        (await nation.Panel.Get($"/mail/{blast.Id}/deliveries")).Shows("Perhaps they asked for no more");
        await nation.Panel.Submit($"/inbox/{thread.Id}", new { }, $"/inbox/{thread.Id}/staying");
        await nation.SendNow(await nation.Seeds.Mail());
        Assert.Equal(6, catcher.Mails.Count);
    }

    [Fact]
    public async Task What_may_be_a_no_is_answered_by_their_own_yes_and_not_by_an_undo_nor_by_the_team()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var lea = await nation.Seeds.Reader("lea@example.org");
        async Task<bool> Says(Func<ConsentLedger, Task> say)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await nation.Do((services, _) => say(services.GetRequiredService<ConsentLedger>()));
            return (await nation.Services.GetRequiredService<PerhapsLeft>().Among([(lea.Id, "lea@example.org")], Ct)).Count == 0;
        }

        Assert.True(await Says(l => l.Withdraw(lea.Id, Purpose.News, "reply:9", Ct)));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await InboxNation.Take(nation, "lea@example.org", "Your mails", "Could you explain how I unsubscribe one day, and why you write on Sundays?");

        Assert.False(await Says(l => l.TakeBackNo("reply:9", Ct)));
        Assert.False(await Says(l => l.Give(lea.Id, Purpose.News, "en", "Yes.", ConsentLedger.Team, Ct)));
        Assert.True(await Says(l => l.Give(lea.Id, Purpose.News, "en", "Yes.", "page:1", Ct)));
    }

    [Fact]
    public async Task Nobody_becomes_a_contact_by_writing_until_somebody_says_who_it_is()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var thread = await InboxNation.Take(nation, "Odile <odile@example.net>", "Hello", "May the candidate come?");
        Assert.Equal(0, await nation.Db.People.CountAsync(Ct));
        (await nation.Panel.Get($"/inbox/{thread.Id}")).Shows("nobody becomes a contact by writing");

        await nation.Panel.PostFrom($"/inbox/{thread.Id}", $"/inbox/{thread.Id}/person", new { FirstName = "Odile", LastName = "Marchenoir" });

        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal("odile@example.net", (await nation.Db.PersonEmails.SingleAsync(Ct)).Address);
        Assert.Equal(person.Id, (await nation.Db.InboxMails.SingleAsync(Ct)).PersonId);
        Assert.False(await nation.Db.ConsentStates.AnyAsync(Ct));
    }

    [Fact]
    public async Task Two_who_answer_at_once_are_told_and_one_who_presses_twice_sends_once()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("lea@example.org");
        var thread = await InboxNation.Take(nation, "lea@example.org", "Hello", "When do you meet?");
        var (first, second) = (await nation.As(Role.Staff), await nation.As(Role.Staff));
        var path = $"/inbox/{thread.Id}";
        var (mine, theirs) = (await first.Get(path), await second.Get(path));
        theirs.Shows("Also open with: Staff");

        Assert.Equal(HttpStatusCode.Redirect, (await first.Fill(mine, path, new { Form_Text = "On Thursday." }, "#answer")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await first.Fill(mine, path, new { Form_Text = "On Thursday." }, "#answer")).Status);
        var late = await second.Fill(theirs, path, new { Form_Text = "On Friday." }, "#answer");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        late.Shows("has answered meanwhile. Your text was not sent");
        late.Shows("On Friday.");
        Assert.Equal(1, await nation.Db.InboxMails.CountAsync(m => m.Kind == InboxKind.Out, Ct));
        Assert.Equal(HttpStatusCode.Redirect, (await second.Fill(late, path, new { }, "#answer")).Status);
        Assert.Equal(2, await nation.Db.InboxMails.CountAsync(m => m.Kind == InboxKind.Out, Ct));
    }

    [Fact]
    public async Task Who_left_the_list_is_answered_for_thirty_days_and_who_was_erased_is_not()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("lea@example.org");
        var thread = await InboxNation.Take(nation, "lea@example.org", "Stop", "Unsubscribe me please");
        var services = nation.Services;
        var check = services.GetRequiredService<LastAnswerCheck>();
        Assert.Null(await check.WhyNot(thread, Ct));
        app.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(InboxWords.Stale, await check.WhyNot(thread, Ct));

        var again = await InboxNation.Take(nation, "lea@example.org", "Stop", "One more question: when is the vote?");
        Assert.Null(await check.WhyNot(again, Ct));
        await nation.Do((s, _) => s.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "lea@example.org", Suppressions.Erased, Ct));
        Assert.Equal(InboxWords.Erased, await nation.Services.GetRequiredService<LastAnswerCheck>().WhyNot(again, Ct));
    }
}
