namespace Preau.Mail.Checks;

/// <summary>All that is to be known before a message leaves, in one list: what stands in its way (<see cref="BlastChecks"/>), then what should not be overlooked of its readers and links.</summary>
public sealed class LookOver(BlastChecks checks, BlankNames blank, HowBroad broad, LinksOfBlast links)
{
    public async Task<IReadOnlyList<BlastProblem>> Run(Blast blast, AudienceCount? count, LinkReport report, CancellationToken ct)
    {
        var problems = await checks.Run(blast, count, ct);
        if (count is not null) problems = [.. await blank.Run(blast, problems, count.Reachable, ct), .. await broad.Run(blast, count, ct)];
        return [.. problems.Concat(links.Dead(report)).OrderByDescending(p => p.IsBlocking)];
    }
}
