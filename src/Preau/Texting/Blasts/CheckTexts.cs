using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Inbox;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>May these people get a text to many, now, and at which number? Asked of every batch right before it is handed over. To one person it is <see cref="LastTextCheck"/>.</summary>
public sealed class CheckTexts(Database db, MayReach reach, Suppressions suppressions, LeftNumbers left, PerhapsStopped perhaps)
{
    public async Task<IReadOnlyDictionary<long, LastWord>> Run(IReadOnlyCollection<long> personIds, bool isTargeted, CancellationToken ct)
    {
        var ids = personIds as long[] ?? [.. personIds];
        var why = await reach.Run(ids, Channel.Sms, isTargeted, ct);
        var phones = (await db.PersonPhones.AsNoTracking().Where(n => ids.Contains(n.PersonId) && !n.IsBad && n.Kind != PhoneKind.Landline).OrderBy(n => n.Position).ThenBy(n => n.Id).Select(n => new { n.PersonId, n.PhoneKey }).ToListAsync(ct)).ToLookup(n => n.PersonId, n => n.PhoneKey);
        var keys = phones.SelectMany(n => n).ToList();
        var shut = (await suppressions.Among(SuppressedChannel.Text, keys, ct)).Union(await suppressions.Among(SuppressedChannel.Phone, keys, ct), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var closed = await left.Among([.. phones.SelectMany(n => n, (n, key) => (n.Key, key))], ct);
        var undecided = await perhaps.Among(keys, ct);
        return ids.ToDictionary(id => id, id =>
        {
            // A STOP takes consent back, too, and says more.
            if (why[id] is not (MayReach.Erased or MayReach.Archived) && phones[id].Any() && phones[id].All(shut.Contains)) return new LastWord(null, "stopped");
            if (why[id] is { } reason) return new LastWord(null, reason);
            if (phones[id].Any(undecided.Contains)) return new LastWord(null, PerhapsLeft.Reason);
            if (phones[id].FirstOrDefault(n => !shut.Contains(n) && !closed.Contains((id, n))) is { } open) return new LastWord(open, null);
            return new LastWord(null, phones[id].Any(n => closed.Contains((id, n))) ? TextWords.LeftNumber : "number");
        });
    }
}
