using System.ComponentModel.DataAnnotations;

namespace Preau.Mail.Pacing;

public sealed class PaceForm
{
    public const int LeastFirst = 10, MostFirst = 100_000;

    /// <summary>In the order of the page.</summary>
    public static readonly IReadOnlyList<MailProvider> Providers = [.. Enum.GetValues<MailProvider>().Where(p => p != MailProvider.Other), MailProvider.Other];

    [Display(Name = "Send more each day (warm-up)")]
    public bool IsWarm { get; set; }

    [Display(Name = "From this day on")]
    public DateOnly? From { get; set; }

    [Range(LeastFirst, MostFirst), Display(Name = "Mails on the first day")]
    public int? First { get; set; } = 500;

    [Range(WarmUp.LeastGrowth, WarmUp.MostGrowth), Display(Name = "More each day, in percent")]
    public int? Growth { get; set; } = 50;

    [Range(LeastFirst, 100_000_000), Display(Name = "Over when it comes to so many a day")]
    public int? Until { get; set; } = 100_000;

    public List<int?> PerMinute { get; set; } = [];

    [Display(Name = "Limit how many messages one person gets")]
    public bool IsLimited { get; set; }

    [Range(1, 100), Display(Name = "Messages, at most")]
    public int? Most { get; set; } = 3;

    [Range(1, 90), Display(Name = "Within so many days")]
    public int? Days { get; set; } = 7;

    [Display(Name = "Count calls, visits and texts by hand, too")]
    public bool CountsPeople { get; set; } = true;

    public static PaceForm Of(PaceSettings kept, DateOnly today)
    {
        var form = new PaceForm
        {
            IsWarm = kept.WarmUp is not null, From = kept.WarmUp?.From ?? today, IsLimited = kept.MostMessages is not null, CountsPeople = kept.CountsPeople,
            PerMinute = [.. Providers.Select(p => kept.PerMinute.TryGetValue(p, out var most) ? most : (int?)null)],
        };
        if (kept.WarmUp is { } warm) (form.First, form.Growth, form.Until) = (warm.First, warm.Growth, warm.Until);
        if (kept.MostMessages is { } limit) (form.Most, form.Days) = (limit, kept.Days);
        return form;
    }

    /// <summary>What is kept of it; it is valid.</summary>
    /// <param name="domain">Of the sender: what a warm-up is for.</param>
    /// <param name="warm">The warm-up that is on for it, where one is.</param>
    public PaceSettings Settings(string? domain, WarmUp? warm) => new()
    {
        PerMinute = Providers.Zip(PerMinute).Where(p => p.Second is > 0).ToDictionary(p => p.First, p => p.Second!.Value),
        WarmUp = IsWarm && this is { From: { } from, First: { } first, Growth: { } growth, Until: { } until } ? new WarmUp { Domain = domain, From = from, First = first, Growth = growth, Until = until, SentBefore = warm?.From == from ? warm.SentBefore : 0 } : null,
        MostMessages = IsLimited ? Most : null,
        Days = Days ?? 7,
        CountsPeople = CountsPeople,
    };
}
