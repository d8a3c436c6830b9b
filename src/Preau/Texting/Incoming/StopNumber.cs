using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <summary>A number gets no more texts, by whatever way its owner said so: everybody with it is asked nothing more by text, since who shares a telephone shares its STOP.</summary>
public sealed class StopNumber(Database db, ConsentLedger ledger, Suppressions suppressions, MoveContact contacts, TimeProvider clock)
{
    /// <summary>
    /// A gateway lets nothing more through to a number, for a STOP that it heard once: it is ours, too, unless whoever has the number said yes by a keyword since, which the gateway knows nothing of. The caller saves, in a transaction.
    /// </summary>
    public async Task Told(string key, CancellationToken ct)
    {
        var said = await db.ConsentEntries.AsNoTracking().Where(e => e.Purpose == Purpose.Sms && db.PersonPhones.Any(p => p.PhoneKey == key && p.PersonId == e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.IsGiven, e.Source }).ToListAsync(ct);
        if (!said.GroupBy(e => e.PersonId).Any(g => g.Last() is { IsGiven: true } last && last.Source.StartsWith(LeftNumbers.Keyword, StringComparison.Ordinal))) await Run(key, "text", ct);
    }

    /// <summary>The caller saves, in a transaction.</summary>
    /// <param name="key">The number.</param>
    /// <param name="source">«text» where they wrote it, «panel» where somebody of the team heard it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(string key, string source, CancellationToken ct)
    {
        foreach (var person in await db.PersonPhones.Where(p => p.PhoneKey == key).Select(p => p.PersonId).Distinct().ToListAsync(ct))
        {
            // «sms» is withdrawn even where it was never given: the ledger then says that they asked for no texts. Said twice, it is one line, but of a merge that may be undone.
            if ((await ledger.SaidNo([person], Purpose.Sms, ct)).Count > 0 && (source == ConsentLedger.Team || await ledger.LeftByThemselves(person, Purpose.Sms, ct)) && !await db.MayBeTwoAgain(person, ct)) continue;
            await ledger.Withdraw(person, Purpose.Sms, source, ct);
        }

        await suppressions.Add(SuppressedChannel.Text, key, Suppressions.Stopped, ct);
        await contacts.Stopped(key, clock.GetUtcNow(), ct);
    }
}
