using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Memberships;

public enum MembershipView
{
    /// <summary>Who is a member now: what runs, and what is in its days of grace.</summary>
    Members,

    /// <summary>Ends within a month.</summary>
    Soon,
    Grace,
    Expired,
    Suspended,
    Cancelled,
}

public sealed record MembershipRow(PersonMembership Membership, string FirstName, string LastName)
{
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>Memberships by type and by how they stand; what ends soon by its day, everything else the latest first.</summary>
public sealed class MembershipList(Database db, Standing standing)
{
    public const int SoonDays = 30;

    public async Task<List<MembershipRow>> Page(MembershipView view, long? typeId, string? after, int count, CancellationToken ct)
    {
        var rows = await Find(view, typeId, ct);
        if (view == MembershipView.Soon)
        {
            if (after?.Split('~') is [var day, var id] && int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateOnly.MaxValue.DayNumber && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                var on = DateOnly.FromDayNumber(number);
                rows = rows.Where(m => m.ExpiresOn >= on && (m.ExpiresOn != on || m.Id > last));
            }

            rows = rows.OrderBy(m => m.ExpiresOn).ThenBy(m => m.Id);
        }
        else
        {
            if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var last)) rows = rows.Where(m => m.Id < last);
            rows = rows.OrderByDescending(m => m.Id);
        }

        return await (from m in rows from p in db.People where p.Id == m.PersonId && p.ArchivedAt == null select new MembershipRow(m, p.FirstName, p.LastName)).Take(count).ToListAsync(ct);
    }

    public async Task<long> Count(MembershipView view, long? typeId, CancellationToken ct) => await (await Find(view, typeId, ct)).LongCountAsync(m => db.People.Any(p => p.Id == m.PersonId && p.ArchivedAt == null), ct);

    public static string After(MembershipRow row, MembershipView view) => view == MembershipView.Soon && row.Membership.ExpiresOn is { } day
        ? string.Create(CultureInfo.InvariantCulture, $"{day.DayNumber}~{row.Membership.Id}") : row.Membership.Id.ToString(CultureInfo.InvariantCulture);

    private async Task<IQueryable<PersonMembership>> Find(MembershipView view, long? typeId, CancellationToken ct)
    {
        var rows = db.PersonMemberships.AsNoTracking();
        if (typeId is { } type) rows = rows.Where(m => m.MembershipTypeId == type);
        var (today, soon) = (standing.Today, standing.Today.AddDays(SoonDays));
        return view switch
        {
            MembershipView.Members => await standing.Running(rows, ct),
            MembershipView.Soon => rows.Where(m => m.CancelledOn == null && m.SuspendedOn == null && m.ExpiresOn >= today && m.ExpiresOn <= soon),
            MembershipView.Grace => await standing.Is(rows, MembershipStatus.Grace, ct),
            MembershipView.Expired => await standing.Is(rows, MembershipStatus.Expired, ct),
            MembershipView.Suspended => await standing.Is(rows, MembershipStatus.Suspended, ct),
            MembershipView.Cancelled => await standing.Is(rows, MembershipStatus.Cancelled, ct),
        };
    }
}
