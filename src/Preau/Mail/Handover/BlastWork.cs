using System.Threading.Channels;
using Preau.Mail.Limits;
using Preau.Mail.Measuring;
using Preau.People;

namespace Preau.Mail;

/// <summary>A delivery that was taken in hand.</summary>
internal sealed record LeasedDelivery(long PersonId, string Address, int Attempts, int Version, string? Language);

/// <summary>What the parts of one run of <see cref="SendBlast"/> share.</summary>
internal sealed class BlastWork(Blast blast, BlastTexts texts, IReadOnlyList<Limit> limits, IBlastHandover plan, HandoverJournal journal, RelayMood mood, DateTimeOffset closes)
{
    private volatile bool isStopped;
    private long ended;

    public Blast Blast => blast;

    /// <summary>How many are drawn by lot.</summary>
    public int Versions { get; } = texts.Versions.Count;

    /// <summary>All that is written of it.</summary>
    public IReadOnlyList<Blast> Written { get; } = texts.Written;

    /// <summary>Which of these somebody gets.</summary>
    public int TextOf(LeasedDelivery row) => texts.Of(row.Version, row.Language);

    /// <summary>What its parts are chosen by, where they are not for everybody.</summary>
    public IReadOnlyList<Limit> Limits => limits;

    /// <summary>What its texts name of people beyond their own record.</summary>
    public PersonFact Facts { get; } = texts.Written.Aggregate(blast.Facts, (facts, text) => facts | text.Facts);

    /// <summary>What readers are told of that, by language.</summary>
    public Dictionary<string, string> Told { get; } = new(StringComparer.Ordinal);
    public IBlastHandover Plan => plan;
    public HandoverJournal Journal => journal;
    public RelayMood Mood => mood;

    /// <summary>Nothing leaves from then on: the law's hours end, a silence begins, or it is time to begin afresh.</summary>
    public DateTimeOffset Closes => closes;
    public Channel<Envelope> Envelopes { get; } = Channel.CreateBounded<Envelope>(64);
    public Channel<HandoverResult> Results { get; } = Channel.CreateBounded<HandoverResult>(2000);
    public bool IsStopped => isStopped;
    public long Ended => Interlocked.Read(ref ended);

    public void Stop() => isStopped = true;

    /// <summary>One of its parts is gone: the others end too, and nobody waits for it.</summary>
    public void Fail(Exception problem)
    {
        Stop();
        Envelopes.Writer.TryComplete(problem);
    }

    public void Count(List<HandoverResult> part) => Interlocked.Add(ref ended, part.Count(r => r.End is not (HandoverEnd.Returned or HandoverEnd.NotYet or HandoverEnd.Later)));

    /// <summary>Begins small and grows with what the relay takes: a relay that takes nothing holds few up.</summary>
    public int NextBatch(int most) => (int)Math.Clamp(Ended / 2, Math.Min(20, most), most);
}
