using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>An address that its own provider refuses is bad for everybody who gave it, and stays so when it comes back with a file.</summary>
public sealed class ShutAddresses(Database db, Suppressions suppressions)
{
    /// <summary>The caller saves, in a transaction.</summary>
    /// <returns>Whose they are.</returns>
    public async Task<long[]> Run(IEnumerable<string> addresses, CancellationToken ct)
    {
        var keys = addresses.Select(EmailAddress.KeyOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        await db.PersonEmails.Where(e => keys.Contains(e.EmailKey)).ExecuteUpdateAsync(s => s.SetProperty(e => e.IsBad, true), ct);
        foreach (var key in keys) await suppressions.Add(SuppressedChannel.Mail, key, "bounced", ct);
        return await db.PersonEmails.Where(e => keys.Contains(e.EmailKey)).Select(e => e.PersonId).Distinct().ToArrayAsync(ct);
    }
}
