using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Contacts.FollowUps;

public sealed record FollowUpRow(long Id, long PersonId, string FirstName, string LastName, string What, DateOnly DueOn, string? Assignee, DateTimeOffset? DoneAt, string? DoneBy, ContactMethod? Method, ContactStatus? Status)
{
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>What is to be done about people that the reader sees and who are not archived: the list and the number on Home read the same rows.</summary>
public sealed class FollowUpList(Database db, CurrentAccount me, CurrentNation nation, TimeProvider clock)
{
    public DateOnly Today => nation.Facts.DayOf(clock.GetUtcNow());

    public IQueryable<FollowUp> All => db.FollowUps.AsNoTracking().Where(f => db.People.Any(p => p.Id == f.PersonId && p.ArchivedAt == null));

    public IQueryable<FollowUp> Mine => Of(me.Id);

    public IQueryable<FollowUp> Of(long? accountId) => All.Where(f => f.AssigneeId == accountId);

    /// <summary>Those that nobody does: nobody was asked, or whoever was is no longer of the team.</summary>
    public IQueryable<FollowUp> Nobodys => All.Where(f => !db.Memberships.Any(m => m.AccountId == f.AssigneeId));

    /// <summary>Of these, what is to be done today or was before.</summary>
    public IQueryable<FollowUp> Due(IQueryable<FollowUp> of)
    {
        var today = Today;
        return of.Where(f => f.DoneAt == null && f.DueOn <= today);
    }

    /// <summary>How many of the reader's own are due today or were before.</summary>
    public Task<int> DueCount(CancellationToken ct) => Due(Mine).CountAsync(ct);

    public IQueryable<FollowUpRow> Rows(IQueryable<FollowUp> followUps) =>
        from f in followUps
        join p in db.People on f.PersonId equals p.Id
        select new FollowUpRow(
            f.Id, p.Id, p.FirstName, p.LastName, f.What, f.DueOn, db.Accounts.Where(a => a.Id == f.AssigneeId).Select(a => a.Name).FirstOrDefault(), f.DoneAt,
            db.Accounts.Where(a => a.Id == f.DoneById).Select(a => a.Name).FirstOrDefault(),
            db.Contacts.Where(c => c.Id == f.OutcomeId).Select(c => (ContactMethod?)c.Method).FirstOrDefault(), db.Contacts.Where(c => c.Id == f.OutcomeId).Select(c => (ContactStatus?)c.Status).FirstOrDefault());
}
