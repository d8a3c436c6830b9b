using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;

namespace Preau.Texting;

/// <param name="Number">As whoever asks may see it.</param>
/// <param name="Why">As <see cref="TextWords.Why"/> says it.</param>
public sealed record ShutNumber(string Number, string Why);

/// <param name="Shut">Their numbers that get no texts to many, whatever they agree to.</param>
public sealed record TextsOfPerson(long PersonId, IReadOnlyList<TextMessage> Last, IReadOnlyList<ShutNumber> Shut, bool MayWrite);

/// <summary>Beside the profile: what was last written, which of their numbers are shut, and the way to write.</summary>
[ViewComponent(Name = Name)]
public sealed class TextsPanel(Database db, CurrentAccount me, CurrentNation nation, TextGateways gateways, Suppressions suppressions, LeftNumbers left, TextWords said) : ViewComponent
{
    public const string Name = "texts-panel";
    private const int Shown = 3;

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        if (!me.Can(Permission.WriteTexts) || !await gateways.IsThere(ct)) return Content("");
        var last = await db.TextMessages.AsNoTracking().Where(t => t.PersonId == personId).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(Shown).ToListAsync(ct);
        return View("/Texting/_TextsPanel.cshtml", new TextsOfPerson(personId, last, await Shut(personId, ct), await db.People.AnyAsync(p => p.Id == personId && p.ArchivedAt == null, ct)));
    }
    private async Task<IReadOnlyList<ShutNumber>> Shut(long personId, CancellationToken ct)
    {
        var phones = await db.PersonPhones.AsNoTracking().Where(p => p.PersonId == personId).OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(ct);
        var stopped = await suppressions.Among(SuppressedChannel.Text, phones.Select(p => p.PhoneKey), ct);
        var closed = await left.Among([.. phones.Select(p => (personId, p.PhoneKey))], ct);
        return [.. from phone in phones
                   let why = stopped.Contains(phone.PhoneKey) ? TextWords.Stopped : closed.Contains((personId, phone.PhoneKey)) ? TextWords.LeftNumber : null
                   where why is not null
                   select new ShutNumber(me.Shown(phone, nation.Facts.Country), said.Why(why))];
    }
}
