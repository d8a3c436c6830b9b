namespace Preau.Mail;

public abstract record Scheduling
{
    /// <param name="At">Before this instant nothing leaves, and the blast can be taken back.</param>
    public sealed record Scheduled(DateTimeOffset At) : Scheduling;

    public sealed record Refused(IReadOnlyList<BlastProblem> Reasons) : Scheduling;

    /// <summary>So many get it that a second person has to approve it first.</summary>
    public sealed record NeedsApproval(long People) : Scheduling;

    /// <summary>Somebody sent or changed it while this was being decided.</summary>
    public sealed record Overtaken : Scheduling;
}
