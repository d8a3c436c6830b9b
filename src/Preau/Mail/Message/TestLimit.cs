using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>How many tests of messages one account sends within an hour: enough to write one, too few to write to people.</summary>
public sealed class TestLimit(Database db, CurrentAccount me, Words words, TimeProvider clock)
{
    /// <param name="deed">What such a test is called in the audit trail.</param>
    /// <param name="more">How many are about to leave.</param>
    /// <param name="most">Within the hour.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where they may, else why not, as a sentence.</returns>
    public async Task<string?> WhyNot(string deed, int more, int most, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddHours(-1);
        var sent = await db.AuditEntries.Where(e => e.AccountId == me.Id && e.At > since && e.Action == deed).SumAsync(e => e.Count, ct);
        return sent + more > most ? words["You have sent {0} tests within the hour. Go on a little later.", sent] : null;
    }
}
