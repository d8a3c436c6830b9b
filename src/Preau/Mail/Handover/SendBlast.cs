using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Preau.Mail.Automatic;
using Preau.Mail.Limits;
using Preau.Mail.Measuring;
using Preau.Mail.Openings;
using Preau.Mail.Pacing;
using Preau.People;
using Preau.Settings;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>
/// Sends a blast on until nobody is due: takes deliveries in hand by the batch, asks the last question, gives them to its senders, and writes down what
/// became of them. What it has in hand when it stops goes back, except what left.
/// </summary>
public sealed class SendBlast(IServiceScopeFactory scopes, Store store, IOptions<MailOptions> options, TimeProvider clock, ILogger<SendBlast> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private const int ResultsAtOnce = 500;
    private static readonly TimeSpan StepOfTurns = TimeSpan.FromSeconds(5);

    // Whether something may leave by now is asked again after so long, whatever the law said before.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    // A mail is in hand for half a minute at most, but where its end is not known.
    private static readonly TimeSpan SoonerTurn = TimeSpan.FromSeconds(30), LaterTurn = TimeSpan.FromSeconds(70);

    // What is set for the relay, its pace and the warm-up is read again after so long; nothing of it is noticed.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(1);

    /// <param name="nation">Whose blast it is.</param>
    /// <param name="blastId">The blast.</param>
    /// <param name="mood">How the relay has treated it so far.</param>
    /// <param name="turn">Ends when others have waited long enough; what is in hand and has not begun goes back then.</param>
    /// <param name="ct">The program ends.</param>
    /// <returns>How many mails came to an end.</returns>
    public async Task<long> Run(NationFacts nation, long blastId, RelayMood mood, CancellationToken turn, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<Database>();
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == blastId, ct) is not { State: BlastState.Sending, FrozenAt: not null } blast) return 0;
        if (!await MaySend(services, blast, ct) || await Rests(services, blast, mood, ct)) return 0;
        var texts = await services.GetRequiredService<VersionsOf>().Run(blast, ct);
        if (await Plan(services, blast, texts.Written, ct) is not { } plan) return 0;
        if (await services.GetRequiredService<BlastLimits>().Read(blast, texts.Written, ct) is not { } limits)
        {
            await Pause(services, blast, services.GetRequiredService<Words>().In(blast.Language)["Parts of it are for a segment that cannot be read any more."], ct);
            return 0;
        }

        mood.Begin();
        var (closes, afresh) = (await services.GetRequiredService<BlastLaw>().Closes(blast, clock.GetUtcNow(), ct), clock.GetUtcNow() + LongestRun);
        if (afresh < closes) closes = afresh;
        var journal = HandoverJournal.Open(store.Options.Data);
        var work = new BlastWork(blast, texts, limits, plan, journal, mood, closes);
        // A program that ends gives back what it has in hand and has not begun.
        await using var stopping = ct.Register(work.Stop);
        await using var yielding = turn.Register(work.Stop);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var isClean = false;
        try
        {
            var senders = Enumerable.Range(0, plan.Senders).Select(_ => Task.Run(() => Hand(work), CancellationToken.None)).ToArray();
            var recording = Task.Run(() => Record(nation, work), CancellationToken.None);
            var watching = Watch(nation, work, end.Token);
            try
            {
                await Fill(services, work, ct);
            }
            finally
            {
                work.Envelopes.Writer.TryComplete();
                await Task.WhenAll(senders).ContinueWith(_ => work.Results.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                await recording;
                await end.CancelAsync();
                await watching;
            }

            await Task.WhenAll(senders);
            isClean = true;
        }
        finally
        {
            // What the store does not know yet stays in the journal, which the next look for journals of the dead reads.
            if (isClean) journal.Remove();
            else journal.Dispose();
        }

        await Close(services, blast, mood, ct);
        return work.Ended;
    }

    /// <summary>It could not even be tried, for a reason of this program or machine.</summary>
    public async Task Explain(NationFacts nation, long blastId, RelayMood mood, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        if (await scope.ServiceProvider.GetRequiredService<Database>().Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == blastId, ct) is { } blast) await Explain(scope.ServiceProvider, blast, mood, ct);
    }

    private static async Task<IBlastHandover?> Plan(IServiceProvider services, Blast blast, IReadOnlyList<Blast> texts, CancellationToken ct)
    {
        var missing = (await services.GetRequiredService<BlastChecks>().Settings(blast, ct)).FirstOrDefault(p => p.IsBlocking);
        if (missing is null && await services.GetRequiredService<BlastChannels>().Of(blast).Prepare(blast, texts, ct) is { } plan) return plan;
        await Pause(services, blast, missing?.Text ?? services.GetRequiredService<Words>().In(blast.Language)["Its text cannot be read any more."], ct);
        return null;
    }

    /// <summary>The producer: never has more in hand than can be given back or explained.</summary>
    private async Task Fill(IServiceProvider services, BlastWork work, CancellationToken ct)
    {
        while (!work.IsStopped && !work.Mood.IsStopped && !ct.IsCancellationRequested)
        {
            if (!await MaySend(services, work.Blast, CancellationToken.None) || clock.GetUtcNow() >= work.Closes) return;
            var count = work.NextBatch(work.Plan.Batch);
            var leased = await Lease(services, work, count, CancellationToken.None);
            if (leased.Count == 0) return;
            foreach (var envelope in await Check(services, work, leased)) await work.Envelopes.Writer.WriteAsync(envelope, CancellationToken.None);
        }
    }

    private async Task<List<LeasedDelivery>> Lease(IServiceProvider services, BlastWork work, int count, CancellationToken ct)
    {
        var (db, quota, now) = (services.GetRequiredService<Database>(), services.GetRequiredService<DailyQuota>(), clock.GetUtcNow());
        Task<List<LeasedDelivery>> Take(int most) => db.Query<LeasedDelivery>("Mail/Handover/Lease", ct,
            ("month", work.Blast.Month), ("blast_id", work.Blast.Id), ("holder", work.Journal.Holder), ("now", now), ("until", now + options.Value.Lease), ("count", most));
        if (!await quota.IsOn(work.Blast, ct)) return await Take(count);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var leased = await quota.Hold(work.Blast, ct) is { } left ? await Take((int)Math.Min(left, count)) : await Take(count);
        await transaction.CommitAsync(ct);
        return leased;
    }

    /// <summary>The last word on each, and what is written to those who get it.</summary>
    private async Task<List<Envelope>> Check(IServiceProvider services, BlastWork work, List<LeasedDelivery> leased)
    {
        var blast = work.Blast;
        leased = await InTurn(work, leased);
        if (leased.Count == 0) return [];
        if (work.Versions > 1) leased = await NotStopped(services.GetRequiredService<Database>(), blast, work.Versions, leased);
        var (channel, ids, until) = (services.GetRequiredService<BlastChannels>().Of(blast), leased.Select(l => l.PersonId).ToArray(), clock.GetUtcNow() + RelaySender.Fresh);
        if (until > work.Closes) until = work.Closes;
        var words = await channel.LastWords(blast, ids, CancellationToken.None);
        // Whose address has changed since the audience was frozen may have taken that of somebody who gets the mail.
        var taken = new Dictionary<long, string>();
        foreach (var row in leased)
        {
            if (words[row.PersonId].Address is { } now && now != row.Address && await services.GetRequiredService<Audience>().Move(blast, row.PersonId, now, CancellationToken.None) is { } by) taken[row.PersonId] = by;
        }

        foreach (var person in await services.GetRequiredService<Database>().WithoutGift(blast, ids, CancellationToken.None)) taken.TryAdd(person, GiftsBehind.Gone);
        var pressed = await services.GetRequiredService<ContactPressure>().Among(blast, ids, CancellationToken.None);
        foreach (var person in pressed.Over) taken.TryAdd(person, ContactPressure.Reason);
        if (pressed.Having.Count > 0) leased = await GiveWay(work, leased, pressed.Having);
        var written = leased.Select(l => l.PersonId).Where(id => words[id].Address is not null && !taken.ContainsKey(id)).ToArray();
        var people = await services.GetRequiredService<PersonDrops>().Of(written, work.Facts, CancellationToken.None);
        var groups = await services.GetRequiredService<BlastLimits>().Groups(work.Limits, written, blast.IsTargeted, CancellationToken.None);
        var measured = blast.IsText ? new HashSet<long>() : await services.GetRequiredService<WhoIsMeasured>().Among(written, CancellationToken.None);
        var why = new Dictionary<long, string>(written.Length);
        foreach (var same in leased.Where(l => written.Contains(l.PersonId)).GroupBy(l => work.Written[work.TextOf(l)].Language, StringComparer.Ordinal))
        {
            var readers = same.Select(l => l.PersonId).ToArray();
            var reasons = await channel.Why(work.Written[work.TextOf(same.First())], readers, CancellationToken.None);
            if (!work.Told.TryGetValue(same.Key, out var told)) work.Told[same.Key] = told = await services.GetRequiredService<BlastLimits>().Told(work.Limits, same.Key, CancellationToken.None);
            foreach (var reader in readers) why[reader] = groups.ContainsKey(reader) ? reasons.Of(reader) + told : reasons.Of(reader);
        }

        var envelopes = new List<Envelope>(leased.Count);
        foreach (var row in leased)
        {
            if (!taken.ContainsKey(row.PersonId) && words[row.PersonId].Address is { } address && people.TryGetValue(row.PersonId, out var person)) envelopes.Add(new Envelope(row.PersonId, row.Attempts, address, person, why[row.PersonId], groups.GetValueOrDefault(row.PersonId), work.TextOf(row), measured.Contains(row.PersonId), until));
            else await work.Results.Writer.WriteAsync(new HandoverResult(row.PersonId, new HandoverEnd.Skipped(words[row.PersonId].Reason ?? taken.GetValueOrDefault(row.PersonId, "erased"))), CancellationToken.None);
        }

        return envelopes;
    }

    /// <summary>Those whose provider takes one more now; the others wait for their turn there.</summary>
    private static async Task<List<LeasedDelivery>> InTurn(BlastWork work, List<LeasedDelivery> leased)
    {
        var now = new List<LeasedDelivery>(leased.Count);
        foreach (var row in leased)
        {
            if (work.Plan.NotBefore(row.Address) is not { } at) now.Add(row);
            else await work.Results.Writer.WriteAsync(new HandoverResult(row.PersonId, new HandoverEnd.NotYet(Step(at))), CancellationToken.None);
        }

        return now;
    }

    /// <summary>Of two blasts that have somebody in hand at the same time, each sees the other, or the first has left: who sees one gives way. They come back apart, so that they do not give way to each other for ever.</summary>
    private async Task<List<LeasedDelivery>> GiveWay(BlastWork work, List<LeasedDelivery> leased, IReadOnlyDictionary<long, long> having)
    {
        var now = clock.GetUtcNow();
        foreach (var row in leased.Where(l => having.ContainsKey(l.PersonId)))
        {
            var at = Step(now + (having[row.PersonId] < work.Blast.Id ? LaterTurn : SoonerTurn));
            await work.Results.Writer.WriteAsync(new HandoverResult(row.PersonId, new HandoverEnd.NotYet(at)), CancellationToken.None);
        }

        return [.. leased.Where(l => !having.ContainsKey(l.PersonId))];
    }

    // Those of some seconds come back together: one statement writes them down, and one takes them in hand.
    private static DateTimeOffset Step(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % StepOfTurns.Ticks + StepOfTurns.Ticks, TimeSpan.Zero);

    /// <summary>What came back from the relay, or from an undo, after its version was stopped leaves in the first of those that are left.</summary>
    private static async Task<List<LeasedDelivery>> NotStopped(Database db, Blast blast, int versions, List<LeasedDelivery> leased)
    {
        var now = await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == blast.Id, CancellationToken.None);
        long[] late = [.. leased.Where(r => r.Version >= 0 && now.IsStopped(r.Version)).Select(r => r.PersonId)];
        if (late.Length == 0) return leased;
        var version = now.Racing(versions)[0];
        await MoveArms.ToRest(db, blast, late, version, CancellationToken.None);
        return [.. leased.Select(r => late.Contains(r.PersonId) ? r with { Version = version } : r)];
    }

    private static async Task Hand(BlastWork work)
    {
        try
        {
            HandoverLog log;
            lock (work) log = work.Journal.Log();
            await work.Plan.Run(log, work.Mood, work.Envelopes.Reader, work.Results.Writer, () => work.IsStopped);
        }
        catch (Exception problem)
        {
            // Nobody may wait for a sender that is gone.
            work.Fail(problem);
            throw;
        }
    }

    private async Task Record(NationFacts nation, BlastWork work)
    {
        try
        {
            var part = new List<HandoverResult>(ResultsAtOnce);
            while (await work.Results.Reader.WaitToReadAsync(CancellationToken.None))
            {
                // What comes in while the last part is written makes the next one; a pause lets it be more than a handful.
                while (part.Count < ResultsAtOnce && work.Results.Reader.TryRead(out var result)) part.Add(result);
                await Stored(() => Write(nation, work, part));
                work.Count(part);
                part.Clear();
                if (!work.Results.Reader.Completion.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
        catch (Exception problem)
        {
            // What is not written down here is in the journal.
            work.Fail(problem);
            work.Results.Writer.TryComplete(problem);
            throw;
        }
    }

    private async Task Write(NationFacts nation, BlastWork work, List<HandoverResult> part)
    {
        await using var scope = scopes.Enter(nation);
        await scope.ServiceProvider.GetRequiredService<RecordHandovers>().Run(work.Blast, work.Journal.Holder, part, CancellationToken.None);
    }

    /// <summary>A store that is away for a moment comes back; until then the journal knows.</summary>
    private async Task Stored(Func<Task> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception problem) when (problem is DbException or DbUpdateException && attempt < 8)
            {
                logger.LogWarning(problem, "What became of mails could not be written down yet");
                await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt));
            }
        }
    }

    /// <summary>Sees within a second that somebody paused or cancelled, and shows that this process lives.</summary>
    private async Task Watch(NationFacts nation, BlastWork work, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var (blast, holder, renewed) = (work.Blast, work.Journal.Holder, clock.GetUtcNow());
        try
        {
            while (!work.IsStopped)
            {
                await Task.Delay(Look, ct);
                if (!await db.Blasts.AnyAsync(b => b.Id == blast.Id && b.State == BlastState.Sending, ct)) work.Stop();
                if (clock.GetUtcNow() - renewed < options.Value.Lease / 3) continue;
                renewed = clock.GetUtcNow();
                var until = renewed + options.Value.Lease;
                await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Leased && d.Holder == holder).ExecuteUpdateAsync(s => s.SetProperty(d => d.NextAt, until), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // All that was in hand has come to its end.
        }
        catch (DbException problem)
        {
            // Without the store nobody can tell whether it goes on: what is in hand is finished or given back, no more is taken.
            logger.LogWarning(problem, "The state of a blast could not be read");
            work.Stop();
        }
    }

    private static async Task<bool> MaySend(IServiceProvider services, Blast blast, CancellationToken ct)
    {
        var decision = await services.GetRequiredService<BlastLaw>().Run(blast, asksForGifts: false, ct);
        if (decision.IsAllowed) return true;
        await Pause(services, blast, string.Join(' ', decision.Blocks.Select(b => b.Message.In(SiteViews.Culture(blast.Language)))), ct);
        return false;
    }

    /// <summary>Outside the hours of the law, and when a warm-up has had its day, it waits, and goes on by itself.</summary>
    private async Task<bool> Rests(IServiceProvider services, Blast blast, RelayMood mood, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await services.GetRequiredService<DailyQuota>().IsUsedUp(blast, ct))
        {
            mood.Rest(now + LongestRest);
            await Tell(services, blast, DailyQuota.Rests, ct);
            return true;
        }

        if (await services.GetRequiredService<BlastLaw>().Opens(blast, now, ct) is not { } opens) return false;
        mood.Rest(opens < now + LongestRest ? opens : now + LongestRest);
        return true;
    }

    private static async Task Pause(IServiceProvider services, Blast blast, string reason, CancellationToken ct)
    {
        var db = services.GetRequiredService<Database>();
        db.ChangeTracker.Clear();
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == blast.Id, ct) is not { } row || !await services.GetRequiredService<PauseBlast>().Run(row, reason, ct)) return;
        services.GetRequiredService<ILogger<SendBlast>>().BlastPaused(blast.Id, RelayAnswers.Logged(reason));
    }

    /// <summary>Is it over, or does somebody have to look at it?</summary>
    private async Task Close(IServiceProvider services, Blast blast, RelayMood mood, CancellationToken ct)
    {
        var db = services.GetRequiredService<Database>();
        await Explain(services, blast, mood, ct);
        if (mood.Trouble is { } trouble) logger.RelayTroubled(blast.Id, mood.Gap, RelayAnswers.Logged(trouble));
        var now = clock.GetUtcNow();
        if (await db.Blasts.AnyAsync(b => b.Id == blast.Id && b.State == BlastState.Cancelled && b.EndedAt == null, ct)) await CancelBlast.SweepAlone(db, blast.Id, now, ct);
        if (await db.MailDeliveries.AnyAsync(d => d.Month == blast.Month && d.BlastId == blast.Id && (d.State == DeliveryState.Waiting || d.State == DeliveryState.Leased), ct)) return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Sending).ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sent).SetProperty(b => b.EndedAt, now).SetProperty(b => b.ChangedAt, now), ct) == 1)
        {
            db.Trail.Record("blast.sent", [], subjectId: blast.Id);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>People see why it stands still while it still tries; after a while it pauses, and they have to look at it.</summary>
    private static async Task Explain(IServiceProvider services, Blast blast, RelayMood mood, CancellationToken ct)
    {
        var (db, said) = (services.GetRequiredService<Database>(), services.GetRequiredService<Words>().In(blast.Language));
        if (mood.GiveUp() is { } reason)
        {
            await Pause(services, blast, blast.IsText ? said["These texts do not leave: {0}", reason] : said["These mails do not leave: {0}", RelayTrouble.In(said, reason)], ct);
            return;
        }

        // As the relay said it, or as a sentence that the screen shows in its reader's language.
        await Tell(services, blast, mood.Trouble, ct);
    }

    /// <summary>Says, or no longer says, why it stands still for a while.</summary>
    private static Task<int> Tell(IServiceProvider services, Blast blast, string? problem, CancellationToken ct) =>
        services.GetRequiredService<Database>().Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Sending && b.Problem != problem).ExecuteUpdateAsync(s => s.SetProperty(b => b.Problem, problem), ct);
}
