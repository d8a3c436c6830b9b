using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Contacts;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record ForgetRemovedContacts : IJob;

/// <summary>What was taken back two days ago and did not return goes for good: nobody may let it return any more.</summary>
public sealed class ForgetRemoved(Database db, TimeProvider clock) : IHandle<ForgetRemovedContacts>
{
    public async Task Run(ForgetRemovedContacts job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - 2 * ContactRights.Window;
        var contacts = db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).Where(c => c.RemovedAt != null && c.RemovedAt < before);
        var followUps = db.FollowUps.IgnoreQueryFilters([ContactMap.RemovedFilter]);
        var ids = contacts.Select(c => (long?)c.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await followUps.Where(f => f.OutcomeId != null && ids.Contains(f.OutcomeId)).ExecuteUpdateAsync(s => s.SetProperty(f => f.OutcomeId, (long?)null), ct);
        await followUps.Where(f => f.RemovedAt != null && f.RemovedAt < before).ExecuteDeleteAsync(ct);
        await followUps.Where(f => f.ContactId != null && ids.Contains(f.ContactId)).ExecuteDeleteAsync(ct);
        var gone = await contacts.ExecuteDeleteAsync(ct);
        if (gone > 0) db.Trail.Note("contact_log.deleted", gone);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
