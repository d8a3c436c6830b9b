using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Mail.Measuring.Harm;

/// <summary>Which versions of a mail were stopped or dropped out, when and why, for its report.</summary>
public sealed class SayStopped(Database db, DifferenceWords said, CurrentNation nation, Words words)
{
    public async Task<IReadOnlyList<string>> Of(Blast blast, CancellationToken ct) => (blast.Stopped | blast.Dropped) == 0 ? []
        : [.. (await db.StoppedVersions.AsNoTracking().Where(s => s.BlastId == blast.Id).OrderBy(s => s.At).ThenBy(s => s.Place).ToListAsync(ct)).Select(Say)];

    private string Say(StoppedVersion stopped)
    {
        var (letter, at) = (VersionsOf.Letter(stopped.Place), TimeZoneInfo.ConvertTime(stopped.At, nation.Facts.Zone).ToString("f", CultureInfo.CurrentCulture));
        var why = said.OfVersion(stopped.Measure, stopped.Read(), VersionsOf.Letter(stopped.Other));
        if (stopped.Measure is VersionMeasure.Acted or VersionMeasure.Clicked) return words["Version {0} dropped out on {1}: it surely did worse. {2}", letter, at, why];
        return stopped.IsAsked ? words["Version {0} was stopped on {1}, because it did harm. {2}", letter, at, why] : words["Version {0} was stopped by itself on {1}, because it did harm. {2}", letter, at, why];
    }
}
