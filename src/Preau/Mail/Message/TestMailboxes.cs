using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>Whether a test may go to a mailbox: it has no way to leave, so whoever must not be written to gets none.</summary>
public sealed class TestMailboxes(Database db, Suppressions suppressions, LeftAddresses left, CurrentAccount me, Words words)
{
    /// <param name="to">Addresses, parsed.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where one may go to all of them, else why not, as a sentence.</returns>
    public async Task<string?> WhyNot(IReadOnlyCollection<string> to, CancellationToken ct)
    {
        var keys = to.Select(EmailAddress.KeyOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        // Whoever writes the mail may look at it in their own mailbox, also where they want none as a reader.
        var others = keys.Where(k => k != EmailAddress.KeyOf(me.Email)).ToArray();
        var no = (await suppressions.Among(keys, ct)).FirstOrDefault() ?? (await left.Closed(0, others, ct)).FirstOrDefault()
            ?? await db.PersonEmails.Where(e => EF.Parameter(others).Contains(e.EmailKey) && db.People.Any(p => p.Id == e.PersonId && p.ArchivedAt != null)).Select(e => e.EmailKey).FirstOrDefaultAsync(ct);
        return no is null ? null : words["Nothing was sent: “{0}” must not be written to any more.", no];
    }
}
