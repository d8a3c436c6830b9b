using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Mail.Blocks;

/// <summary>Keeps a block of a mail by a name. One of the same name takes its place.</summary>
public sealed class KeepBlock(Database db, CurrentAccount me, Words words, TimeProvider clock)
{
    public const int LongestName = 80;
    public const int Most = 100;
    private const int LongestBody = 20_000;

    /// <returns>The block, or why it is not kept.</returns>
    public async Task<(SavedBlock? Kept, string? WhyNot)> Run(string? name, string? tree, CancellationToken ct)
    {
        var named = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (NameKey.Of(named).Length == 0) return (null, words["The name needs a letter or a figure."]);
        if (named.Length > LongestName) return (null, words["The name is too long: {0} signs at most.", LongestName]);
        if (tree is { Length: > LongestBody }) return (null, words["The block is too long to be kept."]);
        var body = BlockTree.Read(tree) is { } blocks ? BlockTree.Write(blocks) : "";
        if (body.Length == 0) return (null, words["There is nothing in the block."]);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var key = NameKey.Of(named);
        var kept = await db.SavedBlocks.FirstOrDefaultAsync(b => b.NameKey == key, ct);
        if (kept is null && await db.SavedBlocks.CountAsync(ct) >= Most) return (null, words["{0} blocks are kept already: delete one first.", Most]);
        if (kept is null) db.Add(kept = new SavedBlock { Name = named, Body = body, AuthorId = me.Id });
        (kept.Name, kept.Body, kept.ChangedAt) = (named, body, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (kept, null);
    }
}
