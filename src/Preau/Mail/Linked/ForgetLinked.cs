using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Linked;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record ForgetLostFiles : IJob;

/// <summary>Bytes that no row names go: of an upload that died before its row was written, or of a removal whose process ended before it had removed them.</summary>
public sealed class ForgetLinked(Database db, LinkedFolder folder, TimeProvider clock) : IHandle<ForgetLostFiles>
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    public Task Run(ForgetLostFiles job, CancellationToken ct) =>
        folder.Sweep(folder.KeysFrom(clock.GetUtcNow() - Abandoned), some => db.LinkedFiles.Where(f => EF.Parameter(some).Contains(f.Key)).Select(f => f.Key).ToListAsync(ct));
}
