using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>A mail in all its versions.</summary>
public sealed class VersionsOf(Database db)
{
    /// <summary>More would leave each too few readers to tell them apart.</summary>
    public const int Most = 4;

    /// <summary>In their order; the first is the mail itself.</summary>
    public async Task<IReadOnlyList<Blast>> Run(Blast blast, CancellationToken ct) =>
        [blast, .. (await db.BlastVersions.AsNoTracking().Where(v => v.BlastId == blast.Id).OrderBy(v => v.Place).ToListAsync(ct)).Select(blast.As)];

    /// <summary>Each reader gets their language: no lot is drawn.</summary>
    public static bool IsByLanguage(IReadOnlyList<Blast> versions) => versions.Any(v => v.Language != versions[0].Language);

    /// <summary>How people speak of one of them: «Version B», or «French».</summary>
    public static string Name(IReadOnlyList<Blast> versions, int place, Shared.Words words) => !IsByLanguage(versions) ? words["Version {0}", Letter(place)] : BlastWords.Language(versions[place].Language, words);

    public static string Letter(int version) => ((char)('A' + version)).ToString();
}
