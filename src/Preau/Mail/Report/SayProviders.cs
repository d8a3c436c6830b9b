using System.Globalization;
using Preau.Experiments;
using Preau.Mail.Pacing;
using Preau.Mail.Past;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <param name="Name">Of the provider, or the domain.</param>
/// <param name="Worse">By what it does clearly worse than all others together, in plain words.</param>
public sealed record ProviderLine(string Name, DomainCount Count, IReadOnlyList<string> Worse);

/// <summary>
/// Which providers do clearly worse than all others together: where the interval of the difference, for as many comparisons as there are, lies wholly beyond what matters. Of millions of mails every difference is sure,
/// so a quarter fewer clicks or half as many more of the others is asked for; of a few none is.
/// </summary>
public sealed class SayProviders(Words words)
{
    private const double MuchFewer = 1.0 / 4, ManyMore = 1.0 / 2;
    private const int Measures = 5;

    public IReadOnlyList<ProviderLine> Of(IReadOnlyList<DomainCount> rows)
    {
        var all = rows.Aggregate(DomainCount.Nothing, (sum, one) => sum + one);
        var risk = CompareArms.Risk / (rows.Count * Measures);
        return [.. rows.Select(r => new ProviderLine(Name(r), r, [.. Worse(r, all - r, risk)]))];
    }

    public string Name(DomainCount row) => MailProviders.Name(row.Provider) ?? (ReadDomains.IsRest(row) ? words["All other domains together"] : row.Domain);

    public static string Share(long count, long of) => of == 0 ? "" : string.Create(CultureInfo.CurrentCulture, $"{count:N0} ({Percent(count, of)})");

    private IEnumerable<string> Worse(DomainCount row, DomainCount others, double risk)
    {
        if (More(r => r.TurnedAway, r => r.Tried) is (var lost, var usuallyLost)) yield return words["More is turned away than elsewhere: {0}, {1} of the others.", lost, usuallyLost];
        if (More(r => r.Hard, r => r.Sent) is (var gone, var usuallyGone)) yield return words["More addresses do not exist than elsewhere: {0}, {1} of the others.", gone, usuallyGone];
        if (Compare(r => r.Clicked, r => r.Sent, (d, usual) => d.High < -usual * MuchFewer) is (var clicks, var usualClicks)) yield return words["Fewer click than elsewhere: {0}, {1} of the others. It may lie among the spam there.", clicks, usualClicks];
        if (More(r => r.Unsubscribed, r => r.Sent) is (var left, var usuallyLeft)) yield return words["More leave than elsewhere: {0}, {1} of the others.", left, usuallyLeft];
        if (More(r => r.Complained, r => r.Sent) is (var complained, var usuallyComplained)) yield return words["More call it spam than elsewhere: {0}, {1} of the others.", complained, usuallyComplained];

        (string, string)? More(Func<DomainCount, long> did, Func<DomainCount, long> of) => Compare(did, of, (d, usual) => d.Low > usual * ManyMore);

        (string, string)? Compare(Func<DomainCount, long> did, Func<DomainCount, long> of, Func<Difference, double, bool> isWorse)
        {
            if (Math.Min(of(row), of(others)) < Usual.FewestPeople) return null;
            var (here, there) = (new Arm(of(row), did(row)), new Arm(of(others), did(others)));
            return CompareArms.Shares(here, there, risk) is { } difference && isWorse(difference, there.Share) ? (Percent(here.Acted, here.People), Percent(there.Acted, there.People)) : null;
        }
    }

    private static string Percent(long count, long of) => ((double)count / of).ToString(count > 0 && count * 100 < of ? "P2" : "P1", CultureInfo.CurrentCulture);
}
