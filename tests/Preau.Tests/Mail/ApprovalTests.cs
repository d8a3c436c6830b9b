using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Mail;
using Preau.Mail.Approval;
using Preau.Mail.Measuring;
using Preau.Nations;

namespace Preau.Tests.Mail;

/// <summary>What goes to many waits for a second person.</summary>
public sealed class ApprovalTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_to_many_is_asked_for_approved_by_somebody_else_and_leaves_at_its_hour()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var (asker, _) = await nation.SignIn(Role.Staff);
        var other = await nation.As(Role.Staff);
        var blast = await nation.Seeds.Mail();
        var send = $"/mail/{blast.Id}/send";

        (await asker.Get(send)).Shows("Ask for approval to send “A word” to 2 people");
        var asked = await (await asker.Submit(send, new { when = "later", at = "2026-12-01T18:30", Form_Note = "Is the date right?" })).Follow();
        asked.Shows("Approval is asked for.");
        asked.Shows("You asked for approval.");
        Assert.Null(asked.Document.QuerySelector("button[value=now]"));
        (await asker.Get($"/mail/{blast.Id}/edit")).Shows("It waits for a second person’s approval.");
        Assert.Equal(BlastState.Draft, (await nation.Read(blast)).State);
        await nation.RunJobs();
        // The owner and the other staff member, not the one who asked.
        Assert.All(relay.Mails, m => Assert.Contains("waits for your approval", m.Message.Subject, StringComparison.Ordinal));
        Assert.DoesNotContain(relay.Mails, m => m.To.StartsWith("staff2", StringComparison.Ordinal));
        Assert.NotEmpty(relay.Mails);

        (await other.Get("/mail")).Shows("To approve 1");
        (await other.Get("/mail/approvals")).Shows("A word");
        var look = await other.Get(send);
        look.Shows("Is the date right?");
        look.Shows("Approve it: 2 people get it");
        (await (await other.Submit(send, new { }, $"/mail/{blast.Id}/approval")).Follow()).Shows("Approved. It leaves at its hour.");

        Assert.Equal((BlastState.Scheduled, new DateTimeOffset(2026, 12, 1, 17, 30, 0, TimeSpan.Zero)), ((await nation.Read(blast)).State, (await nation.Read(blast)).SendAt!.Value));
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "blast.approved" && a.SubjectId == blast.Id, Ct));
        await nation.RunJobs();
        Assert.Contains(relay.Mails, m => m.Message.Subject == "“A word” is approved" && m.To.StartsWith("staff", StringComparison.Ordinal));
        app.Clock.Advance(TimeSpan.FromDays(8));
        await nation.RunJobs();
        await nation.RunMail();
        Assert.Equal(2, (await nation.Total(blast)).Sent);
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_themselves()
    {
        await using var nation = await Ready();
        var blast = await nation.Seeds.Mail();
        await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" });
        var approval = await nation.Db.BlastApprovals.SingleAsync(Ct);

        Assert.DoesNotContain("Approve it", (await nation.Panel.Get($"/mail/{blast.Id}/send")).Text, StringComparison.Ordinal);
        var page = await (await nation.Panel.PostFrom($"/mail/{blast.Id}/send", $"/mail/{blast.Id}/approval", new { approval = approval.Id, count = 2 })).Follow();

        page.Shows("Nobody approves what they asked for themselves.");
        Assert.Equal(BlastState.Draft, (await nation.Read(blast)).State);
        // Nor does whoever may not.
        var finance = await nation.As(Role.Finance);
        Assert.Equal(HttpStatusCode.Forbidden, (await finance.PostFrom("/gifts", $"/mail/{blast.Id}/approval", new { approval = approval.Id, count = 2 })).Status);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("subject")]
    [InlineData("version")]
    [InlineData("segment")]
    [InlineData("sender")]
    [InlineData("held")]
    [InlineData("first")]
    public async Task Any_change_after_it_was_asked_for_asks_anew(string what)
    {
        await using var nation = await Ready();
        var segment = await nation.Seeds.Segment("All", new Preau.Segments.SegmentCondition("consent", "given", ["news"]));
        var blast = await nation.Seeds.Mail(b => b.SegmentId = segment.Id);
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "B", Body = "<p>B</p>" });
            return Task.CompletedTask;
        });
        await nation.Do(async (_, db) =>
        {
            foreach (var id in await db.People.Select(p => p.Id).ToListAsync(Ct)) db.Add(new Preau.People.ConsentState { PersonId = id, Purpose = Preau.Law.Purpose.Targeted, IsGiven = true, At = app.Clock.GetUtcNow() });
        });
        await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" });
        var approval = await nation.Db.BlastApprovals.SingleAsync(Ct);

        await nation.Do(async (services, db) =>
        {
            var row = await db.Blasts.SingleAsync(b => b.Id == blast.Id, Ct);
            switch (what)
            {
                case "text": row.Body += "<p>More</p>"; break;
                case "subject": row.Subject = "Another"; break;
                case "version": (await db.BlastVersions.SingleAsync(Ct)).Body = "<p>C</p>"; break;
                case "segment": (await db.Segments.SingleAsync(s => s.Id == segment.Id, Ct)).Tree = """{"join":"all","parts":[{"field":"consent","operator":"given","values":["news"]},{"field":"consent","operator":"given","values":["targeted"]}]}"""; break;
                case "sender": row.SenderName = "Somebody"; break;
                case "held": row.HeldOutShare = 100; break;
                case "first": (row.TrialShare, row.TrialMinutes) = (2000, 60); break;
            }
        });

        var second = await nation.As(Role.Owner);
        var page = await second.Get($"/mail/{blast.Id}/send");
        page.Shows("It was changed since approval was asked for");
        (await (await second.PostFrom($"/mail/{blast.Id}/send", $"/mail/{blast.Id}/approval", new { approval = approval.Id, count = 2 })).Follow()).Shows("It was not approved");
        Assert.Equal(BlastState.Draft, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task It_is_sent_back_with_a_note_changed_and_asked_for_again()
    {
        await using var relay = new FakeRelay();
        await using var nation = await Ready(relay);
        var second = await nation.As(Role.Owner);
        var blast = await nation.Seeds.Mail();
        var send = $"/mail/{blast.Id}/send";
        await nation.Panel.Submit(send, new { when = "now" });

        (await (await second.Submit(send, new { note = " " }, "refusal")).Follow()).Shows("Say what is to be changed");
        (await (await second.Submit(send, new { note = "It is on Tuesday." }, "refusal")).Follow()).Shows("Sent back.");
        (await second.Get("/mail/approvals")).Shows("Nothing waits for approval");
        await nation.RunJobs();
        Assert.Contains("It is on Tuesday.", Assert.Single(relay.Mails, m => m.Message.Subject == "“A word” was sent back").Message.TextBody, StringComparison.Ordinal);
        (await nation.Panel.Get(send)).Shows("It is on Tuesday.");

        await nation.Panel.Submit(send, new { when = "now" });
        (await (await nation.Panel.Submit(send, new { }, "withdrawal")).Follow()).Shows("The request is taken back");
        Assert.Equal([ApprovalState.SentBack, ApprovalState.Withdrawn], await nation.Db.BlastApprovals.OrderBy(a => a.Id).Select(a => a.State).ToListAsync(Ct));
        await nation.Panel.Submit($"/mail/{blast.Id}/edit", new { }, "removal");
        Assert.Equal(0, await nation.Db.BlastApprovals.CountAsync(Ct));
    }

    [Fact]
    public async Task No_way_around_leads_to_sending_and_an_audience_that_grew_beyond_the_limit_does_not_leave()
    {
        await using var nation = await Ready(above: 2);
        var blast = await nation.Seeds.Mail();
        // Two people: no approval needed when its hour is chosen.
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast));
        await nation.Seeds.Reader("late@example.org");
        app.Clock.Advance(ScheduleBlast.Undo);
        await nation.RunJobs();

        var row = await nation.Read(blast);
        Assert.Equal(BlastState.Draft, row.State);
        Assert.Contains("more people by now", row.Problem, StringComparison.Ordinal);
        Assert.Empty(await nation.Deliveries(blast));
        Assert.IsType<Scheduling.NeedsApproval>(await nation.Schedule(blast));
        Assert.IsType<Scheduling.NeedsApproval>(await nation.Schedule(blast, app.Clock.GetUtcNow().AddDays(1)));
    }

    [Fact]
    public async Task What_stayed_a_draft_at_its_hour_is_counted_anew_by_the_segment_as_it_stands()
    {
        await using var nation = await Ready(above: 2);
        foreach (var id in await nation.Db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct)) await nation.Do((_, db) => Task.FromResult(db.Add(new Preau.People.ConsentState { PersonId = id, Purpose = Preau.Law.Purpose.Targeted, IsGiven = true, At = app.Clock.GetUtcNow() })));
        var segment = await nation.Seeds.Segment("All", new Preau.Segments.SegmentCondition("consent", "given", ["news"]));
        var blast = await nation.Seeds.Mail(b => b.SegmentId = segment.Id);
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast));
        Assert.NotNull((await nation.Read(blast)).Tree);
        await nation.Seeds.Reader("late@example.org", consents: [Preau.Law.Purpose.News, Preau.Law.Purpose.Targeted]);
        app.Clock.Advance(ScheduleBlast.Undo);
        await nation.RunJobs();

        var draft = await nation.Read(blast);
        Assert.Contains("more people by now", draft.Problem, StringComparison.Ordinal);
        Assert.Equal((BlastState.Draft, null, null, null, null), (draft.State, draft.Tree, draft.Sentence, draft.Limits, draft.SendAt));
        var nobody = Preau.Segments.SegmentTree.Write(new Preau.Segments.SegmentGroup(Preau.Segments.Joining.All, [new Preau.Segments.SegmentCondition("support_level", "is", ["1"])]));
        await nation.Db.Segments.Where(s => s.Id == segment.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Tree, nobody), Ct);
        Assert.Equal(0, (await nation.Services.GetRequiredService<Audience>().Count(draft, Ct)).Reachable);
    }

    [Fact]
    public async Task What_was_approved_and_taken_back_needs_approval_again()
    {
        await using var nation = await Ready();
        var second = await nation.As(Role.Owner);
        var blast = await nation.Seeds.Mail();
        await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" });
        await second.Submit($"/mail/{blast.Id}/send", new { }, $"/mail/{blast.Id}/approval");
        Assert.Equal(BlastState.Scheduled, (await nation.Read(blast)).State);

        await nation.Panel.Submit($"/mail/{blast.Id}", new { }, "recall");

        Assert.IsType<Scheduling.NeedsApproval>(await nation.Schedule(blast));
        // Approved and left alone, it leaves.
        await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" });
        await second.Submit($"/mail/{blast.Id}/send", new { }, $"/mail/{blast.Id}/approval");
        app.Clock.Advance(ScheduleBlast.Undo);
        await nation.RunJobs();
        Assert.Equal(BlastState.Sending, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task Two_who_decide_at_once_decide_once()
    {
        await using var nation = await Ready();
        var (second, third) = (await nation.As(Role.Owner), await nation.As(Role.Staff));
        var blast = await nation.Seeds.Mail();
        await nation.Panel.Submit($"/mail/{blast.Id}/send", new { when = "now" });
        var approval = (await nation.Db.BlastApprovals.SingleAsync(Ct)).Id;
        var path = $"/mail/{blast.Id}/send";
        var (one, two) = (await second.Token(path), await third.Token(path));

        await Task.WhenAll(
            second.Post($"/mail/{blast.Id}/approval", new Dictionary<string, string> { ["approval"] = $"{approval}", ["count"] = "2", ["__RequestVerificationToken"] = one }),
            third.Post($"/mail/{blast.Id}/approval/refusal", new Dictionary<string, string> { ["approval"] = $"{approval}", ["note"] = "No", ["__RequestVerificationToken"] = two }));

        var state = (await nation.Db.BlastApprovals.SingleAsync(Ct)).State;
        Assert.Equal(state == ApprovalState.Approved ? BlastState.Scheduled : BlastState.Draft, (await nation.Read(blast)).State);
        Assert.Equal(1, await nation.Db.AuditEntries.CountAsync(a => a.Action == "blast.approved" || a.Action == "blast.sent_back", Ct));
    }

    [Fact]
    public async Task The_setting_wants_two_who_may_approve()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();

        var refused = await nation.Panel.Submit("/settings/mail/approval", new { Form_IsOn = "true", Form_Above = 100 });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("Nobody could approve what you ask for");
        await nation.SignIn(Role.Staff);
        await nation.Panel.Submit("/settings/mail/approval", new { Form_IsOn = "true", Form_Above = 100 });

        Assert.Equal(100, (await nation.Services.GetRequiredService<NationSettings>().Get<ApprovalSettings>(Ct)).Above);
        (await nation.Panel.Get("/settings/mail")).Shows("A second person");
        await nation.Panel.Submit("/settings/mail/approval", new { Form_IsOn = "false" });
    }

    private async Task<TestNation> Ready(FakeRelay? relay = null, long above = 1)
    {
        var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ana@example.org");
        await nation.Seeds.Reader("bob@example.org");
        await nation.SignIn(Role.Owner);
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new ApprovalSettings { Above = above }, CancellationToken.None));
        return nation;
    }
}
