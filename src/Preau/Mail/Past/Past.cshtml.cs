using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Panel;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Past;

/// <param name="Month">As people read it.</param>
public sealed record PastMonth(string Month, int Mails, long Sent, long Clicked, long Unsubscribed, long Lost, long Tried, long Complained);

/// <summary>What the campaign's mails came to, month by month and one by one.</summary>
[Needs(Permission.ViewMail)]
public sealed class PastPage(PastMails past, PastPeers peers, TextGateways gateways, CurrentNation nation, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public const int MailsShown = 50;
    private const int MostMails = 5_000;

    [BindProperty(SupportsGet = true)]
    public PastAsk Ask { get; set; } = new();

    public bool HasTexts { get; private set; }
    public bool HasPeers { get; private set; }

    /// <summary>Texting campaigns, where these are asked for.</summary>
    public IReadOnlyList<PastPeer> Peers { get; private set; } = [];
    public int PeersInAll { get; private set; }
    public IReadOnlyList<PastMail> Mails { get; private set; } = [];
    public IReadOnlyList<PastMonth> Months { get; private set; } = [];
    public PastMonth All { get; private set; } = new("", 0, 0, 0, 0, 0, 0, 0);
    public Usual? Clicks { get; private set; }
    public bool IsText => Ask.Channel == Channel.Sms;
    public bool HasRows => Mails.Count + Peers.Count > 0;

    public Chart Chart => new("past", IsText ? words["Texts handed over, month by month"] : words["Mails handed over, month by month"], words["Handed over"],
        [.. Months.Reverse().Select(m => (m.Month, new Counted(m.Sent, m.Sent.ToString("N0", CultureInfo.CurrentCulture), IsText ? "/mail/past?by=text&for=all" : "/mail/past?for=all")))]);

    public IReadOnlyList<Tab> Tabs => !HasTexts && !HasPeers ? [] :
    [
        new(words["Mails to many"], new PastAsk { For = Ask.For }.Path(), !IsText && !Ask.IsPeers), .. HasTexts ? [new Tab(words["Texts to many"], new PastAsk { By = "text", For = Ask.For }.Path(), IsText)] : Array.Empty<Tab>(),
        .. HasPeers ? [new Tab(words["Texting campaigns"], new PastAsk { By = PastAsk.Peers, For = Ask.For }.Path(), Ask.IsPeers)] : Array.Empty<Tab>(),
    ];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!Ask.IsKnown) return NotFound();
        (HasTexts, HasPeers) = (await gateways.IsThere(ct), await peers.Any(ct));
        if (Ask.IsPeers)
        {
            var since = Ask.Since(clock.GetUtcNow());
            (Peers, PeersInAll) = (await peers.Run(since, 0, MailsShown, ct), await peers.Count(since, ct));
            return Page();
        }

        var mails = await past.Of(Ask.Channel, Ask.Since(clock.GetUtcNow())).Take(MostMails).ToListAsync(ct);
        Mails = [.. mails.Take(MailsShown)];
        Clicks = Usual.Of(past.Settled(mails), m => m.Clicked, m => m.Sent);
        All = Sum("", mails);
        Months = [.. mails.GroupBy(m => Month(m.At)).OrderByDescending(g => g.Key).Select(g => Sum(g.Key.ToString("MMMM yyyy", CultureInfo.CurrentCulture), [.. g]))];
        return Page();
    }

    /// <summary>What was given after following a link; empty for whoever sees no gifts.</summary>
    public string Given(long? cents) => cents is > 0 and { } sum && account.Can(Permission.ViewGifts) ? new Money(sum, nation.Facts.Currency).Brief() : "";

    public static string Share(long count, long of, string format = "P1") => of == 0 ? "" : ((double)count / of).ToString(format, CultureInfo.CurrentCulture);

    private DateOnly Month(DateTimeOffset at)
    {
        var day = nation.Facts.DayOf(at);
        return new(day.Year, day.Month, 1);
    }

    private static PastMonth Sum(string month, List<PastMail> mails) =>
        new(month, mails.Count, mails.Sum(m => m.Sent), mails.Sum(m => m.Clicked), mails.Sum(m => m.Unsubscribed), mails.Sum(m => m.Lost), mails.Sum(m => m.Tried), mails.Sum(m => m.Complained));
}

/// <summary>Which mails are looked at.</summary>
public sealed class PastAsk
{
    public const string Peers = "volunteers";

    /// <summary>«text» for texts, «volunteers» for texting campaigns; mails without it.</summary>
    [FromQuery(Name = "by")]
    public string? By { get; set; }

    /// <summary>«quarter», «all», or the year before now without it.</summary>
    [FromQuery(Name = "for")]
    public string? For { get; set; }

    public bool IsPeers => By == Peers;
    public Channel Channel => By == "text" ? Channel.Sms : Channel.Email;
    public bool IsKnown => By is null or "" or "text" or Peers && For is null or "" or "year" or "quarter" or "all";

    public DateTimeOffset? Since(DateTimeOffset now) => For switch
    {
        "all" => null,
        "quarter" => now.AddMonths(-3),
        _ => now.AddYears(-1),
    };

    public string Query()
    {
        string?[] parts = [By is "text" or Peers ? "by=" + By : null, For is "quarter" or "all" ? "for=" + For : null];
        return parts.OfType<string>().ToArray() is { Length: > 0 } some ? "?" + string.Join('&', some) : "";
    }

    public string Path() => "/mail/past" + Query();

    public static PastAsk Read(string query)
    {
        var values = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        return new() { By = values.TryGetValue("by", out var by) ? by.ToString() : null, For = values.TryGetValue("for", out var span) ? span.ToString() : null };
    }
}
