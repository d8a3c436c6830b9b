using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Attachments;
using Preau.Imports;
using Preau.Shared;

namespace Preau.Mail.Linked;

public abstract record Linking
{
    public sealed record Done(LinkedFile File) : Linking;

    /// <summary>Nothing was kept. Why, in the user's language.</summary>
    public sealed record Refused(string Reason) : Linking;
}

/// <summary>Takes in a file that mails will link to, and takes it away again.</summary>
public sealed class LinkFile(Database db, LinkedFolder folder, CurrentAccount me, Words words, TimeProvider clock)
{
    public const int MaxMegabytes = 25;
    public const long MaxBytes = MaxMegabytes * 1024L * 1024;
    public const int Most = 300;

    /// <summary>What a browser may send: more than is kept, so that what is somewhat too large is refused with a sentence.</summary>
    public const long MaxRequest = 2 * MaxBytes;

    public async Task<Linking> Run(IFormFile? file, CancellationToken ct)
    {
        if (file is null) return new Linking.Refused(words["Choose a file."]);
        var name = AttachmentName.Of(file.FileName, words["file"]);
        if (file.Length == 0) return new Linking.Refused(words["“{0}” is empty.", name]);
        if (file.Length > MaxBytes) return new Linking.Refused(words["“{0}” has {1}; a file may have {2} MB at most.", name, FileSize.Say(file.Length, words), MaxMegabytes]);
        if (LinkedKind.Of(name) is not { } kind) return new Linking.Refused(words["“{0}” is of a kind that cannot be linked. What can be: {1}.", name, Kinds]);
        if (await db.LinkedFiles.CountAsync(ct) >= Most) return new Linking.Refused(words["{0} files are linked already: remove one first that is not needed any more.", Most]);
        await using var content = file.OpenReadStream();
        if (!kind.Fits(await Begin(content, ct))) return new Linking.Refused(words["“{0}” is not what its ending says. Save it anew in the program that made it, and try again.", name]);
        var row = new LinkedFile { Key = ByteFolder.NewKey(), Name = name, Bytes = file.Length, AccountId = me.Id, CreatedAt = clock.GetUtcNow() };
        try
        {
            await folder.Keep(row.Key, content, ct);
            db.Add(row);
            await db.SaveChangesAsync(ct);
            return new Linking.Done(row);
        }
        catch (DiskFull)
        {
            folder.Forget(row.Key);
            return new Linking.Refused(words[OpenImport.NoRoomLeft]);
        }
        catch
        {
            folder.Forget(row.Key);
            throw;
        }
    }

    /// <summary>Its address leads nowhere from then on.</summary>
    public async Task Remove(LinkedFile file, CancellationToken ct)
    {
        db.Remove(file);
        await db.SaveChangesAsync(ct);
        folder.Forget(file.Key);
    }

    public static string Kinds => string.Join(", ", LinkedKind.All.Select(k => k.Label));

    /// <summary>The words of its link: «Programme (PDF, 1.2 MB)». Braces would be read as Liquid.</summary>
    /// <param name="file">The file.</param>
    /// <param name="said">In the language of the text that it stands in.</param>
    public static string Text(LinkedFile file, Words said) =>
        $"{file.Name[..^AttachmentName.Ending(file.Name).Length].Replace('{', '(').Replace('}', ')')} ({LinkedKind.Of(file.Name)?.Label}, {FileSize.Say(file.Bytes, said)})";

    private static async Task<byte[]> Begin(Stream content, CancellationToken ct)
    {
        var begin = new byte[LinkedKind.Looked];
        var read = await content.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, ct);
        content.Position = 0;
        return begin[..read];
    }
}
