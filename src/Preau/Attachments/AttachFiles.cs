using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Imports;
using Preau.Shared;

namespace Preau.Attachments;

public abstract record Attaching
{
    public sealed record Done(IReadOnlyList<Attachment> Files) : Attaching;

    /// <summary>Nothing was kept. Why, in the user's language.</summary>
    public sealed record Refused(string Reason) : Attaching;
}

/// <summary>Takes files in for a person: all of them, or none.</summary>
public sealed class AttachFiles(Database db, AttachmentFolder folder, CurrentAccount me, Words words, TimeProvider clock)
{
    public const int MaxMegabytes = 25;
    public const long MaxBytes = MaxMegabytes * 1024L * 1024;
    public const int MostAtOnce = 10;
    public const int MostOfAPerson = 100;
    public const int MaxText = 200;

    /// <summary>What a browser may send: far more than is kept, so that a film taken by mistake is refused with a sentence.</summary>
    public const long MaxRequest = 1024L * 1024 * 1024;

    public async Task<Attaching> Run(long personId, IReadOnlyList<IFormFile> files, string text, CancellationToken ct)
    {
        if (WhyNot(files) is { } reason) return new Attaching.Refused(reason);
        var kept = new List<Attachment>();
        try
        {
            foreach (var file in files)
            {
                var row = new Attachment { PersonId = personId, Key = AttachmentFolder.NewKey(), Name = NameOf(file), Text = text, Bytes = file.Length, AccountId = me.Id, CreatedAt = clock.GetUtcNow() };
                kept.Add(row);
                await using var content = file.OpenReadStream();
                await folder.Keep(row.Key, content, ct);
            }
        }
        catch (DiskFull)
        {
            Forget(kept);
            return new Attaching.Refused(words[OpenImport.NoRoomLeft]);
        }
        catch
        {
            // Whoever sends it went away: nothing of a person must lie where nothing names it.
            Forget(kept);
            throw;
        }

        if (await Enter(personId, kept, ct) is not { } problem) return new Attaching.Done(kept);
        Forget(kept);
        return new Attaching.Refused(problem);
    }

    private string? WhyNot(IReadOnlyList<IFormFile> files)
    {
        if (files.Count == 0) return words["Choose a file."];
        if (files.Count > MostAtOnce) return words["{0} files at once are the most. Nothing was attached.", MostAtOnce];
        var problems = files.Select(f => f.Length == 0 ? words["“{0}” is empty.", NameOf(f)] : f.Length > MaxBytes ? words["“{0}” has {1}; a file may have {2} MB at most.", NameOf(f), FileSize.Say(f.Length, words), MaxMegabytes] : null).OfType<string>().ToList();
        return problems.Count == 0 ? null : string.Join(' ', problems.Append(words["Nothing was attached."]));
    }

    private async Task<string?> Enter(long personId, List<Attachment> kept, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Somebody who is being erased or merged gets no file behind the back of that.
        await db.Execute("People/HoldPeople", ct);
        if (!await db.People.AnyAsync(p => p.Id == personId && p.ArchivedAt == null, ct)) return words["This person is archived or not there any more. Nothing was attached."];
        var there = await db.Attachments.CountAsync(a => a.PersonId == personId, ct);
        if (there + kept.Count > MostOfAPerson) return words["A person can have {0} files; this one has {1}. Nothing was attached.", MostOfAPerson, there];
        db.AddRange(kept);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private string NameOf(IFormFile file) => AttachmentName.Of(file.FileName, words["file"]);

    private void Forget(List<Attachment> kept)
    {
        foreach (var one in kept) folder.Forget(one.Key);
    }
}
