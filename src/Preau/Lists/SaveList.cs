using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>Makes lists and gives them other names.</summary>
public sealed class SaveList(Database db, CurrentAccount account, Words words, TimeProvider clock)
{
    public const int MaxLength = 80;

    /// <summary>What is wrong with a name, as a sentence; null when it can be taken.</summary>
    public async Task<string?> WhyNot(string? name, long? listId, CancellationToken ct)
    {
        var key = NameKey.Of(Plain(name));
        if (key.Length == 0) return words["The name needs a letter or a figure."];
        if (Plain(name).Length > MaxLength) return words["A name has at most {0} characters.", MaxLength];
        return await db.PersonLists.AnyAsync(l => l.NameKey == key && l.Id != listId, ct) ? words["There is already a list “{0}”.", Plain(name)] : null;
    }

    /// <summary>The caller saves, after asking <see cref="WhyNot"/>.</summary>
    public PersonList Make(string name, string? description, long? ownerId = null)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        var list = new PersonList { OwnerId = ownerId ?? account.Id, Description = (description ?? "").Trim(), CreatedAt = now, ChangedAt = now };
        list.Call(Plain(name));
        db.Add(list);
        return list;
    }

    public void Change(PersonList list, string name, string? description)
    {
        list.Call(Plain(name));
        list.Description = (description ?? "").Trim();
        list.ChangedAt = clock.GetUtcNow();
    }

    private static string Plain(string? name) => string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
