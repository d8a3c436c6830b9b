using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Duplicates;
using Preau.Mail.Inbox;
using Preau.People;
using Preau.Settings;

namespace Preau.Tests.Mail.Inbox;

/// <summary>What the team does with mails that came in, and what becomes of them.</summary>
public sealed class InboxWorkTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_are_found_taken_closed_and_opened_again_by_what_is_new()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("lea@example.org", "Léa");
        var (one, two) = (await InboxNation.Take(nation, "lea@example.org", "Poster", "May I have an affiche?"), await InboxNation.Take(nation, "max@example.org", "Bus", "When does the bus leave?"));
        var (staff, account) = await nation.SignIn(Role.Staff);

        (await staff.Get("/inbox?q=affiche")).Shows("Poster");
        Assert.DoesNotContain("Bus", (await staff.Get("/inbox?q=affiche")).Text, StringComparison.Ordinal);
        (await staff.Get("/inbox?q=max%40")).Shows("Bus");
        await staff.PostFrom("/inbox", "/inbox/acts", new { ids = one.Id, act = "assign", account });
        (await staff.Get("/inbox?view=mine")).Shows("Poster");
        Assert.DoesNotContain("Poster", (await staff.Get("/inbox?view=unassigned")).Text, StringComparison.Ordinal);
        await staff.PostFrom("/inbox", "/inbox/acts", new { ids = one.Id, act = "tag", tagName = "affiches" });
        Assert.Equal(one.PersonId, (await nation.Db.PersonTags.SingleAsync(Ct)).PersonId);
        await staff.PostFrom("/inbox", $"/inbox/{one.Id}/notes", new { text = "Two posters are left." });
        (await staff.Get($"/inbox/{one.Id}")).Shows("Two posters are left.");
        await staff.PostFrom("/inbox", $"/inbox/{one.Id}/closing", new { });
        (await staff.Get("/inbox?view=closed")).Shows("Poster");

        Assert.Equal(one.Id, (await InboxNation.Take(nation, "lea@example.org", "Re: Poster", "I still wait.")).Id);
        Assert.True(await nation.Db.MailThreads.AnyAsync(t => t.Id == one.Id && !t.IsClosed && t.IsUnread, Ct));
        Assert.NotEqual(one.Id, two.Id);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await (await nation.As(Role.Volunteer)).Get("/inbox")).Status);
    }

    [Fact]
    public async Task A_saved_reply_puts_the_name_in_and_a_rule_shows_what_it_would_have_been_for()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("lea@example.org", "Léa");
        var old = await InboxNation.Take(nation, "lea@example.org", "Aide", "Je peux être bénévole samedi");
        var bad = await nation.Panel.Submit("/inbox/replies/new", new { Form_Name = "Broken", Form_Text = "Hello {{ person.first_name" });
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, bad.Status);
        await nation.Panel.Submit("/inbox/replies/new", new { Form_Name = "Welcome", Form_Language = "en", Form_Text = "Hello {{ person.first_name | default: \"you\" }}, welcome." });
        var reply = await nation.Db.SavedReplies.SingleAsync(Ct);
        (await nation.Panel.Get($"/inbox/{old.Id}?reply={reply.Id}")).Shows("Hello Léa, welcome.");

        var (_, staff) = await nation.SignIn(Role.Staff);
        var preview = await nation.Panel.Submit("/inbox/rules/new", new { Form_Phrases = "BENEVOLE\nbénévoles", Form_TagName = "volunteer", Form_AssigneeId = staff, @try = "true" });
        preview.Shows("For 1 of the last 1");
        Assert.False(await nation.Db.InboxRules.AnyAsync(Ct));
        await nation.Panel.Submit("/inbox/rules/new", new { Form_Phrases = "BENEVOLE\nbénévoles", Form_TagName = "volunteer", Form_AssigneeId = staff });
        Assert.False(await nation.Db.PersonTags.AnyAsync(Ct));

        var fresh = await InboxNation.Take(nation, "lea@example.org", "Encore", "Bénévole dimanche aussi.");
        await InboxNation.Take(nation, "lea@example.org", "Bénévolat", "Rien à voir");
        Assert.Equal(staff, fresh.AssigneeId);
        Assert.Equal(1, await nation.Db.PersonTags.CountAsync(Ct));
    }

    [Fact]
    public async Task An_address_that_two_have_and_a_forwarded_mail_are_for_a_person_to_settle()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        var (lea, max) = (await nation.Seeds.Reader("home@example.org", "Léa"), await nation.Seeds.Reader("home@example.org", "Max"));
        var ida = await nation.Seeds.Reader("ida@example.org", "Ida");
        await nation.SendNow(await nation.Seeds.Mail());
        var number = InboxNation.Message(catcher, "ida@example.org").MessageId;

        var shared = await InboxNation.Take(nation, "home@example.org", "Hello", "Who are you?");
        var forwarded = await InboxNation.Take(nation, "friend@example.net", "Re: Saturday", "Ida passed this on, may I come?", number);

        Assert.Null(shared.PersonId);
        (await nation.Panel.Get($"/inbox/{shared.Id}")).Shows("Several people have this address.");
        Assert.Equal((null, ida.Id), (forwarded.PersonId, forwarded.SentToId!.Value));
        (await nation.Panel.Get($"/inbox/{forwarded.Id}")).Shows("is it they, from another address?");
        Assert.NotEqual(lea.Id, max.Id);
    }

    [Fact]
    public async Task What_a_server_sends_back_strays_to_the_reports_and_an_answer_that_came_back_is_open_again()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await InboxNation.Ready(nation, catcher);
        await nation.Relay(mail => mail.Returns = new() { Address = "back@ada.example", Host = "127.0.0.1", Port = catcher.Readers, Security = RelaySecurity.None, UserName = "back@ada.example" });
        var gone = await nation.Seeds.Reader("reader@example.org");
        var blast = await nation.Seeds.Mail();
        await nation.SendNow(blast);
        var path = catcher.Mails.Single(m => m.Recipients.Contains("reader@example.org")).Sender;
        InboxNation.Put(catcher, $"From: MAILER-DAEMON@example.org\r\nTo: {path}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNo.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; reader@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 gone\r\n--b--\r\n");
        await InboxNation.Read(nation);
        Assert.Equal(1, (await nation.Total(blast)).BouncedHard);
        Assert.False(await nation.Db.MailThreads.AnyAsync(Ct));

        var thread = await InboxNation.Take(nation, "reader@example.org", "Hello", "It works again.");
        await nation.Panel.Submit($"/inbox/{thread.Id}", new { Form_Text = "Good!", Form_Close = "true" }, "#answer");
        await nation.RunJobs();
        var answer = await nation.Db.InboxMails.SingleAsync(m => m.Kind == InboxKind.Out, Ct);
        InboxNation.Put(catcher, $"From: MAILER-DAEMON@example.org\r\nTo: news@ada.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{answer.MessageId}>\r\nSubject: x\r\n\r\ny\r\n--b--\r\n");
        await InboxNation.Read(nation);

        Assert.Equal((AnswerState.Refused, InboxWords.CameBack), ((await nation.Db.InboxMails.SingleAsync(m => m.Id == answer.Id, Ct)).State, (await nation.Db.InboxMails.SingleAsync(m => m.Id == answer.Id, Ct)).Reason));
        Assert.True(await nation.Db.MailThreads.AnyAsync(t => !t.IsClosed && t.IsUnread, Ct));
        Assert.NotEqual(0, gone.Id);
    }

    [Fact]
    public async Task A_relay_that_hangs_up_leaves_an_answer_unknown_and_it_is_not_sent_again()
    {
        await using var relay = new FakeRelay { Move = _ => RelayMove.CloseAfterContent };
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var thread = await InboxNation.Take(nation, "lea@example.org", "Hello", "When?");
        await nation.Panel.Submit($"/inbox/{thread.Id}", new { Form_Text = "Soon." }, "#answer");

        await nation.RunJobs();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await nation.RunJobs();

        Assert.Single(relay.Mails);
        Assert.Equal(AnswerState.Unknown, (await nation.Db.InboxMails.SingleAsync(m => m.Kind == InboxKind.Out, Ct)).State);
        (await nation.Panel.Get($"/inbox/{thread.Id}")).Shows("it may have arrived, so it is not sent again");
    }

    [Fact]
    public async Task Mails_go_along_with_a_merge_a_file_and_an_erasure_and_old_ones_go_by_themselves()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var (kept, gone) = (await nation.Seeds.Reader("lea@example.org"), await nation.Seeds.Reader("lea2@example.org"));
        await InboxNation.Take(nation, "lea2@example.org", "Hello", "From my other address");
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(kept.Id, gone.Id, new Dictionary<string, Side>(), null, Ct));
        Assert.Equal(kept.Id, (await nation.Db.InboxMails.SingleAsync(Ct)).PersonId);
        var part = nation.Services.GetServices<IPersonPart>().OfType<InboxPart>().Single();
        Assert.Contains("From my other address", System.Text.Json.JsonSerializer.Serialize(await part.Export(kept.Id, Ct)), StringComparison.Ordinal);

        var old = await InboxNation.Take(nation, "old@example.org", "Old", "Old");
        await nation.Panel.PostFrom("/inbox", $"/inbox/{old.Id}/closing", new { });
        await part.Erase(kept.Id, Ct);
        Assert.Equal(old.Id, (await nation.Db.MailThreads.SingleAsync(Ct)).Id);
        await nation.Services.GetRequiredService<SettleAnswers>().Run(Ct);
        Assert.True(await nation.Db.MailThreads.AnyAsync(Ct));
        app.Clock.Advance(TimeSpan.FromDays(800));
        await nation.Services.GetRequiredService<SettleAnswers>().Run(Ct);
        Assert.False(await nation.Db.MailThreads.AnyAsync(Ct));
    }

    [Fact]
    public async Task The_mailbox_is_set_by_a_form_and_tried_at_once()
    {
        await using var catcher = await Catcher.Start();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(with: mail => mail.ReplyTo = null);
        var page = await nation.Panel.Submit("/settings/mail/inbox", new { Form_Address = "a.long.name.of.a.mailbox.of.ours@ada.example", Form_Host = "127.0.0.1", Form_Port = catcher.Readers, Form_Security = "None", Form_UserName = "a.long.name.of.a.mailbox.of.ours@ada.example", Form_Password = "right", Form_Months = 6 });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, page.Status);

        await nation.Panel.PostFrom("/settings/mail/inbox", "/settings/mail/inbox/reading", new { });

        Assert.Null((await nation.Db.ReturnMailboxes.SingleAsync(Ct)).Trouble);
        (await nation.Panel.Get("/settings/mail/inbox")).Shows("Read on");
        Assert.DoesNotContain("ask for answers to", (await nation.Panel.Get("/settings/mail/inbox")).Text, StringComparison.Ordinal);
    }
}
