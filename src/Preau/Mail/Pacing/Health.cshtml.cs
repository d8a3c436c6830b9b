using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Mail.Domain;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <summary>Whether mails arrive, provider by provider.</summary>
[Needs(Permission.ViewMail)]
public sealed class HealthPage(ReadHealth read, ReadTroubles troubles, NationSettings settings, DailyQuota quota, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    public HealthReport Report { get; private set; } = new([], new(MailProvider.Other, 0, 0, 0, 0, 0, 0, 0, 0), [], []);

    /// <summary>What a warm-up lets leave today.</summary>
    public string? Today { get; private set; }

    /// <summary>What stands in the way of mails and texts, whatever became of those that have left.</summary>
    public IReadOnlyList<HealthTrouble> Troubles { get; private set; } = [];

    /// <summary>How the records of the sender's domain stood last.</summary>
    public IReadOnlyList<DomainRecord> Records { get; private set; } = [];

    public Chart Chart => new("mail-days", words["Mails handed over, day by day"], words["Handed over"], [.. Report.Days.Select(d => (d.Day.ToString("d MMM", CultureInfo.CurrentCulture), new Counted(d.Sent, d.Sent.ToString("N0", CultureInfo.CurrentCulture), "/mail?in=sent")))]);

    public async Task OnGet(CancellationToken ct)
    {
        Report = await read.Run(ct);
        (Troubles, Records) = (await troubles.Run(ct), await troubles.Records(ct));
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        if ((await settings.Get<MailSettings>(ct)).SenderDomain is { } domain && await quota.Of(await settings.Get<PaceSettings>(ct), ct) is { } warm && warm.On(today) is { } most)
            Today = words["{0} is being made known: {1} of the {2} mails of today have left; the others leave tomorrow. Those who did something of late come first.", domain, warm.SentOn(today, Report.Days[^1].Sent).ToString("N0", CultureInfo.CurrentCulture), most.ToString("N0", CultureInfo.CurrentCulture)];
    }

    public string Of(DomainRecord record) => record switch
    {
        { IsBroken: true } => words["It was right until {0}, and is not any more.", Day(record.ChangedAt)],
        { Before: not null, IsWrong: false } => words["It is as it should be since {0}.", Day(record.ChangedAt)],
        { Before: not null } => words["It changed on {0}.", Day(record.ChangedAt)],
        _ => "",
    };

    public string Title(DomainRecord record) => CheckDomain.Title(record.Part, words);

    public string State(DomainRecord record) => DomainPage.Say(record.State, words);

    public string Day(DateTimeOffset at) => nation.Facts.DayOf(at).ToString("D", CultureInfo.CurrentCulture);

    public string Name(MailProvider provider) => MailProviders.Name(provider) ?? words["All other domains together"];
}
