using Preau.Law;

namespace Preau.Mail;

/// <summary>
/// What differs between blasts by what they go out by. All else is one engine: the audience is frozen, drawn by lot, leased, checked, recorded, recovered, paused and
/// reported in the same way. Mails are one such channel, texts another (docs/decisions/0022).
/// </summary>
public interface IBlastChannel
{
    /// <summary>What the settings lack or should have.</summary>
    Task<IReadOnlyList<BlastProblem>> Settings(CancellationToken ct);

    /// <summary>Fields that are to be filled in first, or should be.</summary>
    IEnumerable<BlastProblem> Empty(Blast blast);

    /// <summary>What is wrong with its words, and where they lead.</summary>
    Task<BlastReading> Read(Blast blast, CancellationToken ct);

    /// <summary>Where people are reached.</summary>
    Task<ContactPoints> Points(CancellationToken ct);

    /// <summary>Of a blast's deliveries, those that go to where this address leads, however it is written.</summary>
    IQueryable<MailDelivery> To(IQueryable<MailDelivery> deliveries, string address);

    /// <summary>The last word on each: asked right before a batch is handed over.</summary>
    Task<IReadOnlyDictionary<long, LastWord>> LastWords(Blast blast, IReadOnlyCollection<long> personIds, CancellationToken ct);

    /// <summary>Why each gets it, where that is told to them.</summary>
    Task<Reasons> Why(Blast blast, IReadOnlyCollection<long> personIds, CancellationToken ct);

    /// <summary>All that its messages have in common, made once.</summary>
    /// <param name="blast">On its way; the settings lack nothing.</param>
    /// <param name="texts">Its versions in all languages, in the order by which an <see cref="Envelope"/> names one; the first is the blast itself.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null when the text of one cannot be read.</returns>
    Task<IBlastHandover?> Prepare(Blast blast, IReadOnlyList<Blast> texts, CancellationToken ct);

    /// <summary>Who it is from, as people read it.</summary>
    Task<string> From(Blast blast, CancellationToken ct);
}

/// <summary>A blast that is ready to be handed over, by several senders at once.</summary>
public interface IBlastHandover
{
    /// <summary>How many senders hand it over at once.</summary>
    int Senders { get; }

    /// <summary>How many are taken in hand at once, at most.</summary>
    int Batch { get; }

    /// <summary>Whether a message for this address may be taken in hand now, by the pace of whoever takes it there; one that may has had its turn.</summary>
    /// <returns>When to ask again, where it may not.</returns>
    DateTimeOffset? NotBefore(string address) => null;

    /// <summary>One sender: takes envelopes until there are no more, or until the blast stops; what is left then is given back untouched. Each is in the log before it leaves.</summary>
    Task Run(HandoverLog log, RelayMood mood, System.Threading.Channels.ChannelReader<Envelope> envelopes, System.Threading.Channels.ChannelWriter<HandoverResult> results, Func<bool> isStopped);
}

/// <param name="Problems">What is wrong, or to think about.</param>
/// <param name="Links">Where the text leads; null when it cannot be read.</param>
public sealed record BlastReading(IReadOnlyList<BlastProblem> Problems, IReadOnlyList<string>? Links);

/// <summary>Writes down more of the ends of a channel's messages than their deliveries tell. A channel may have one.</summary>
public interface IBlastRecord
{
    /// <summary>In the transaction that is open and has moved their deliveries.</summary>
    Task Run(Blast blast, IReadOnlyCollection<HandoverResult> results, CancellationToken ct);
}

/// <summary>The channel of a blast.</summary>
public sealed class BlastChannels(IServiceProvider services)
{
    public IBlastChannel Of(Blast blast) => services.GetRequiredKeyedService<IBlastChannel>(blast.Channel);

    public IBlastRecord? RecordOf(Blast blast) => services.GetKeyedService<IBlastRecord>(blast.Channel);
}

public static class BlastChannelRegistration
{
    public static IServiceCollection AddBlastChannel<T>(this IServiceCollection services, Channel channel) where T : class, IBlastChannel => services.AddKeyedScoped<IBlastChannel, T>(channel);
}
