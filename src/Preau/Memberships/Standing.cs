using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Preau.Memberships;

/// <summary>How memberships stand today, as questions to the store. Days of grace are a type's: what is in grace differs from type to type.</summary>
public sealed class Standing(Database db, CurrentNation nation, TimeProvider clock)
{
    private Dictionary<long, int>? grace;

    public DateOnly Today => nation.Facts.DayOf(clock.GetUtcNow());

    public async Task<Dictionary<long, int>> Grace(CancellationToken ct) => grace ??= await db.MembershipTypes.Where(t => t.GraceDays > 0).ToDictionaryAsync(t => t.Id, t => t.GraceDays, ct);

    public async Task<MembershipStatus> Of(PersonMembership membership, CancellationToken ct) => membership.Status(Today, (await Grace(ct)).GetValueOrDefault(membership.MembershipTypeId));

    /// <summary>Those that run: not ended, suspended or cancelled, or ended within the days of grace.</summary>
    public async Task<IQueryable<PersonMembership>> Running(IQueryable<PersonMembership> memberships, CancellationToken ct)
    {
        var running = memberships.Where(m => m.CancelledOn == null && m.SuspendedOn == null);
        return running.Where(await Ended(isGrace: true, orActive: true, ct));
    }

    /// <summary>Those beside which there is no other of the same: what runs, and what is suspended, for it may run again.</summary>
    public async Task<IQueryable<PersonMembership>> Held(IQueryable<PersonMembership> memberships, CancellationToken ct) =>
        memberships.Where(m => m.CancelledOn == null).Where(Or(m => m.SuspendedOn != null, await Ended(isGrace: true, orActive: true, ct)));

    /// <param name="besides">One that is not asked about.</param>
    public async Task<bool> Holds(long personId, long typeId, long? besides, CancellationToken ct) =>
        await (await Held(db.PersonMemberships.Where(m => m.PersonId == personId && m.MembershipTypeId == typeId && m.Id != besides), ct)).AnyAsync(ct);

    public async Task<IQueryable<PersonMembership>> Is(IQueryable<PersonMembership> memberships, MembershipStatus status, CancellationToken ct)
    {
        var today = Today;
        return status switch
        {
            MembershipStatus.Cancelled => memberships.Where(m => m.CancelledOn != null),
            MembershipStatus.Suspended => memberships.Where(m => m.CancelledOn == null && m.SuspendedOn != null),
            MembershipStatus.Active => memberships.Where(m => m.CancelledOn == null && m.SuspendedOn == null && (m.ExpiresOn == null || m.ExpiresOn >= today)),
            MembershipStatus.Grace => memberships.Where(m => m.CancelledOn == null && m.SuspendedOn == null && m.ExpiresOn < today).Where(await Ended(isGrace: true, orActive: false, ct)),
            MembershipStatus.Expired => memberships.Where(m => m.CancelledOn == null && m.SuspendedOn == null && m.ExpiresOn < today).Where(await Ended(isGrace: false, orActive: false, ct)),
        };
    }

    /// <summary>Whether a membership that ran out is within the grace of its type: one comparison for each length of grace.</summary>
    private async Task<Expression<Func<PersonMembership, bool>>> Ended(bool isGrace, bool orActive, CancellationToken ct)
    {
        var today = Today;
        Expression<Func<PersonMembership, bool>> within = orActive ? m => m.ExpiresOn == null || m.ExpiresOn >= today : m => false;
        foreach (var length in (await Grace(ct)).GroupBy(g => g.Value, g => g.Key))
        {
            var (since, types) = (today.AddDays(-length.Key), length.ToArray());
            within = Or(within, m => m.ExpiresOn >= since && EF.Parameter(types).Contains(m.MembershipTypeId));
        }

        return isGrace ? within : Expression.Lambda<Func<PersonMembership, bool>>(Expression.Not(within.Body), within.Parameters);
    }

    private static Expression<Func<PersonMembership, bool>> Or(Expression<Func<PersonMembership, bool>> one, Expression<Func<PersonMembership, bool>> other) =>
        Expression.Lambda<Func<PersonMembership, bool>>(Expression.OrElse(one.Body, new Same(other.Parameters[0], one.Parameters[0]).Visit(other.Body)), one.Parameters);

    private sealed class Same(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
