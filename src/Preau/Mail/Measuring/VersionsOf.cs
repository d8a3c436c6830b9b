using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>A mail in all its versions.</summary>
public sealed class VersionsOf(Database db)
{
    /// <summary>More would leave each too few readers to tell them apart. What is kept of groups counts by it (<see cref="BlastArm.At"/>).</summary>
    public const int Most = 4;

    /// <summary>In their order; the first is the mail itself.</summary>
    public async Task<IReadOnlyList<Blast>> Run(Blast blast, CancellationToken ct) =>
        [blast, .. (await db.BlastVersions.AsNoTracking().Where(v => v.BlastId == blast.Id).OrderBy(v => v.Place).ToListAsync(ct)).Select(blast.As)];

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

    /// <summary>Each reader gets their language: no lot is drawn.</summary>
    public static bool IsByLanguage(IReadOnlyList<Blast> versions) => versions.Any(v => v.Language != versions[0].Language);

    /// <summary>How people speak of one of them: «Version B», or «French».</summary>
    public static string Name(IReadOnlyList<Blast> versions, int place, Shared.Words words) => !IsByLanguage(versions) ? words["Version {0}", Letter(place)] : BlastWords.Language(versions[place].Language, words);

    public static string Letter(int version) => ((char)('A' + version)).ToString();
}
