using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <summary>Whether mails arrive, provider by provider.</summary>
[Needs(Permission.ViewMail)]
public sealed class HealthPage(ReadHealth read, NationSettings settings, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    public HealthReport Report { get; private set; } = new([], new(MailProvider.Other, 0, 0, 0, 0, 0, 0, 0, 0), []);

    /// <summary>What a warm-up lets leave today.</summary>
    public string? Today { get; private set; }

    public Chart Chart => new("mail-days", words["Mails handed over, day by day"], words["Handed over"], [.. Report.Days.Select(d => (d.Day.ToString("d MMM", CultureInfo.CurrentCulture), new Counted(d.Sent, d.Sent.ToString("N0", CultureInfo.CurrentCulture), "/mail?in=sent")))]);

    public async Task OnGet(CancellationToken ct)
    {
        Report = await read.Run(ct);
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        if ((await settings.Get<PaceSettings>(ct)).WarmUp?.On(today) is { } most)
            Today = words["Your domain is being made known: {0} of the {1} mails of today have left; the others leave tomorrow.", Report.Days[^1].Sent.ToString("N0", CultureInfo.CurrentCulture), most.ToString("N0", CultureInfo.CurrentCulture)];
    }

    public string Name(MailProvider provider) => MailProviders.Name(provider) ?? words["All other domains together"];
}
