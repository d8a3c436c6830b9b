using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>A yes or a no that somebody gave in person or in writing, put into the ledger by staff. Of who left by themselves the yes is asked for by a letter: it is theirs alone to say (docs/decisions/0045).</summary>
[Needs(Permission.EditPeople)]
public sealed class ConsentsPage(Database db, ConsentLedger ledger, LeftAddresses left, IAskOwner owner, PersonWords names, CurrentNation nation, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, string? purpose, bool give, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(p => p.Id == id, ct)) return NotFound();
        if (!EnumText<Purpose>.TryParse(purpose, out var asked)) return BadRequest();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var said = !give ? await No(id, asked, ct) : asked != Purpose.Call && await ledger.LeftByThemselves(id, asked, ct) ? await Ask(id, asked, ct) : await Yes(id, asked, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(said);
        return LocalRedirect($"~/people/{id}");
    }

    private async Task<string> No(long id, Purpose asked, CancellationToken ct)
    {
        await ledger.Withdraw(id, asked, ConsentLedger.Team, ct);
        return await db.ConsentEntries.AnyAsync(e => e.PersonId == id && e.Purpose == asked && e.IsGiven, ct) ? words["Written down: they withdrew “{0}”.", names.Of(asked)] : words["Written down: they said no to “{0}”.", names.Of(asked)];
    }

    private async Task<string> Yes(long id, Purpose asked, CancellationToken ct)
    {
        await ledger.Give(id, asked, Language, names.Question(asked), ConsentLedger.Team, ct);
        var emails = asked == Purpose.News ? await db.PersonEmails.Where(e => e.PersonId == id).Select(e => e.EmailKey).ToListAsync(ct) : [];
        return (await left.Closed(id, emails, ct)).Count > 0
            ? words["Written down: they agreed to “{0}”. But somebody else left the list at one of their addresses: what is sent to many goes there once whoever reads it fills in a form of the site and presses the button in the letter that follows.", names.Of(asked)]
            : words["Written down: they agreed to “{0}”.", names.Of(asked)];
    }

    private async Task<string> Ask(long id, Purpose asked, CancellationToken ct)
    {
        if (await db.People.AnyAsync(p => p.Id == id && p.ArchivedAt != null, ct)) return words["This person is archived. Restore them first."];
        // A letter proves nothing of a telephone.
        if (asked == Purpose.Sms) return words["Nothing was written down: they answered STOP. Only a text from their telephone with a keyword that signs up says yes again."];
        var emails = (await db.PersonEmails.Where(e => e.PersonId == id && !e.IsBad).OrderBy(e => e.Position).ThenBy(e => e.Id).Select(e => e.Address).ToListAsync(ct)).SelectMany(a => EmailAddress.TryParse(a, out var email) ? [email] : (EmailAddress[])[]).ToList();
        var language = await db.People.Where(p => p.Id == id).Select(p => p.Language).SingleAsync(ct) ?? Language;
        return await owner.Run(id, emails, [(asked, new PersonWords(words.In(language)).Question(asked))], language, ConsentLedger.Letter, ct) switch
        {
            OwnerAsked.Now now => words["They said no by themselves, so the yes is theirs to say, too: a letter to {0} asks them, and it counts once they press its button.", now.Address],
            OwnerAsked.Before before => words["They said no by themselves. A letter went to {0} already: nothing counts until they press its button. Another letter can go from {1} on.", before.Address, nation.Facts.DayOf(before.Until).ToString("d", CultureInfo.CurrentCulture)],
            OwnerAsked.Nowhere => words["Nothing was written down: they said no by themselves, and there is no address at which they could be asked. They can fill in a form of the site with another address."],
            _ => throw new UnreachableException(),
        };
    }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
