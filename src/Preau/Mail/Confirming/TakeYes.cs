using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Confirming;

/// <summary>
/// What was ticked on a form of the site. A form proves nothing of whoever filled it in: for somebody who is new it counts at once; it turns no standing no into a yes, brings nobody
/// back who asked to be erased or is archived, and opens no number that answered STOP (docs/decisions/0038).
/// </summary>
public sealed class TakeYes(Database db, ConsentLedger ledger, Suppressions suppressions, LeftAddresses left, LeftNumbers leftNumbers, AskOwner ask)
{
    /// <summary>The caller saves, in a transaction.</summary>
    /// <param name="personId">Whom the form means.</param>
    /// <param name="typed">What stood in it.</param>
    /// <param name="ticked">With the words beside each.</param>
    /// <param name="language">Of the form.</param>
    /// <param name="source">The form, as the ledger keeps it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(long personId, PersonInput typed, IReadOnlyList<(Purpose Purpose, string Text)> ticked, string language, string source, CancellationToken ct)
    {
        var isArchived = await db.People.AnyAsync(p => p.Id == personId && p.ArchivedAt != null, ct);
        if (ticked.Count == 0 && !isArchived) return;
        EmailAddress? email = typed.Emails.Count > 0 ? typed.Emails[0] : null;
        var shut = email is { } typedAddress ? await suppressions.WhyShut(SuppressedChannel.Mail, typedAddress.Key, ct) : null;
        var isPhoneShut = await IsShut(typed.Phones, ct);
        var isLeftNumber = (await leftNumbers.Among([.. typed.Phones.Select(p => (personId, p.Key))], ct)).Count > 0;
        // Who left the list gets nothing else by mail of a stranger's making, either.
        var hasLeft = Suppressions.IsErased(shut) || (await ledger.Refused([personId], Purpose.News, ct)).Count > 0;
        var isLeft = email is { } read && ((await left.Closed(personId, [read.Key], ct)).Count > 0 || (!await ledger.Has(personId, Purpose.News, ct) && await left.IsLeftBySpelling(read, ct)));
        var asked = new List<(Purpose Purpose, string Text)>();
        foreach (var (purpose, text) in ticked)
        {
            var isByPhone = purpose is Purpose.Sms or Purpose.Call;
            if (!isArchived && !hasLeft && !(isByPhone ? isPhoneShut || (purpose == Purpose.Sms && isLeftNumber) : isLeft) && (await ledger.Refused([personId], purpose, ct)).Count == 0) await ledger.Tick(personId, purpose, language, text, source, ct);
            // A letter proves nothing of a number; a text from it does, and nobody else can send that.
            else if (!isByPhone) asked.Add((purpose, text));
        }

        if ((asked.Count > 0 || isArchived) && email is { } owner) await ask.Run(personId, [owner], asked, language, source, ct);
    }

    private async Task<bool> IsShut(IReadOnlyList<PhoneNumber> phones, CancellationToken ct)
    {
        var keys = phones.Select(p => p.Key).ToList();
        return keys.Count > 0 && ((await suppressions.Among(SuppressedChannel.Text, keys, ct)).Count > 0 || (await suppressions.Among(SuppressedChannel.Phone, keys, ct)).Count > 0);
    }
}
