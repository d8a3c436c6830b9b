using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Mail.Limits;
using Preau.Mail.Measuring;
using Preau.Segments;

namespace Preau.Mail.Approval;

/// <summary>A mark of everything that makes a message what it is: its words in all versions and languages, who it is from and for, what is measured, its hour. Whatever of it changes, the mark does.</summary>
public sealed class ContentMark(Database db, VersionsOf versions, BlastChannels channels, BlastLimits limits, Launch.BlastSummary summary)
{
    public async Task<string> Of(Blast blast, DateTimeOffset? sendAt, CancellationToken ct)
    {
        var tree = blast.SegmentId is { } id ? await db.Segments.Where(s => s.Id == id).Select(s => s.Tree).SingleOrDefaultAsync(ct) : null;
        var words = new List<object?>
        {
            blast.Channel.ToString(), blast.Preheader, blast.Format.ToString(), blast.SegmentId, SegmentTree.Read(tree, out _) is { } read ? SegmentTree.Write(read) : tree, blast.HeldOutShare, blast.TrialShare, blast.TrialMinutes,
            sendAt?.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture), await summary.AnswersTo(blast, ct),
        };
        var all = await versions.Run(blast, ct);
        foreach (var version in all.Written) words.AddRange([version.Language, version.Subject, version.Preheader, version.Body, await channels.Of(version).From(version, ct)]);
        words.AddRange((await db.BlastVersions.Where(v => v.BlastId == blast.Id).OrderBy(v => v.Place).ThenBy(v => v.Language).Select(v => v.DelayMinutes).ToListAsync(ct)).Cast<object?>());
        // What leaves in one go, in versions or languages alone, and whose answers go to one address, keeps the mark that it had before.
        if (all.IsByLanguage && all.Versions.Count > 1) words.AddRange(all.Grid.Select(t => (object?)(t.Written is not null)));
        if (blast.TrialWaves > 1) words.Add($"{blast.TrialWaves} waves");
        foreach (var (place, version) in all.Written.Index().Where(v => v.Item.ReplyTo != blast.ReplyTo)) words.AddRange([place, version.ReplyTo]);
        if (await limits.Freeze(all.Written, ct) is { } limited) words.Add(limited);
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(words)));
    }
}
