using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Attachments;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record ForgetRemovedAttachments : IJob;

/// <summary>What was taken away two days ago and did not return goes for good, and so do bytes that no row names: of an upload that died, or of an erasure whose process ended before it had removed them.</summary>
public sealed class ForgetAttachments(Database db, AttachmentFolder folder, TimeProvider clock) : IHandle<ForgetRemovedAttachments>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    public async Task Run(ForgetRemovedAttachments job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Kept;
        var due = db.Attachments.IgnoreQueryFilters([AttachmentMap.RemovedFilter]).Where(a => a.RemovedAt != null && a.RemovedAt < before);
        var keys = await due.Select(a => a.Key).ToListAsync(ct);
        if (keys.Count > 0)
        {
            var gone = await due.ExecuteDeleteAsync(ct);
            if (gone > 0) db.Trail.Note("attachment.deleted", gone);
            await db.SaveChangesAsync(ct);
        }

        // Asked after the rows went: one that returned meanwhile keeps its bytes.
        await folder.Sweep(keys.Concat(folder.KeysFrom(clock.GetUtcNow() - Abandoned)), some => db.Attachments.IgnoreQueryFilters([AttachmentMap.RemovedFilter]).Where(a => EF.Parameter(some).Contains(a.Key)).Select(a => a.Key).ToListAsync(ct));
    }
}
