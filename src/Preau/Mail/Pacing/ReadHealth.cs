using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Mail.Past;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <param name="Text">In plain words.</param>
/// <param name="IsWrong">Mails are lost by it; else it is to be watched.</param>
public sealed record HealthFinding(string Text, bool IsWrong);

/// <summary>How the mails of some weeks came to one provider's people.</summary>
public sealed record HealthRow(MailProvider Provider, long Sent, long Refused, long PutOff, long Hard, long Blocked, long Soft, long Complained, long Clicked)
{
    public IReadOnlyList<HealthFinding> Findings { get; init; } = [];

    /// <summary>Handed over, or refused at the door.</summary>
    public long Tried => Sent + Refused;

    public static HealthRow operator -(HealthRow all, HealthRow one) => new(
        all.Provider, all.Sent - one.Sent, all.Refused - one.Refused, all.PutOff - one.PutOff, all.Hard - one.Hard, all.Blocked - one.Blocked, all.Soft - one.Soft, all.Complained - one.Complained, all.Clicked - one.Clicked);
}

/// <param name="Rows">By provider, the most mails first.</param>
/// <param name="Days">Mails handed over by day, the oldest first.</param>
/// <param name="Domains">Domains of their own that put mails off of late, the last first.</param>
public sealed record HealthReport(IReadOnlyList<HealthRow> Rows, HealthRow All, IReadOnlyList<(DateOnly Day, long Sent)> Days, IReadOnlyList<SlowDomain> Domains);

/// <param name="ClosedUntil">By the nation's clock; null where mails leave for it again.</param>
public sealed record SlowDomain(string Domain, DateOnly Day, string? ClosedUntil, string Answer);

/// <summary>
/// What the days say of how mails arrive, provider by provider, in plain words. The bounds are those that large mail services publish for senders (complaints: 0.1 % is to be watched, 0.3 % is
/// too many) and those above which lists are known to be old (2 % unknown addresses, 5 % a list that is bought or made up). No finding rests on fewer mails than say something.
/// </summary>
public sealed class ReadHealth(Database db, NationSettings settings, CurrentNation nation, Words words, TimeProvider clock)
{
    public const int DaysShown = 30;
    private const int DomainsShown = 20;
    private const int FewestMails = 200;
    private const double ManyHard = 0.02, TooManyHard = 0.05, ManyBlocked = 0.02, TooManyBlocked = 0.1, ManyComplaints = 0.001, TooManyComplaints = 0.003, ManyPutOff = 0.2;

    // Below so small a part of the others' clicks there is more to it than other readers.
    private const double FewClicks = 1.0 / 3;
    public static readonly TimeSpan RecentTrouble = TimeSpan.FromDays(7);

