using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Exports;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record ForgetExportFiles : IJob;

/// <summary>A file waits for a day: it may hold people whom the campaign erases meanwhile.</summary>
public sealed class ForgetExports(Database db, ExportFolder folder, TimeProvider clock) : IHandle<ForgetExportFiles>
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public async Task Run(ForgetExportFiles job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - KeptFor;
        foreach (var file in await db.ExportFiles.AsNoTracking().Where(f => (f.EndedAt ?? f.CreatedAt) < before && f.State != ExportState.Writing).ToListAsync(ct))
        {
            folder.Forget(file.Path);
            await db.ExportFiles.Where(f => f.Id == file.Id).ExecuteDeleteAsync(ct);
        }
    }
}
