using Microsoft.EntityFrameworkCore;
using Preau.Mail;

namespace Preau.Tests.Mail;

/// <summary>A process that ended in the middle of its work: its journal tells what left, and what may have left is never sent again.</summary>
public sealed class RecoverHandoversTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;
    private string Journals => Path.Combine(app.StoreOptions.Data, "hand-over");

    [Fact]
    public async Task What_left_counts_as_sent_what_began_is_unknown_and_the_rest_is_sent_now()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var (blast, people) = await Frozen(nation, relay, "began", "taken", "refused", "untouched");
        await Crash(nation, blast, people, log =>
        {
            log.Start(Key(nation, blast, people[0]));
            log.Start(Key(nation, blast, people[1]));
            log.End(Key(nation, blast, people[1]), HandoverNote.Sent);
            log.Start(Key(nation, blast, people[2]));
            log.End(Key(nation, blast, people[2]), HandoverNote.NotSent);
        });

        await nation.RunMail();
        await nation.RunMail();

        Assert.Equal(["refused@example.org", "untouched@example.org"], relay.Mails.Select(m => m.To).Order(StringComparer.Ordinal));
        Assert.Equal([DeliveryState.Unknown, DeliveryState.Sent, DeliveryState.Sent, DeliveryState.Sent], (await nation.Deliveries(blast)).Select(d => d.State));
        var total = await nation.Total(blast);
        Assert.Equal((4, 3, 1, 0), (total.Audience, total.Sent, total.Unknown, total.Waiting));
        Assert.Equal(BlastState.Sent, (await nation.Read(blast)).State);
        Assert.Empty(Directory.EnumerateFiles(Journals));
    }

    [Fact]
    public async Task A_line_that_was_cut_off_counts_as_not_written()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var (blast, people) = await Frozen(nation, relay, "began");
        var holder = await Crash(nation, blast, people, log => log.Start(Key(nation, blast, people[0])));
        await File.AppendAllTextAsync(Path.Combine(Journals, $"{holder}.0.log"), $"E {nation.Facts.Id.Value} {blast.Month} {blast.Id} {people[0]} 1 se", Ct);

        await nation.RunMail();

        Assert.Empty(relay.Mails);
        Assert.Equal(DeliveryState.Unknown, (await nation.Deliveries(blast)).Single().State);
    }

    [Fact]
    public async Task After_a_power_cut_silence_proves_nothing()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var (blast, people) = await Frozen(nation, relay, "untouched", "taken");
        var holder = await Crash(nation, blast, people, log =>
        {
            log.Start(Key(nation, blast, people[1]));
            log.End(Key(nation, blast, people[1]), HandoverNote.Sent);
        });
        await File.WriteAllTextAsync(Path.Combine(Journals, holder + ".lock"), "another run of the machine", Ct);

        await nation.RunMail();

        Assert.Empty(relay.Mails);
        Assert.Equal([DeliveryState.Unknown, DeliveryState.Sent], (await nation.Deliveries(blast)).Select(d => d.State));
    }

    [Fact]
    public async Task A_process_on_another_machine_is_waited_for_then_counts_as_unknown_and_its_journal_corrects_that()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var (blast, people) = await Frozen(nation, relay, "began", "taken");
        // Elsewhere: its folder is not this one.
        var away = Directory.CreateTempSubdirectory("preau-elsewhere-").FullName;
        var holder = await Crash(nation, blast, people, log =>
        {
            foreach (var person in people) log.Start(Key(nation, blast, person));
            log.End(Key(nation, blast, people[1]), HandoverNote.Sent);
        }, away);

        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await nation.RunMail();
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(DeliveryState.Leased, d.State));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await nation.RunMail();
        Assert.All(await nation.Deliveries(blast), d => Assert.Equal(DeliveryState.Unknown, d.State));
        Assert.Equal((BlastState.Sent, 2), ((await nation.Read(blast)).State, (await nation.Total(blast)).Unknown));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(away, "hand-over"))) File.Move(file, Path.Combine(Directory.CreateDirectory(Journals).FullName, Path.GetFileName(file)));
        await nation.RunMail();

        Assert.Empty(relay.Mails);
        Assert.Equal([DeliveryState.Unknown, DeliveryState.Sent], (await nation.Deliveries(blast)).Select(d => d.State));
        Assert.Equal((1, 1), ((await nation.Total(blast)).Sent, (await nation.Total(blast)).Unknown));
        Assert.DoesNotContain(Directory.EnumerateFiles(Journals), f => f.Contains(holder, StringComparison.Ordinal));
        Directory.Delete(away, recursive: true);
    }

    [Fact]
    public async Task A_journal_whose_process_lives_is_left_alone()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var (blast, people) = await Frozen(nation, relay, "in.hand");
        using (var journal = HandoverJournal.Open(app.StoreOptions.Data))
        {
            await Lease(nation, blast, journal.Holder);
            await nation.RunMail();
            Assert.Equal(DeliveryState.Leased, (await nation.Deliveries(blast)).Single().State);
            journal.Remove();
        }

        Assert.Empty(relay.Mails);
        Assert.Single(people);
    }

    [Fact]
    public async Task What_a_cancelled_mail_had_in_hand_is_not_sent_when_it_comes_back()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        var (blast, people) = await Frozen(nation, relay, "untouched", "taken");
        await Crash(nation, blast, people, log =>
        {
            log.Start(Key(nation, blast, people[1]));
            log.End(Key(nation, blast, people[1]), HandoverNote.Sent);
        });
        Assert.True(await nation.Cancel(blast));

        await nation.RunMail();

        Assert.Empty(relay.Mails);
        Assert.Equal([DeliveryState.Cancelled, DeliveryState.Sent], (await nation.Deliveries(blast)).Select(d => d.State));
        Assert.NotNull((await nation.Read(blast)).EndedAt);
        Assert.Equal((1, 1), ((await nation.Total(blast)).Sent, (await nation.Total(blast)).Cancelled));
    }

    private static async Task<(Blast Blast, long[] People)> Frozen(TestNation nation, FakeRelay relay, params string[] names)
    {
        await nation.ReadyToMail(relay);
        foreach (var name in names) await nation.Seeds.Reader($"{name}@example.org");
        var blast = await nation.Frozen(await nation.Seeds.Mail());
        return (blast, [.. (await nation.Deliveries(blast)).Select(d => d.PersonId)]);
    }

    /// <summary>A process had all of it in hand, wrote this, and was killed.</summary>
    private async Task<string> Crash(TestNation nation, Blast blast, long[] people, Action<HandoverLog> wrote, string? data = null)
    {
        using var journal = HandoverJournal.Open(data ?? app.StoreOptions.Data);
        Assert.Equal(people.Length, await Lease(nation, blast, journal.Holder));
        wrote(journal.Log());
        return journal.Holder;
    }

    private Task<int> Lease(TestNation nation, Blast blast, string holder)
    {
        var until = app.Clock.GetUtcNow().AddMinutes(1);
        return nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, holder).SetProperty(d => d.Attempts, 1).SetProperty(d => d.NextAt, until), Ct);
    }

    private static HandoverKey Key(TestNation nation, Blast blast, long person) => new(nation.Facts.Id.Value, blast.Month!.Value, blast.Id, person, 1);
}
