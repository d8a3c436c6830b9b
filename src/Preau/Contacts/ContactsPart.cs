using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>Contacts and follow-ups of a person: on the timeline, in the file for the person, gone when they are erased.</summary>
public sealed class ContactsPart(Database db, CurrentAccount me, ContactWords said, Words words, TimeProvider clock) : IPersonPart
{
    public string Name => "contacts";

    public string? Front => ContactsPanel.Name;

    public string? Writing => LogFormPanel.Name;

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Contact), typeof(FollowUp)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Contact)) return [];
        return [.. await Contacts(personId, ask, ct), .. await Asked(personId, ask, ct), .. await Settled(personId, ask, ct)];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var contacts = await db.Contacts.Where(c => c.PersonId == personId).OrderBy(c => c.At).ThenBy(c => c.Id)
            .Select(c => new { c.At, c.Method, c.Status, c.Text, c.SupportBefore, c.SupportAfter }).ToListAsync(ct);
        // Whoever asks for the file gets all of it, not only what its maker is to do.
        var followUps = await db.FollowUps.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(f => f.PersonId == personId).OrderBy(f => f.CreatedAt).ThenBy(f => f.Id)
            .Select(f => new { f.What, f.DueOn, f.CreatedAt, f.DoneAt }).ToListAsync(ct);
        return contacts.Count + followUps.Count == 0 ? null : new { Log = contacts, FollowUps = followUps };
    }

    /// <summary>What was taken back is a record of the person as well.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        var followUps = db.FollowUps.IgnoreQueryFilters([Conventions.AssignedFilter, ContactMap.RemovedFilter]);
        await followUps.Where(f => f.PersonId == personId).ExecuteDeleteAsync(ct);
        // A merge that was taken back may have left one of another person settled by a contact of this one.
        var contacts = db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).Where(c => c.PersonId == personId).Select(c => (long?)c.Id);
        await followUps.Where(f => f.OutcomeId != null && contacts.Contains(f.OutcomeId)).ExecuteUpdateAsync(s => s.SetProperty(f => f.OutcomeId, (long?)null), ct);
        await followUps.Where(f => f.ContactId != null && contacts.Contains(f.ContactId)).ExecuteUpdateAsync(s => s.SetProperty(f => f.ContactId, (long?)null), ct);
        await db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).Where(c => c.PersonId == personId).ExecuteDeleteAsync(ct);
    }

    private async Task<IEnumerable<TimelineEntry>> Contacts(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var lines = await db.Contacts.AsNoTracking().Where(c => c.PersonId == personId && (ask.Until == null || c.At <= ask.Until))
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(ask.Count)
            .Select(c => new { Contact = c, Author = db.Accounts.Where(a => a.Id == c.AuthorId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return lines.Select(l => new TimelineEntry(
            l.Contact.At, $"contact:{l.Contact.Id:D12}", TimelineKind.Contact, said.Of(l.Contact), Detail(l.Contact.Text, said.Support(l.Contact)),
            me.MayChange(l.Contact, now) ? $"/contacts/{l.Contact.Id}" : null, l.Author));
    }

    private async Task<IEnumerable<TimelineEntry>> Asked(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var lines = await db.FollowUps.AsNoTracking().Where(f => f.PersonId == personId && (ask.Until == null || f.CreatedAt <= ask.Until))
            .OrderByDescending(f => f.CreatedAt).ThenByDescending(f => f.Id).Take(ask.Count)
            .Select(f => new { f.Id, f.What, f.DueOn, f.CreatedAt, Assignee = db.Accounts.Where(a => a.Id == f.AssigneeId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return lines.Select(l => new TimelineEntry(
            l.CreatedAt, $"follow-up:{l.Id:D12}", TimelineKind.Contact, words["To follow up by {0}", ContactWords.Day(l.DueOn)], l.What, me.Can(Permission.WriteNotes) ? $"/follow-ups/{l.Id}" : null, l.Assignee));
    }

    private async Task<IEnumerable<TimelineEntry>> Settled(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var lines = await db.FollowUps.AsNoTracking().Where(f => f.PersonId == personId && f.DoneAt != null && (ask.Until == null || f.DoneAt <= ask.Until))
            .OrderByDescending(f => f.DoneAt).ThenByDescending(f => f.Id).Take(ask.Count)
            .Select(f => new { f.Id, f.What, f.DoneAt, By = db.Accounts.Where(a => a.Id == f.DoneById).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return lines.Select(l => new TimelineEntry(l.DoneAt!.Value, $"followed-up:{l.Id:D12}", TimelineKind.Contact, words["Followed up"], l.What, By: l.By));
    }

    private static string? Detail(params string?[] lines) => lines.Where(l => !string.IsNullOrEmpty(l)).ToList() is { Count: > 0 } some ? string.Join('\n', some) : null;
}
