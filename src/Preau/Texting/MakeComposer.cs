using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>The form for a text, and the check of what it sends.</summary>
public sealed class MakeComposer(Database db, CurrentAccount me, CurrentNation nation, TextGateways gateways, LastTextCheck check, TextFoot foot, TextWords said, Words words)
{
    /// <param name="known">What was typed already.</param>
    public async Task<Composer> For(Conversation conversation, TextForm? known, CancellationToken ct) =>
        new(known ?? TextForm.Begin(), $"/texts/{conversation.Id}", await foot.Below(conversation.NumberKey, conversation.PersonId, ct), await WhyNot(conversation.NumberKey, conversation.PersonId, ct), []);

    /// <summary>To somebody: by the number that may be written to; the others are not offered.</summary>
    public async Task<Composer> For(Person person, TextForm? known, CancellationToken ct)
    {
        var phones = await Phones(person.Id).ToListAsync(ct);
        var open = new List<PersonPhone>();
        string? whyNot = null;
        foreach (var phone in phones)
        {
            if (await WhyNot(phone.PhoneKey, person.Id, ct) is { } why) whyNot ??= why;
            else open.Add(phone);
        }

        if (phones.Count == 0) whyNot = words["There is no telephone number on their record."];
        var form = known ?? TextForm.Begin();
        form.PhoneId ??= open.FirstOrDefault()?.Id;
        return new(form, $"/people/{person.Id}/texts", open.Count == 0 ? "" : await foot.Below((open.Find(p => p.Id == form.PhoneId) ?? open[0]).PhoneKey, person.Id, ct), open.Count > 0 ? null : whyNot,
            open.Count < 2 ? [] : [.. open.Select(p => new SelectListItem(me.Shown(p, nation.Facts.Country), p.Id.ToString(CultureInfo.InvariantCulture)))]);
    }

    public IQueryable<PersonPhone> Phones(long personId) => db.PersonPhones.AsNoTracking().Where(p => p.PersonId == personId).OrderBy(p => p.Position).ThenBy(p => p.Id);

    public async Task Check(string numberKey, long? personId, TextForm form, ModelStateDictionary state, CancellationToken ct)
    {
        if (!state.IsValid) return;
        if (await WhyNot(numberKey, personId, ct) is { } why) state.AddModelError("Form.Text", why);
        else if (form.Plain.Length == 0) state.AddModelError("Form.Text", words["Write something."]);
        else if (SmsText.Of(form.Plain + await foot.Below(numberKey, personId, ct)).Segments > TextMessage.MostSegments) state.AddModelError("Form.Text", words["This takes more than {0} SMS: shorten it.", TextMessage.MostSegments]);
    }

    private async Task<string?> WhyNot(string numberKey, long? personId, CancellationToken ct)
    {
        if (await gateways.Current(ct) is null) return words["No gateway for text messages is set up yet: Settings, Text messages."];
        if (!numberKey.StartsWith('+')) return words["This came from something that is no telephone number: it cannot be answered."];
        return await check.WhyNot(numberKey, personId, isConfirmation: false, ct) is { } why ? said.Why(why) : null;
    }
}
