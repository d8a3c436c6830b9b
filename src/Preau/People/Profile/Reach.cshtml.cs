using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>What somebody is about to do with a number or an address that their role does not show.</summary>
public enum ReachTask
{
    Call,
    Text,
    Write,
}

/// <summary>Shows a volunteer how to reach one of their people, for the task that they name; that they looked is remembered.</summary>
[Needs(Permission.ViewPeople)]
public sealed class ReachPage(Database db, CurrentAccount account, CampaignLaw law, IEnumerable<IPersonPart> parts, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [FromForm]
    public ReachTask? Task { get; set; }

    public string Name { get; private set; } = "";
    public IReadOnlyList<PersonPhone> Phones { get; private set; } = [];
    public IReadOnlyList<PersonEmail> Emails { get; private set; } = [];

    /// <summary>Where what came of it is written down.</summary>
    public IEnumerable<string> Writings => parts.Select(p => p.Writing).OfType<string>();

    /// <summary>Why nothing is shown.</summary>
    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is null) return NotFound();
        return account.SeesContacts ? LocalRedirect($"~/people/{Id}") : Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } person) return NotFound();
        if (Task is not { } task) return this.Again();
        if (await WhyNot(person, task, ct) is { } reason)
        {
            Refusal = reason;
            return this.Again();
        }

        if (task == ReachTask.Write) Emails = await db.PersonEmails.AsNoTracking().Where(e => e.PersonId == Id && !e.IsBad).OrderBy(e => e.Position).ToListAsync(ct);
        else Phones = await db.PersonPhones.AsNoTracking().Where(p => p.PersonId == Id && !p.IsBad).OrderBy(p => p.Position).ToListAsync(ct);
        db.Trail.Record("contact.shown", [Id], EnumText<ReachTask>.Of(task));
        await db.SaveChangesAsync(ct);
        return Page();
    }

    private async Task<string?> WhyNot(Person person, ReachTask task, CancellationToken ct)
    {
        if (person.IsRollOnly) return words["On an electoral roll, without a mail address or telephone: may be visited and written to by post, nothing else."];
        var (purpose, channel) = task switch
        {
            ReachTask.Call => (Purpose.Call, Channel.Phone),
            ReachTask.Text => (Purpose.Sms, Channel.Sms),
            ReachTask.Write => (Purpose.News, Channel.Email),
        };
        var said = await db.ConsentStates.Where(s => s.PersonId == Id).ToDictionaryAsync(s => s.Purpose, s => s.IsGiven, ct);
        if (said.GetValueOrDefault(purpose, true))
        {
            var given = said.Where(s => s.Value).Select(s => s.Key).ToHashSet();
            var decision = law.ConsentFor(channel, isTargeted: false).Judge(new RecipientFacts(given, person.BornOn), law.Today);
            return decision.IsAllowed ? null : string.Join(' ', decision.Reasons(CultureInfo.CurrentUICulture));
        }

        return task switch
        {
            ReachTask.Call => words["{0} asked not to be called.", Name],
            ReachTask.Text => words["{0} asked for no text messages.", Name],
            ReachTask.Write => words["{0} asked for no mails.", Name],
        };
    }

    private async Task<Person?> Load(CancellationToken ct)
    {
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id && p.ArchivedAt == null, ct);
        Name = person is { FullName.Length: > 0 } ? person.FullName : words["this person"];
        return person;
    }
}
