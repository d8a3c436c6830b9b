using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>What annotations cannot tell of a form: days that can be, a number that is theirs, somebody who can see the person.</summary>
public sealed class CheckContact(Database db, WhoFollowsUp who, CurrentNation nation, Words words, TimeProvider clock)
{
    /// <param name="known">The contact that is being corrected.</param>
    public async Task Run(Person person, ContactForm form, Contact? known, ModelStateDictionary state, CancellationToken ct)
    {
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        if (form.Day > today) state.AddModelError("Form.Day", words["This day is still to come."]);
        else if (form.Day is { Year: < 1990 }) state.AddModelError("Form.Day", words["Write a day that can be."]);
        // A form that shows no choice of numbers means the one that was marked.
        if (known is not null && form.Status is { } status && ContactEffects.SpoilsPhone(status)) form.PhoneId ??= known.MarkedPhoneId;
        if (known is null || form.Status != known.Status || form.PhoneId != known.MarkedPhoneId) await CheckPhone(person, form, state, ct);
        await CheckNext(person, form, today, state, ct);
    }

    /// <summary>The instant that a day stands for: now today, noon of a day before.</summary>
    public DateTimeOffset Moment(DateOnly? day)
    {
        var now = clock.GetUtcNow();
        if (day is not { } chosen || chosen >= nation.Facts.DayOf(now)) return now;
        var noon = chosen.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(noon, nation.Facts.Zone.GetUtcOffset(noon)).ToUniversalTime();
    }

    private async Task CheckPhone(Person person, ContactForm form, ModelStateDictionary state, CancellationToken ct)
    {
        if (form.Status is not { } status || !ContactEffects.SpoilsPhone(status))
        {
            form.PhoneId = null;
            return;
        }

        var usable = await db.PersonPhones.Where(p => p.PersonId == person.Id && (!p.IsBad || p.Id == form.PhoneId)).Select(p => p.Id).ToListAsync(ct);
        if (form.PhoneId is { } tried && !usable.Contains(tried)) state.AddModelError("Form.PhoneId", words["This is not one of their numbers."]);
        else if (form.PhoneId is null && usable.Count > 1) state.AddModelError("Form.PhoneId", words["Say which number it was: they have several."]);
        else form.PhoneId ??= usable.Count == 1 ? usable[0] : null;
    }

    private async Task CheckNext(Person person, ContactForm form, DateOnly today, ModelStateDictionary state, CancellationToken ct)
    {
        var next = form.Next?.Trim() ?? "";
        if (next.Length > 0 && form.DueOn is null) state.AddModelError("Form.DueOn", words["Say by which day it is to be done."]);
        if (form.DueOn is { } due && Reason(due, today) is { } reason) state.AddModelError("Form.DueOn", reason);
        if (form.DueOn is not null && form.AssigneeId is { } chosen && !await who.Can(person, chosen, ct)) state.AddModelError("Form.AssigneeId", words["Choose somebody of the team who may see this person."]);
    }

    /// <summary>Why a day cannot be one to do something by.</summary>
    public string? Reason(DateOnly due, DateOnly today) =>
        due < today ? words["This day has passed."] : due > today.AddYears(2) ? words["That is more than two years ahead."] : null;
}
