using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Mail;

/// <summary>The audience is frozen when a mail's hour comes; whoever may not be written to any more when their turn comes is left out all the same.</summary>
public sealed class LastCheckTests(OneConnection app) : IClassFixture<OneConnection>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_said_no_between_the_freezing_and_their_turn_is_not_written_to()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var stays = await nation.Seeds.Reader("stays@example.org");
        var left = await nation.Seeds.Reader("left@example.org");
        var archived = await nation.Seeds.Reader("archived@example.org");
        var shut = await nation.Seeds.Reader("shut@example.org");
        var bad = await nation.Seeds.Reader("bad@example.org");
        var erased = await nation.Seeds.Reader("erased@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        await nation.Do(async (services, db) =>
        {
            await new ConsentLedger(db, app.Clock).Withdraw(left.Id, Purpose.News, "panel", Ct);
            (await db.People.SingleAsync(p => p.Id == archived.Id, Ct)).Archive(app.Clock.GetUtcNow());
            await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "shut@example.org", "complaint", Ct);
            (await db.PersonEmails.SingleAsync(e => e.PersonId == bad.Id, Ct)).IsBad = true;
        });
        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(erased.Id, Ct));

        await nation.RunMail();

        Assert.Equal(["stays@example.org"], relay.Mails.Select(m => m.To));
        var became = (await nation.Deliveries(blast)).ToDictionary(d => d.PersonId, d => (d.State, d.Answer));
        Assert.Equal((DeliveryState.Sent, null), became[stays.Id]);
        Assert.Equal((DeliveryState.Skipped, "consent"), became[left.Id]);
        Assert.Equal((DeliveryState.Skipped, "archived"), became[archived.Id]);
        Assert.Equal((DeliveryState.Skipped, "suppressed"), became[shut.Id]);
        Assert.Equal((DeliveryState.Skipped, "address"), became[bad.Id]);
        Assert.False(became.ContainsKey(erased.Id));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
        (await nation.Panel.Get($"/people/{left.Id}")).Shows("Was left out of the mail “A word”");
    }

    [Fact]
    public async Task With_a_slow_relay_the_question_is_asked_again_before_the_mail_leaves()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("first@example.org");
        var second = await nation.Seeds.Reader("second@example.org");
        await nation.Seeds.Reader("third@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        relay.OnTaken = async to =>
        {
            if (to != "first@example.org") return;
            // Both were checked and are in hand by now. The relay takes its time, and meanwhile the second one leaves.
            await nation.Do((_, db) => new ConsentLedger(db, app.Clock).Withdraw(second.Id, Purpose.News, "panel", Ct));
            app.Clock.Advance(RelaySender.Fresh + TimeSpan.FromSeconds(1));
        };

        await nation.RunMail();
        await nation.RunMail();

        Assert.Equal(["first@example.org", "third@example.org"], relay.Mails.Select(m => m.To));
        Assert.Equal([DeliveryState.Sent, DeliveryState.Skipped, DeliveryState.Sent], (await nation.Deliveries(blast)).Select(d => d.State));
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(1, d.Attempts));
    }

    [Fact]
    public async Task Who_joins_later_gets_nothing_and_an_address_that_changed_is_the_new_one()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var moved = await nation.Seeds.Reader("old@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        await nation.Seeds.Reader("late@example.org");
        await nation.Do(async (_, db) =>
        {
            var email = await db.PersonEmails.SingleAsync(e => e.PersonId == moved.Id, Ct);
            (email.Address, email.EmailKey) = ("new@example.org", "new@example.org");
        });

        await nation.RunMail();

        Assert.Equal(["new@example.org"], relay.Mails.Select(m => m.To));
        Assert.Equal(["new@example.org"], (await nation.Deliveries(blast)).Select(d => d.Address));
        Assert.Equal(1, (await nation.Total(blast)).Audience);
    }

    [Fact]
    public async Task To_a_segment_only_who_agreed_to_be_chosen_and_as_the_segment_was_when_sending_was_decided()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("both@example.org", consents: [Purpose.News, Purpose.Targeted]);
        await nation.Seeds.Reader("news@example.org", consents: [Purpose.News]);
        await nation.Seeds.Reader("targeted@example.org", consents: [Purpose.Targeted]);
        var segment = await nation.Seeds.Segment("With a mail", new SegmentCondition("reachable", "mail", []));
        var blast = await nation.Seeds.Mail(b => b.SegmentId = segment.Id);
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast));
        await nation.Do(async (_, db) => (await db.Segments.SingleAsync(Ct)).Tree = SegmentTree.Write(new SegmentGroup(Joining.All, [new SegmentCondition("consent", "given", ["sms"])])));
        app.Clock.Advance(ScheduleBlast.Undo);
        await nation.RunJobs();
        await nation.RunMail();

        var mail = Assert.Single(relay.Mails);
        Assert.Equal("both@example.org", mail.To);
        Assert.Contains("It was chosen for you by what is known of you", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Equal("People who have a mail address", (await nation.Read(blast)).Sentence);
    }

    [Fact]
    public async Task From_the_eve_of_the_vote_a_mail_on_its_way_stands_still()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Campaign(c => (c.Election, c.FirstRoundOn, c.SecondRoundOn) = (ElectionKind.Municipal, nation.Facts.DayOf(app.Clock.GetUtcNow()).AddDays(4), null));
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        app.Clock.Advance(TimeSpan.FromDays(3));

        await nation.RunMail();

        Assert.Empty(relay.Mails);
        var paused = await nation.Read(blast);
        Assert.Equal(BlastState.Paused, paused.State);
        Assert.NotNull(paused.Problem);
        Assert.NotEmpty(await nation.Resume(blast));
        var refused = Assert.IsType<Scheduling.Refused>(await nation.Schedule(await nation.Seeds.Mail()));
        Assert.Contains(refused.Reasons, r => r.RuleId is { Length: > 0 });
    }
}
