using System.Threading.Channels;
using Preau.Mail.Limits;
using Preau.People;

namespace Preau.Mail;

/// <summary>A delivery that was taken in hand.</summary>
internal sealed record LeasedDelivery(long PersonId, string Address, int Attempts, int Version);

/// <summary>What the parts of one run of <see cref="SendBlast"/> share.</summary>
internal sealed class BlastWork(Blast blast, IReadOnlyList<Blast> versions, IReadOnlyList<Limit> limits, IBlastHandover plan, HandoverJournal journal, RelayMood mood, DateTimeOffset closes)
{
    private volatile bool isStopped;
    private long ended;

    public Blast Blast => blast;

    /// <summary>In the words of one of its versions.</summary>
    public Blast As(int version) => versions.ElementAtOrDefault(version) ?? blast;

    /// <summary>What its parts are chosen by, where they are not for everybody.</summary>
    public IReadOnlyList<Limit> Limits => limits;

    /// <summary>What its versions name of people beyond their own record.</summary>
    public PersonFact Facts { get; } = versions.Aggregate(blast.Facts, (facts, version) => facts | version.Facts);

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
