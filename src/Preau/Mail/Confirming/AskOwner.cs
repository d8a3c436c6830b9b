using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Confirming;

/// <summary>Has the owner of an address asked, by one letter, whether they say yes: nobody else has proved that it is theirs.</summary>
public sealed class AskOwner(Database db, MatchPerson match, Suppressions suppressions, TimeProvider clock) : IAskOwner
{
    /// <inheritdoc/>
    public async Task<OwnerAsked> Run(long personId, IReadOnlyList<EmailAddress> emails, IReadOnlyList<(Purpose Purpose, string Text)> asked, string language, string source, CancellationToken ct)
    {
        foreach (var email in emails)
        {
            // Nobody is asked at an address that came back, or whose owner called us spam.
            if (await suppressions.WhyShut(SuppressedChannel.Mail, email.Key, ct) is not (null or Suppressions.Erased)) continue;
            return await Ask(personId, email, asked, language, source, ct);
        }

        return new OwnerAsked.Nowhere();
    }

    private async Task<OwnerAsked> Ask(long personId, EmailAddress email, IReadOnlyList<(Purpose, string)> asked, string language, string source, CancellationToken ct)
    {
        // Two clicks ask once, at whichever address.
        await match.Hold(new PersonKeys { EmailKeys = [email.Key, string.Create(CultureInfo.InvariantCulture, $"asked:{personId}")] }, ct);
        var now = clock.GetUtcNow().ToMicroseconds();
        var before = await db.PendingYeses.Where(y => y.AddressKey == email.Key || y.PersonId == personId).ToListAsync(ct);
        // What the letter on its way asks is what its button says yes to: nothing is added to it.
        if (before.Find(y => y.Rests > now) is { } resting) return new OwnerAsked.Before(resting.Address, resting.Rests);
        var yes = before.Find(y => y.PersonId == personId);
        if (yes is null) db.Add(yes = new PendingYes { PersonId = personId, Address = "", AddressKey = "", Language = "", Source = "", Questions = "" });
        (yes.Address, yes.AddressKey, yes.Language, yes.Source, yes.Questions, yes.AskedAt, yes.SentAt, yes.Letters) = (email.Address, email.Key, language, source, PendingYes.Write(asked), now, null, yes.Letters + 1);
        db.Enqueue(new AskYes(personId));
        return new OwnerAsked.Now(email.Address);
    }
}