    public async Task<HealthReport> Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = nation.Facts.DayOf(now).AddDays(1 - DaysShown);
        var days = await db.MailDays.AsNoTracking().Where(d => d.Day >= since).OrderBy(d => d.Day).ToListAsync(ct);
        var troubles = await db.MailLaneTroubles.AsNoTracking().ToDictionaryAsync(t => t.Provider, ct);
        var perMinute = (await settings.Get<PaceSettings>(ct)).PerMinute;
        var all = Sum(MailProvider.Other, days);
        var rows = days.GroupBy(d => d.Provider).Select(g => Sum(g.Key, g)).OrderByDescending(r => r.Sent).ThenBy(r => r.Provider)
            .Select(r => r with { Findings = [.. Slowed(troubles.GetValueOrDefault(r.Provider), now, perMinute.ContainsKey(r.Provider)), .. Of(r, all - r)] }).ToList();
        return new(rows, all, [.. Enumerable.Range(0, DaysShown).Select(since.AddDays).Select(day => (day, days.Where(d => d.Day == day).Sum(d => d.Sent)))], await Domains(now, ct));
    }

    private async Task<IReadOnlyList<SlowDomain>> Domains(DateTimeOffset now, CancellationToken ct)
    {
        var slow = await db.MailDomainTroubles.AsNoTracking().Where(t => t.At >= now - RecentTrouble).OrderByDescending(t => t.At).ThenBy(t => t.Domain).Take(DomainsShown).ToListAsync(ct);
        return [.. slow.Select(t => new SlowDomain(t.Domain, nation.Facts.DayOf(t.At), t.ClosedUntil > now ? Clock(t.ClosedUntil) : null, t.Answer))];
    }

    private string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, nation.Facts.Zone).ToString("t", CultureInfo.CurrentCulture);

    private IEnumerable<HealthFinding> Slowed(MailLaneTrouble? trouble, DateTimeOffset now, bool hasPace)
    {
        if (trouble is null || trouble.At < now - RecentTrouble) yield break;
        if (trouble.ClosedUntil > now) yield return new(words["It asked for fewer mails and said: “{0}”. Nothing leaves for it before {1}; then it begins slowly, by itself.", trouble.Answer, Clock(trouble.ClosedUntil)], IsWrong: false);
        else if (hasPace) yield return new(words["It asked for fewer mails on {0} and said: “{1}”. Lower its pace.", Day(trouble.At), trouble.Answer], IsWrong: false);
        else yield return new(words["It asked for fewer mails on {0} and said: “{1}”. Préau slowed down by itself; where it comes again and again, set a pace for it.", Day(trouble.At), trouble.Answer], IsWrong: false);
    }

    private IEnumerable<HealthFinding> Of(HealthRow row, HealthRow others)
    {
        if (row.Tried < FewestMails) yield break;
        if (IsOver(row.Complained, row.Sent, TooManyComplaints)) yield return new(words["{0} of its people in a thousand call your mails spam. Above three, what you send there is put among the spam for everybody: write only to those who asked for it, and let them leave with one click.", PerThousand(row.Complained, row.Sent)], IsWrong: true);
        else if (IsOver(row.Complained, row.Sent, ManyComplaints)) yield return new(words["{0} of its people in a thousand call your mails spam. It is watched from one on.", PerThousand(row.Complained, row.Sent)], IsWrong: false);
        var blocked = row.Refused + row.Blocked;
        if (IsOver(blocked, row.Tried, TooManyBlocked)) yield return new(words["{0} of your mails are turned away. It does not trust this sender: look whether your domain is set up, slow down, and ask the provider of your relay whether you stand on a block list.", PastPage.Share(blocked, row.Tried)], IsWrong: true);
        else if (IsOver(blocked, row.Tried, ManyBlocked)) yield return new(words["{0} of your mails are turned away. Look whether your domain is set up, and slow down.", PastPage.Share(blocked, row.Tried)], IsWrong: false);
        if (IsOver(row.Hard, row.Sent, TooManyHard)) yield return new(words["{0} of the addresses there do not exist. A list like that looks bought or made up: find out where these addresses come from before you write again.", PastPage.Share(row.Hard, row.Sent)], IsWrong: true);
        else if (IsOver(row.Hard, row.Sent, ManyHard)) yield return new(words["{0} of the addresses there do not exist: the list grows old.", PastPage.Share(row.Hard, row.Sent)], IsWrong: false);
        if (IsOver(row.PutOff, row.Tried, ManyPutOff)) yield return new(words["It puts off one mail in {0}, which then leave later. A pace spares both of you that.", Math.Max(1, row.Tried / Math.Max(1, row.PutOff))], IsWrong: false);
        if (others.Sent >= FewestMails && others.Clicked > 0 && Usual.Interval(row.Clicked, row.Sent).High < Usual.Interval(others.Clicked, others.Sent).Low * FewClicks)
            yield return new(words["{0} of its people click, {1} of all others. Your mails probably lie among the spam there.", PastPage.Share(row.Clicked, row.Sent), PastPage.Share(others.Clicked, others.Sent)], IsWrong: true);
    }

    // Sure to be over: of a few mails, one that came back says nothing.
    private static bool IsOver(long count, long of, double bound) => of > 0 && (double)count / of > bound && Usual.Interval(count, of).Low > bound / 2;

    private string Day(DateTimeOffset at) => nation.Facts.DayOf(at).ToString("M", CultureInfo.CurrentCulture);

    private static string PerThousand(long count, long of) => (1000.0 * count / of).ToString("N1", CultureInfo.CurrentCulture);

    private static HealthRow Sum(MailProvider provider, IEnumerable<MailDay> days) => days.Aggregate(new HealthRow(provider, 0, 0, 0, 0, 0, 0, 0, 0), (sum, d) => new(
        provider, sum.Sent + d.Sent, sum.Refused + d.Refused, sum.PutOff + d.PutOff, sum.Hard + d.Hard, sum.Blocked + d.Blocked, sum.Soft + d.Soft, sum.Complained + d.Complained, sum.Clicked + d.Clicked));
}
