using Microsoft.EntityFrameworkCore;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Texting;
using Preau.Texting.Sandbox;

namespace Preau.Tests.Texting;

/// <summary>A text to many whose gateway, program or hour stands in its way: none is doubled, and none is lost.</summary>
public sealed class TextBlastStopsTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_between_beginning_and_end_a_text_is_unknown_and_not_sent_again()
    {
        await using var nation = await Campaign();
        string[] numbers = [(await app.Reader(nation)).Number, (await app.Reader(nation)).Number, (await app.Reader(nation)).Number];
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        long[] people = [.. (await nation.Deliveries(blast)).Select(d => d.PersonId)];
        using (var journal = HandoverJournal.Open(app.StoreOptions.Data))
        {
            var (holder, until) = (journal.Holder, app.Clock.GetUtcNow().AddMinutes(1));
            await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, holder).SetProperty(d => d.Attempts, 1).SetProperty(d => d.NextAt, until), Ct);
            var log = journal.Log();
            log.Start(Key(nation, blast, people[0]));
            log.Start(Key(nation, blast, people[1]));
            log.End(Key(nation, blast, people[1]), HandoverNote.Sent);
        }

        await nation.RunMail();
        await nation.RunMail();

        Assert.Equal([0, 0, 1], numbers.Select(n => app.Phones.Of(n).Count));
        Assert.Equal([DeliveryState.Unknown, DeliveryState.Sent, DeliveryState.Sent], (await nation.Deliveries(blast)).Select(d => d.State));
        // What a process that is gone handed over stands in the conversation all the same.
        Assert.Equal([TextState.Unknown, TextState.HandedOver, TextState.HandedOver], await nation.Db.TextMessages.OrderBy(t => t.PersonId).Select(t => t.State).ToListAsync(Ct));
        Assert.All(await nation.Db.TextMessages.ToListAsync(Ct), t => Assert.StartsWith("Bonjour Camille", t.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_process_that_is_gone_handed_over_is_kept_in_the_words_of_its_version_and_language()
    {
        await using var nation = await Campaign();
        await app.Reader(nation);
        await nation.Db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.Language, "en"), Ct);
        var draft = await nation.Seeds.TextBlast();
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = draft.Id, Language = "en", Subject = "A", Body = "Thursday?" });
            db.Add(new BlastVersion { BlastId = draft.Id, Place = 1, Subject = "B", Body = "Vraiment jeudi ?" });
            db.Add(new BlastVersion { BlastId = draft.Id, Place = 1, Language = "en", Subject = "B", Body = "Really on Thursday?" });
            return Task.CompletedTask;
        });
        var blast = await nation.Frozen(draft);
        var person = Assert.Single(await nation.Deliveries(blast)).PersonId;
        using (var journal = HandoverJournal.Open(app.StoreOptions.Data))
        {
            var (holder, until) = (journal.Holder, app.Clock.GetUtcNow().AddMinutes(1));
            await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Version, 1).SetProperty(d => d.Holder, holder).SetProperty(d => d.Attempts, 1).SetProperty(d => d.NextAt, until), Ct);
            var log = journal.Log();
            log.Start(Key(nation, blast, person));
            log.End(Key(nation, blast, person), HandoverNote.Sent);
        }

        await nation.RunMail();

        Assert.StartsWith("Really on Thursday?", (await nation.Db.TextMessages.SingleAsync(Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_until_the_network_reports_and_the_phone_rings_once()
    {
        await using var nation = await Campaign();
        var (_, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        app.AnswersGetLost = true;
        try
        {
            await nation.RunMail();
        }
        finally
        {
            app.AnswersGetLost = false;
        }

        Assert.Equal(DeliveryState.Unknown, (await nation.Deliveries(blast)).Single().State);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await nation.RunMail();
        Assert.Single(app.Phones.Of(number));
        await app.Phones.TellDue(Ct);

        Assert.Equal((DeliveryState.Sent, TextState.Delivered), ((await nation.Deliveries(blast)).Single().State, await nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct)));
        var total = await nation.Total(blast);
        Assert.Equal((1, 1, 0), (total.Sent, total.Delivered, total.Unknown));
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_left_alone_for_a_while_then_gets_them_all()
    {
        await using var nation = await Campaign();
        var (_, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        app.GatewayIsDown = true;
        try
        {
            await nation.RunMail();
        }
        finally
        {
            app.GatewayIsDown = false;
        }

        Assert.Equal((DeliveryState.Waiting, 0), ((await nation.Deliveries(blast)).Single().State, (await nation.Deliveries(blast)).Single().Attempts));
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("No text leaves at the moment");
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        await nation.RunMail();

        Assert.Single(app.Phones.Of(number));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task What_is_in_hand_when_the_hours_end_goes_back_and_leaves_the_next_day()
    {
        await using var nation = await Campaign();
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1" });
        string[] numbers = [(await app.Reader(nation)).Number, (await app.Reader(nation)).Number];
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        var day = DateOnly.FromDateTime(app.Clock.GetUtcNow().Date).AddDays(1);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) day = day.AddDays(1);
        var end = day.ToDateTime(new TimeOnly(20, 0));
        app.Clock.Advance(new DateTimeOffset(end, nation.Facts.Zone.GetUtcOffset(end)).AddSeconds(-1) - app.Clock.GetUtcNow());
        app.OnTaken = () => app.Clock.Advance(TimeSpan.FromSeconds(2));
        try
        {
            await nation.RunMail();
        }
        finally
        {
            app.OnTaken = null;
        }

        Assert.Equal(1, numbers.Sum(n => app.Phones.Of(n).Count));
        Assert.Equal([(DeliveryState.Waiting, 0), (DeliveryState.Sent, 1)], (await nation.Deliveries(blast)).Select(d => (d.State, d.Attempts)).Order());
        app.Clock.Advance(TimeSpan.FromHours(16));
        await nation.RunMail();
        Assert.Equal([1, 1], numbers.Select(n => app.Phones.Of(n).Count));
    }

    [Theory]
    [InlineData(PhoneMischief.Refuse, DeliveryState.Refused, 0)]
    [InlineData(PhoneMischief.Busy, DeliveryState.Waiting, 0)]
    [InlineData(PhoneMischief.ReportTwice, DeliveryState.Sent, 1)]
    [InlineData(PhoneMischief.Undelivered, DeliveryState.Refused, 1)]
    public async Task Whatever_a_gateway_does_it_is_told_and_rings_once_at_most(PhoneMischief mischief, DeliveryState state, int rings)
    {
        await using var nation = await Campaign();
        var (_, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        app.Phones.Switch = mischief;
        try
        {
            await nation.RunMail();
            app.Clock.Advance(TimeSpan.FromSeconds(2));
            await app.Phones.TellDue(Ct);
        }
        finally
        {
            app.Phones.Switch = PhoneMischief.None;
        }

        Assert.Equal((state, rings), ((await nation.Deliveries(blast)).Single().State, app.Phones.Of(number).Count));
        var total = await nation.Total(blast);
        Assert.Equal(1, total.Waiting + total.Sent + total.Refused);
    }

    [Fact]
    public async Task Cancelled_before_it_leaves_it_leaves_to_nobody()
    {
        await using var nation = await Campaign();
        var (_, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        Assert.True(await nation.Pause(blast));
        await nation.RunMail();
        Assert.Empty(app.Phones.Of(number));
        Assert.True(await nation.Cancel(blast));
        await nation.RunMail();

        Assert.Empty(app.Phones.Of(number));
        Assert.Equal(1, (await nation.Total(blast)).Cancelled);
    }

    private async Task<TestNation> Campaign()
    {
        var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000" });
        return nation;
    }

    private static HandoverKey Key(TestNation nation, Blast blast, long person) => new(nation.Facts.Id.Value, blast.Month!.Value, blast.Id, person, 1);
}
