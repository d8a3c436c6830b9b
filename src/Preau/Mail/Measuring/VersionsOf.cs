using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>A mail in all its versions.</summary>
public sealed class VersionsOf(Database db)
{
    /// <summary>More would leave each too few readers to tell them apart. What is kept of groups counts by it (<see cref="BlastArm.At"/>).</summary>
    public const int Most = 4;

    /// <summary>In all its languages, too.</summary>
    public async Task<BlastTexts> Run(Blast blast, CancellationToken ct) => new(blast, await db.BlastVersions.AsNoTracking().Where(v => v.BlastId == blast.Id).ToListAsync(ct));

    /// <summary>The same others for a mail that is made of it, and how the better one is found.</summary>
    /// <param name="blast">The mail.</param>
    /// <param name="made">Added already; the caller saves.</param>
    /// <param name="change">What is different in each of them; null where nothing is.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Copy(Blast blast, Blast made, Action<BlastVersion>? change, CancellationToken ct)
    {
        (made.TrialShare, made.TrialMinutes, made.TrialWaves) = (blast.TrialShare, blast.TrialMinutes, blast.TrialWaves);
        foreach (var v in await db.BlastVersions.AsNoTracking().Where(v => v.BlastId == blast.Id).OrderBy(v => v.Place).ToListAsync(ct))
        {
            var copy = v.For(made.Id, v.Place);
            change?.Invoke(copy);
            db.Add(copy);
        }
    }

    public static string Letter(int version) => ((char)('A' + version)).ToString();
}
