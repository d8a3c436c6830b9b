using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>Pause, go on, stop for good, end the program, send from two processes: each person gets the mail once or not at all.</summary>
public sealed class SendingStopsTests(OneConnection app) : IClassFixture<OneConnection>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_mail_stops_within_what_is_in_hand_and_goes_on_where_it_stood()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(200);
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        relay.OnTaken = async _ =>
        {
            if (relay.Mails.Count == 5) Assert.True(await nation.Pause(blast));
        };

        await nation.RunMail();

        var first = relay.Mails.Count;
        Assert.InRange(first, 5, 5 + 64 + 40);
        var total = await nation.Total(blast);
        Assert.Equal((first, 200 - first), (total.Sent, total.Waiting));
        Assert.DoesNotContain(await nation.Deliveries(blast), d => d.State == DeliveryState.Leased);
        Assert.Equal(0, await nation.RunMail());
        Assert.Empty(await nation.Resume(blast));
        await nation.RunMail();

        Assert.Equal(200, relay.Mails.Select(m => m.To).Distinct().Count());
        Assert.Equal(200, relay.Mails.Count);
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal((DeliveryState.Sent, 1), (d.State, d.Attempts)));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task A_mail_that_is_stopped_for_good_reaches_nobody_else_and_cannot_go_on()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(200);
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        relay.OnTaken = async _ =>
        {
            if (relay.Mails.Count == 5) Assert.True(await nation.Cancel(blast));
        };

        await nation.RunMail();
        await nation.Resume(blast);
        await nation.RunMail();

        var total = await nation.Total(blast);
        Assert.Equal((relay.Mails.Count, 200 - relay.Mails.Count, 0), (total.Sent, total.Cancelled, total.Waiting));
        Assert.InRange(relay.Mails.Count, 5, 5 + 64 + 40);
        Assert.Equal((BlastState.Cancelled, true), ((await nation.Read(blast)).State, (await nation.Read(blast)).EndedAt is not null));
        Assert.False(await nation.Cancel(blast));
    }

    [Fact]
    public async Task A_program_that_is_asked_to_end_finishes_the_mail_in_its_hands_and_gives_the_others_back()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(100);
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        using var end = new CancellationTokenSource();
        relay.OnTaken = _ => relay.Mails.Count == 7 ? end.CancelAsync() : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Services.GetRequiredService<MailRunner>().SendDue(end.Token));

        Assert.Equal(7, relay.Mails.Count);
        var deliveries = await nation.Deliveries(blast);
        Assert.Equal((7, 93), (deliveries.Count(d => d.State == DeliveryState.Sent), deliveries.Count(d => d.State == DeliveryState.Waiting)));
        Assert.Equal(7, (await nation.Total(blast)).Sent);
        await nation.RunMail();
        Assert.Equal((100, 100), (relay.Mails.Count, relay.Mails.Select(m => m.To).Distinct().Count()));
    }

    [Fact]
    public async Task Two_processes_send_one_mail_together_and_nobody_gets_it_twice()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Readers(300);
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        var send = app.Services.GetRequiredService<SendBlast>();
        var options = new MailOptions();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => send.Run(nation.Facts, blast.Id, new RelayMood(options, app.Clock), CancellationToken.None, Ct), Ct)));

        Assert.Equal((300, 300), (relay.Mails.Count, relay.Mails.Select(m => m.To).Distinct().Count()));
        Assert.Equal((300, 0), ((await nation.Total(blast)).Sent, (await nation.Total(blast)).Waiting));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
    }

    [Fact]
    public async Task What_this_machine_cannot_do_is_said_and_after_a_while_people_are_asked()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ada@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        // No journal can be opened where a file is in the way; without one nothing leaves.
        var folder = Path.Combine(app.StoreOptions.Data, "hand-over");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, "", Ct);

        await nation.RunMail();
        (await nation.Panel.Get($"/mail/{blast.Id}")).Shows("No mail leaves at the moment; it is tried again by itself:");
        for (var i = 0; i < 10; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await nation.RunMail();
        }

        Assert.Equal(BlastState.Paused, (await nation.Read(blast)).State);
        Assert.StartsWith("These mails do not leave: ", (await nation.Read(blast)).Problem, StringComparison.Ordinal);
        File.Delete(folder);
        Assert.Empty(await nation.Resume(blast));
        await nation.RunMail();
        Assert.Single(relay.Mails);
    }

    [Fact]
    public async Task A_start_that_was_cut_off_freezes_each_person_once()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Readers(50);
        var blast = await nation.Seeds.Mail(b => b.HeldOutShare = 2000);
        Assert.IsType<Scheduling.Scheduled>(await nation.Schedule(blast));
        app.Clock.Advance(ScheduleBlast.Undo);
        var job = new StartBlast(blast.Id);

        for (var i = 0; i < 3; i++)
        {
            var services = nation.Services;
            await new StartBlastHandler(services.GetRequiredService<Database>(), services.GetRequiredService<Audience>(), services.GetRequiredService<Preau.Mail.Measuring.DrawLots>(), services.GetRequiredService<Preau.Mail.Pacing.EngagedFirst>(), services.GetRequiredService<BlastLaw>(), services.GetRequiredService<Preau.Mail.Approval.Approvals>(), services.GetRequiredService<Preau.Shared.Words>(), app.Clock).Run(job, Ct);
            // As if the end had not been written down; one more has agreed meanwhile.
            await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.FrozenAt, (DateTimeOffset?)null), Ct);
            await nation.Seeds.Reader($"late{i}@example.org");
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((52, 52), ((await nation.Deliveries(blast)).Count, (await nation.Total(blast)).Audience));
        Assert.Equal((await nation.Total(blast)).HeldOut, (await nation.Deliveries(blast)).Count(d => d.State == DeliveryState.HeldOut));
        await nation.ArmsAgree(blast);
    }

    [Fact]
    public async Task The_pace_that_an_operator_sets_holds_for_all_that_leaves_over_a_relay()
    {
        var pace = new SendPace(2, app.Clock);
        var turns = new ConcurrentQueue<int>();
        var waiting = Enumerable.Range(0, 5).Select(async i =>
        {
            await pace.Turn();
            turns.Enqueue(i);
        }).ToArray();

        Assert.Single(turns);
        app.Clock.Advance(TimeSpan.FromMilliseconds(500));
        await waiting[1];
        Assert.Equal(2, turns.Count);
        app.Clock.Advance(TimeSpan.FromMilliseconds(1500));
        await Task.WhenAll(waiting);

        Assert.Equal([0, 1, 2, 3, 4], turns.Order());
        Assert.Equal(Task.CompletedTask, new SendPace(0, app.Clock).Turn());
    }
}
