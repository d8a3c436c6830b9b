using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Jobs;
using Preau.Mail;
using Preau.Texting;

namespace Preau.Tests.Texting;

/// <summary>What the network says became of a text to many, against what was written down of it until then.</summary>
public sealed class TextReportTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task What_arrived_although_somebody_on_the_way_denied_it_is_not_sent_again(HttpStatusCode status)
    {
        await using var nation = await Campaign();
        var (_, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        app.Instead = status;
        try
        {
            await nation.RunMail();
        }
        finally
        {
            app.Instead = null;
        }

        Assert.Equal(DeliveryState.Waiting, (await nation.Deliveries(blast)).Single().State);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.Phones.TellDue(Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await nation.RunMail();

        Assert.Single(app.Phones.Of(number));
        Assert.Equal((1, 1, 0), await Arrived(nation, blast));
        var text = await nation.Db.TextMessages.SingleAsync(Ct);
        Assert.Equal((number, TextState.Delivered), (text.NumberKey, text.State));
        Assert.StartsWith("Bonjour Camille", text.Text, StringComparison.Ordinal);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task What_the_gateway_says_it_has_although_somebody_on_the_way_denied_it_is_not_sent_again()
    {
        await using var nation = await Campaign();
        var (_, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        app.Instead = HttpStatusCode.TooManyRequests;
        try
        {
            await nation.RunMail();
        }
        finally
        {
            app.Instead = null;
        }

        var denied = (await nation.Deliveries(blast)).Single();
        await nation.Do((services, _) => services.GetRequiredService<ReportOfBlast>().Run(blast.Id, denied.PersonId, number, SmsReport.OnItsWay, Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await nation.RunMail();

        Assert.Single(app.Phones.Of(number));
        Assert.Equal(DeliveryState.Sent, (await nation.Deliveries(blast)).Single().State);
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task A_report_that_is_quicker_than_what_we_write_down_waits_for_it()
    {
        await using var nation = await Campaign();
        var (ada, _) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased), Ct);

        var told = Task.Run(() => Report(nation, blast, ada.Id, 1), Ct);
        await Task.Delay(500, Ct);
        Assert.False(told.IsCompleted);
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent), Ct);

        Assert.Equal(HttpStatusCode.OK, (await told).Status);
        Assert.Equal((1, 1, 0), await Arrived(nation, blast));
    }

    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(2, 0, 0, 1)]
    public async Task A_report_is_heard_also_where_it_takes_long_until_it_is_written_down_that_the_text_left(int status, long sent, long delivered, long refused)
    {
        await using var nation = await Campaign();
        var (ada, number) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased), Ct);

        Assert.Equal(HttpStatusCode.OK, (await Report(nation, blast, ada.Id, status, number)).Status);
        await nation.RunJobs();
        Assert.Equal((1, 0, 0), await Arrived(nation, blast));
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent), Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await nation.RunJobs();

        Assert.Equal((sent, delivered, refused), await Arrived(nation, blast));
        Assert.Equal(status == 1 ? TextState.Delivered : TextState.Refused, await nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct));
        Assert.DoesNotContain(await nation.Db.Set<JobRow>().Select(j => j.Body).ToListAsync(Ct), b => b.Contains(number[1..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_who_both_got_it_and_were_merged_each_report_moves_the_text_to_its_number()
    {
        await using var nation = await Campaign();
        var (ada, first) = await app.Reader(nation);
        var (ben, second) = await app.Reader(nation);
        var blast = await nation.Seeds.TextBlast();
        await nation.SendNow(blast);
        Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(ada.Id, ben.Id, new Dictionary<string, Side>(), null, Ct));
        Assert.Equal((ada.Id, first), (await nation.Deliveries(blast)).Select(d => (d.PersonId, d.Address)).Single());

        await Report(nation, blast, ben.Id, 2, second);
        Assert.Equal((1, 0, 0), await Arrived(nation, blast));
        await Report(nation, blast, ada.Id, 1, first);

        Assert.Equal((1, 1, 0), await Arrived(nation, blast));
        Assert.Equal([(first, TextState.Delivered), (second, TextState.Refused)], (await nation.Db.TextMessages.ToListAsync(Ct)).Select(t => (t.NumberKey, t.State)).OrderBy(t => t.NumberKey, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_late_answer_to_one_of_two_who_were_merged_stops_no_other_text()
    {
        await using var nation = await Campaign();
        var (ada, number) = await app.Reader(nation);
        var blast = await nation.Frozen(await nation.Seeds.TextBlast());
        await nation.Do((_, db) =>
        {
            var now = app.Clock.GetUtcNow();
            foreach (var key in new[] { number, "+33639989998" })
            {
                var conversation = new Conversation { NumberKey = key, PersonId = ada.Id, LastAt = Conversation.Never };
                db.Add(conversation);
                db.Add(new TextMessage { ConversationId = conversation.Id, PersonId = ada.Id, NumberKey = key, Text = "Jeudi", State = TextState.Unknown, BlastId = blast.Id, At = now });
            }

            return Task.CompletedTask;
        });
        using (var journal = HandoverJournal.Open(app.StoreOptions.Data))
        {
            var (holder, until) = (journal.Holder, app.Clock.GetUtcNow().AddMinutes(1));
            await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, holder).SetProperty(d => d.Attempts, 1).SetProperty(d => d.NextAt, until), Ct);
            var (log, key) = (journal.Log(), new HandoverKey(nation.Facts.Id.Value, blast.Month!.Value, blast.Id, ada.Id, 1));
            log.Start(key);
            log.End(key, HandoverNote.Sent);
        }

        await nation.RunMail();

        Assert.Equal(DeliveryState.Sent, (await nation.Deliveries(blast)).Single().State);
        Assert.Equal([TextState.HandedOver, TextState.Unknown], (await nation.Db.TextMessages.ToListAsync(Ct)).OrderBy(t => t.NumberKey != number).Select(t => t.State));
        Assert.Empty(app.Phones.Of(number));
    }

    private async Task<TestNation> Campaign()
    {
        var nation = await app.NewCampaign();
        await nation.ReadyToPublish();
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000" });
        return nation;
    }

    private static async Task<Page> Report(TestNation nation, Blast blast, long person, int status, string? number = null) =>
        await nation.Site.Get($"/gateways/texts/{await TextingApp.Secret(nation)}/reports?text={TextHandover.ReferenceOf(blast.Id, person)}&to={number?.TrimStart('+')}&status={status}");

    private static async Task<(long Sent, long Delivered, long Refused)> Arrived(TestNation nation, Blast blast)
    {
        var total = await nation.Total(blast);
        return (total.Sent, total.Delivered, total.Refused);
    }
}
