using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>Somebody to write to next, and exactly what leaves.</summary>
public sealed record SendCard(long CampaignId, long ContactId, string FirstName, string Text)
{
    public string Mark => SendOpening.Mark(Text);
}

/// <summary>One person, one text, one press. The next ones are at hand, so that the press is all that a volunteer waits for.</summary>
[Needs(Permission.WriteTexts)]
public sealed class SendPage(Database db, TexterDesk desk, CompileScript compile, PersonDrops drops, SendOpening send, EndContact end, TextHours hours, TextFoot foot, TextWords why, CurrentAccount me, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    private const int AtHand = 5;

    // Of those whose night it is, so many are looked past.
    private const int LookedAt = 100;

    public TextCampaign Campaign { get; private set; } = new() { Name = "", Language = "fr" };
    public TexterLoad Load { get; private set; } = new(0, 0, 0, 0);
    public IReadOnlyList<SendCard> Cards { get; private set; } = [];

    /// <summary>When texts leave again, where none does now.</summary>
    public DateTimeOffset? Opens { get; private set; }

    public string Said(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, nation.Facts.Zone).ToString("f", System.Globalization.CultureInfo.CurrentCulture);

    /// <param name="id">The campaign.</param>
    /// <param name="after">The last person whose card is at hand.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGet(long id, long after, CancellationToken ct)
    {
        if (await desk.Find(id, ct) is not { } campaign) return NotFound();
        (Campaign, Load) = (campaign, await desk.Load(id, ct));
        if (campaign.State == TextCampaignState.Open) Cards = await Next(after, ct);
        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("_Cards", Cards) : Page();
    }

    public async Task<IActionResult> OnPost(long id, long contact, string? deed, string? mark, CancellationToken ct)
    {
        if (await desk.Find(id, ct) is not { } campaign || await db.CampaignContacts.SingleOrDefaultAsync(c => c.Id == contact && c.TextCampaignId == id && c.AccountId == me.Id, ct) is not { } person) return NotFound();
        var (result, sentence) = deed == "skip" ? (await end.Run(campaign, person, ContactDeed.Skip, ct) ? OpeningEnd.LeftOut : OpeningEnd.Already, null) : await Send(campaign, person, mark, ct);
        if (Request.Headers["HX-Request-Type"] == "partial") return new JsonResult(new { end = EnumText<OpeningEnd>.Of(result), words = sentence ?? "", left = (await desk.Load(id, ct)).ToSend });
        if (sentence is not null) this.Warn(sentence);
        return LocalRedirect($"~/texting/{id}");
    }

    private async Task<(OpeningEnd, string?)> Send(TextCampaign campaign, CampaignContact person, string? mark, CancellationToken ct)
    {
        var (result, reason) = await send.Run(campaign, person, mark, ct);
        return (result, result switch
        {
            OpeningEnd.Sent or OpeningEnd.Already => null,
            OpeningEnd.NotNow => reason is null ? words["It is paused or closed: no first text is sent now. Who has written can be answered."] : why.Why(reason),
            OpeningEnd.LeftOut => words["Left out: {0}", why.Why(reason)],
            OpeningEnd.GivenBack => words["Back to the pool: {0}", why.Why(reason)],
        });
    }

    private async Task<IReadOnlyList<SendCard>> Next(long after, CancellationToken ct)
    {
        if (await compile.Run(Campaign.Opening, Campaign.Language, ct) is not ({ } text, _)) return [];
        var now = clock.GetUtcNow();
        var open = new List<CampaignContact>();
        foreach (var contact in await desk.People(Campaign.Id).Where(c => c.Stage == ContactStage.Unsent && c.Id > after).OrderBy(c => c.Id).Take(LookedAt).ToListAsync(ct))
        {
            if (await hours.Opens(contact.NumberKey, now, ct) is { } opens) Opens = Opens < opens ? Opens : opens;
            else open.Add(contact);
            if (open.Count == AtHand) break;
        }

        if (open.Count > 0) Opens = null;
        var people = await drops.Of([.. open.Select(c => c.PersonId)], ct);
        var cards = new List<SendCard>();
        foreach (var contact in open)
        {
            var person = people.GetValueOrDefault(contact.PersonId) ?? new PersonDrop();
            cards.Add(new(Campaign.Id, contact.Id, person.FirstName, (await CompileScript.For(text, person, me.Name) ?? "") + foot.In(Campaign.Language)));
        }

        return cards;
    }
}
