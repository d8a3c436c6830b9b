using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>Gives people to somebody of the team, or takes them back.</summary>
public sealed class AssignDeed(Database db, Team team, Words words, TimeProvider clock) : IBulkDeed
{
    public BulkKind Kind => BulkKind.Assign;

    public async Task<BulkAsk?> Ask(CancellationToken ct) => new(words["Assign"], "user", [.. Team.Options(await team.Members(ct))], words["nobody"]);

    public async Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        act.SubjectId = choice.Subject;
        return choice.Subject is { } account && !await team.Has(account, ct) ? words["That account has no role in this campaign."] : null;
    }

    public async Task<string> Say(BulkAct act, CancellationToken ct) => act.SubjectId is { } id
        ? words["Give them to {0}", await db.Accounts.Where(a => a.Id == id).Select(a => a.Name).SingleOrDefaultAsync(ct)]
        : words["Give them to nobody"];

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "{0} person assigned.", "{0} people assigned."));

    public async Task<string?> WhyNot(BulkAct act, CancellationToken ct) => act.SubjectId is { } account && !await team.Has(account, ct) ? words["That account has no role in this campaign."] : null;

    public IQueryable<long> Already(BulkAct act) => db.People.Where(p => p.AssigneeId == act.SubjectId).Select(p => p.Id);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        var before = await db.People.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.AssigneeId }).ToListAsync(ct);
        await db.People.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, act.SubjectId).SetProperty(p => p.ChangedAt, act.At), ct);
        return [.. before.Select(p => (p.Id, p.AssigneeId?.ToString(CultureInfo.InvariantCulture)))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        var (back, now) = (new List<long>(), clock.GetUtcNow());
        foreach (var group in effects.GroupBy(e => e.Before, StringComparer.Ordinal))
        {
            long[] ids = [.. group.Select(e => e.PersonId)];
            long? before = long.TryParse(group.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
            var theirs = await db.People.Where(p => ids.Contains(p.Id) && p.AssigneeId == act.SubjectId).Select(p => p.Id).ToArrayAsync(ct);
            await db.People.Where(p => theirs.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, before).SetProperty(p => p.ChangedAt, now), ct);
            back.AddRange(theirs);
        }

        return [.. back];
    }

    public string Action(bool isUndo) => "person.changed";
}

/// <summary>Archives people: in no list and no send, and erased after 30 days.</summary>
public sealed class ArchiveDeed(Database db, Words words, TimeProvider clock) : IBulkDeed
{
    public BulkKind Kind => BulkKind.Archive;

    public Task<BulkAsk?> Ask(CancellationToken ct) => Task.FromResult<BulkAsk?>(new(words["Archive"], "archive", IsDanger: true));

    public Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task<string> Say(BulkAct act, CancellationToken ct) => Task.FromResult(words["Archive them: in no list and no send, and erased after 30 days"]);

    public Task<string> SayDone(BulkAct act, CancellationToken ct) =>
        Task.FromResult(words.Count(act.Changed, "{0} person archived. They can be restored for 30 days.", "{0} people archived. They can be restored for 30 days."));

    public IQueryable<long> Already(BulkAct act) => db.People.Where(p => p.ArchivedAt != null).Select(p => p.Id);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        await db.People.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, act.At).SetProperty(p => p.ChangedAt, act.At), ct);
        return [.. ids.Select(id => (id, (string?)null))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        long[] ids = [.. effects.Select(e => e.PersonId)];
        var archived = await db.People.Where(p => ids.Contains(p.Id) && p.ArchivedAt == act.At).Select(p => p.Id).ToArrayAsync(ct);
        await db.People.Where(p => archived.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, (DateTimeOffset?)null).SetProperty(p => p.ChangedAt, now), ct);
        return archived;
    }

    public string Action(bool isUndo) => "person.changed";
}
