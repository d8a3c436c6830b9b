using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Memberships.Many;

/// <summary>What an act on many keeps of the form.</summary>
internal sealed record ManyMembership(DateOnly StartedOn, DateOnly? ExpiresOn, string Reason)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static ManyMembership? Read(string? text) => string.IsNullOrEmpty(text) || text[0] != '{' ? null : JsonSerializer.Deserialize<ManyMembership>(text);
}

/// <summary>Makes many people members. Who is a member of the same already stays as they are.</summary>
public sealed class GiveMembershipDeed(Database db, Standing standing, Words words) : IBulkDeed
{
    private IQueryable<long>? already;

    public BulkKind Kind => BulkKind.Membership;

    public async Task<BulkAsk?> Ask(CancellationToken ct) => await db.MembershipTypes.AnyAsync(t => t.RemovedAt == null, ct) ? new(words["Make them members"], "id-badge-2", Page: "membership") : null;

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        if (ManyMembership.Read(choice.Value) is not { } membership || await Type(choice.Subject, ct) is not { } type) return words["Say what they become members of."];
        (act.SubjectId, act.Value) = (type.Id, membership.Write());
        return null;
    }

    public async Task<string> Say(BulkAct act, CancellationToken ct) => (Of(act).ExpiresOn, (await Type(act.SubjectId, ct))?.Name) switch
    {
        ({ } last, var name) => words["Make them members of “{0}” until {1}", name, MembershipWords.Day(last)],
        (null, var name) => words["Make them members of “{0}”", name],
    };

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "{0} person is a member now.", "{0} people are members now."));

    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct)
    {
        var type = act.SubjectId ?? 0;
        already = (await standing.Held(db.PersonMemberships.Where(m => m.MembershipTypeId == type), ct)).Select(m => m.PersonId).Distinct();
        return await Type(act.SubjectId, ct) is null ? words["Nobody becomes a member of that any more."] : null;
    }

    // What runs today depends on the days of grace; whoever asks for this has asked why not before.
    public IQueryable<long> Already(BulkAct act) => already ?? db.BulkEffects.Where(e => e.BulkActId == act.Id).Select(e => e.PersonId);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        var (said, source) = (Of(act), Source(act));
        await db.Write([.. ids.Select(id => new PersonMembership
        {
            PersonId = id, MembershipTypeId = act.SubjectId ?? 0, StartedOn = said.StartedOn, ExpiresOn = said.ExpiresOn, Reason = said.Reason, Source = source, AuthorId = act.AccountId, CreatedAt = act.At, ChangedAt = act.At,
        })], ct);
        return [.. ids.Select(id => (id, (string?)null))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        var source = Source(act);
        long[] ids = [.. effects.Select(e => e.PersonId)];
        // What somebody changed since is theirs.
        var rows = db.PersonMemberships.Where(m => m.Source == source && EF.Parameter(ids).Contains(m.PersonId) && m.ChangedAt == m.CreatedAt);
        var back = await rows.Select(m => m.PersonId).Distinct().ToArrayAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
        return back;
    }

    public string Action(bool isUndo) => isUndo ? "person_membership.deleted" : "person_membership.created";

    private Task<MembershipType?> Type(long? id, CancellationToken ct) => db.MembershipTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.RemovedAt == null, ct);

    private static ManyMembership Of(BulkAct act) => ManyMembership.Read(act.Value) ?? throw new InvalidOperationException("The act says no membership.");

    private static string Source(BulkAct act) => string.Create(CultureInfo.InvariantCulture, $"act:{act.Id}");
}
