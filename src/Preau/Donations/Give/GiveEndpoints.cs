using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Donations.Settling;
using Preau.Law;
using Preau.Nations;
using Preau.Shared;
using Preau.Site;

namespace Preau.Donations.Give;

/// <summary>The public side of gifts: the form, its answer, and where donors come back to. Nothing here needs a script or a cookie.</summary>
public static class GiveEndpoints
{
    /// <summary>Card thieves try stolen cards on donation forms by the hundred; donors send one form, perhaps three, and a stand with one address has a donor every other minute.</summary>
    private const int FormsAMinute = 30;

    public static void MapGive(this IEndpointRouteBuilder app)
    {
        app.MapGet("/give", Show).OnSite();
        app.MapPost("/give", Take).OnSite().DisableAntiforgery();
        app.MapGet("/give/thanks/{token}", Thank).OnSite();
        app.MapGet("/give/left/{token}", Leave).OnSite();
    }

    private static async Task<IResult> Show(string? lang, HttpContext http, CurrentNation nation, GiveViews views, GiveSnippets snippets, GiveFrame frame, CancellationToken ct)
    {
        if (!nation.IsEntered) return Results.NotFound();
        var language = GiveForm.LanguageOf(lang, nation.Facts);
        var view = await views.Of(language, "", filled: null, problems: null, ct);
        return await frame.Page(http, language, "", await snippets.Render(view), StatusCodes.Status200OK, ct);
    }

    private static async Task<IResult> Take(
        HttpContext http, CurrentNation nation, NationSettings settings, CampaignLaw law, GiveViews views, GiveSnippets snippets, GiveFrame frame, FormStamp stamp, TakeForm forms, TakeGift take, Pace pace, Words words,
        CancellationToken ct)
    {
        if (!nation.IsEntered) return Results.NotFound();
        if (!http.Request.HasFormContentType) return Results.BadRequest();
        if (await SentForm.Read(http, ct) is not { } sent)
        {
            await forms.TooLong("give", http, ct);
            return Results.Empty;
        }

        var language = GiveForm.LanguageOf(sent["lang"], nation.Facts);
        var said = words.In(language);
        var form = new GiveForm(sent, nation.Facts, await settings.Get<DonationSettings>(ct), law.Pack.DonorFields(await law.Election(ct), law.Today), said);
        if (form.IsFromProgram) return Results.Redirect("/give");
        if (!pace.Lets(http, "give", FormsAMinute)) return await Again([new GiveProblem("form", TakeForm.TooMany(said))], StatusCodes.Status429TooManyRequests);
        if (!stamp.IsGood(form.Stamp)) return await Again([new GiveProblem("form", said["This page was open for a long time. Please send it once more."])], StatusCodes.Status422UnprocessableEntity);
        var site = new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        var order = form.Read(site, await views.Questions(language, ct), views.Attested(language));
        if (order is null) return await Again(form.Problems, StatusCodes.Status422UnprocessableEntity);
        switch (await take.Run(order, ct))
        {
            case GiftAnswer.Pay pay:
                http.Response.Headers.Location = pay.Url.ToString();
                return Results.StatusCode(StatusCodes.Status303SeeOther);
            case GiftAnswer.Refused no:
                var culture = CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");
                return await Again([.. no.Decision.Blocks.Select(b => new GiveProblem("form", b.Message.In(culture)))], StatusCodes.Status422UnprocessableEntity);
            case GiftAnswer.NoCheckout:
                return await Again([new GiveProblem("form", said["Our payment provider does not answer. Nothing was charged: please try again in a few minutes."])], StatusCodes.Status503ServiceUnavailable);
            default:
                return await Again([new GiveProblem("form", said["Gifts cannot be made here at the moment."])], StatusCodes.Status409Conflict);
        }

        async Task<IResult> Again(IReadOnlyList<GiveProblem> problems, int status)
        {
            var page = form.Source is ['p', 'a', 'g', 'e', ':', .. var id] ? id : "";
            return await frame.Page(http, language, page, await snippets.Render(await views.Of(language, page, form, problems, ct)), status, ct);
        }
    }

    /// <summary>Where the gateway sends donors back to. Whether the money is there is asked, not believed: the address alone proves nothing.</summary>
    private static async Task<IResult> Thank(
        string token, HttpContext http, CurrentNation nation, GiftLinks links, Database db, SettleAttempts attempts, EndParked parked, GiveSnippets snippets, GiveFrame frame, CancellationToken ct)
    {
        if (!nation.IsEntered || await links.Read(token, ct) is not { } giftId) return Results.NotFound();
        if (await db.GiftAttempts.AsNoTracking().SingleOrDefaultAsync(a => a.GiftId == giftId && a.Status == AttemptStatus.Open, ct) is { } open) await attempts.Ask(open, ct);
        return await Back(giftId, http, db, parked, snippets, frame, ct);
    }

    /// <summary>The donor left the gateway without paying. The checkout is closed, so that it no longer counts towards the ceiling.</summary>
    private static async Task<IResult> Leave(
        string token, HttpContext http, CurrentNation nation, GiftLinks links, Gateways gateways, Database db, SettleAttempts attempts, EndParked parked, GiveSnippets snippets, GiveFrame frame, CancellationToken ct)
    {
        if (!nation.IsEntered || await links.Read(token, ct) is not { } giftId) return Results.NotFound();
        if (await db.GiftAttempts.AsNoTracking().SingleOrDefaultAsync(a => a.GiftId == giftId && a.Status == AttemptStatus.Open, ct) is { SessionId: { } session } open)
        {
            if (await gateways.Find(open.Gateway, ct) is { } gateway) await gateway.Close(session, CancellationToken.None);
            await attempts.Ask(open, CancellationToken.None);
        }
        return await Back(giftId, http, db, parked, snippets, frame, ct);
    }

    private static async Task<IResult> Back(long giftId, HttpContext http, Database db, EndParked parked, GiveSnippets snippets, GiveFrame frame, CancellationToken ct)
    {
        var gift = await db.Gifts.AsNoTracking().SingleAsync(g => g.Id == giftId, ct);
        var firstName = await db.GiftDonors.Where(d => d.GiftId == giftId).Select(d => d.FirstName).SingleAsync(ct);
        var differs = gift.Status == GiftStatus.Pending ? (await db.GiftAttempts.AsNoTracking().Where(a => a.GiftId == giftId).ToListAsync(ct)).Find(a => a.IsParked) : null;
        var paid = differs is not null && await parked.Look(differs, ct) is { } found ? new Money(found.AmountCents, found.Currency) : (Money?)null;
        var state = gift.Status switch
        {
            GiftStatus.Received or GiftStatus.Refunded or GiftStatus.Disputed => "received",
            GiftStatus.Pending when differs is not null => "differs",
            GiftStatus.Pending => "pending",
            GiftStatus.Failed => "failed",
        };
        var culture = CultureInfo.GetCultureInfo(gift.Language == "fr" ? "fr-FR" : "en-GB");
        http.Response.Headers.CacheControl = "no-store";
        return await frame.Thanks(http, gift.Language, await snippets.Render(new ThanksView(state, firstName, gift.Amount.Brief(culture), paid?.Brief(culture) ?? "", gift.IsAcknowledged, $"/give?lang={gift.Language}"), gift.Language), ct);
    }
}
