using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Attachments;

/// <summary>Files of a person: beside the profile, on the timeline, handed out with everything else, gone with their bytes when the person is erased.</summary>
public sealed class AttachmentsPart(Database db, AttachmentFolder folder, CurrentAccount me, Words words) : IPersonPart
{
    private IReadOnlyList<string> orphans = [];

    public string Name => "files";

    public PersonPanel? Panel => new(AttachmentsPanel.Name, words["Files"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Attachment)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Record) || !me.Can(Permission.ViewPersonFiles)) return [];
        var rows = await db.Attachments.AsNoTracking().Where(a => a.PersonId == personId && (ask.Until == null || a.CreatedAt <= ask.Until)).OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id).Take(ask.Count)
            .Select(a => new { a.Id, a.CreatedAt, a.Name, a.Text, By = db.Accounts.Where(b => b.Id == a.AccountId).Select(b => b.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. rows.Select(a => new TimelineEntry(a.CreatedAt, $"file:{a.Id:D12}", TimelineKind.Record, words["File attached: {0}", a.Name], a.Text.Length > 0 ? a.Text : null, me.Can(Permission.EditPeople) ? $"/attachments/{a.Id}" : null, a.By))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await Rows(personId, ct);
        return rows.Count == 0 ? null : rows.Select(a => new { a.Name, a.Text, a.Bytes, AttachedAt = a.CreatedAt, HandedOutAs = folder.Has(a.Key) ? HandedOutFile.Folder + EntryOf(a) : null }).ToList();
    }

    public async Task<IReadOnlyList<HandedOutFile>> Files(long personId, CancellationToken ct) =>
        [.. (await Rows(personId, ct)).Where(a => folder.Has(a.Key)).Select(a => new HandedOutFile(EntryOf(a), folder.Full(a.Key)))];

    /// <summary>What was taken away a moment ago is of the person as well.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        var rows = db.Attachments.IgnoreQueryFilters([AttachmentMap.RemovedFilter]).Where(a => a.PersonId == personId);
        orphans = await rows.Select(a => a.Key).ToListAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
    }

    public void Erased()
    {
        foreach (var key in orphans) folder.Forget(key);
        orphans = [];
    }

    private Task<List<Attachment>> Rows(long personId, CancellationToken ct) => db.Attachments.AsNoTracking().Where(a => a.PersonId == personId).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).ToListAsync(ct);

    // Two files may have one name; in what is handed out they lie side by side.
    private static string EntryOf(Attachment file) => string.Create(CultureInfo.InvariantCulture, $"{file.Id}-{file.Name}");
}
