using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Mail.Past;

/// <param name="Name">What is compared.</param>
/// <param name="Share">Of those it was handed over for; of what is lost, of those it was to be.</param>
/// <param name="Range">What is usual.</param>
/// <param name="Sentence">How the two stand to each other.</param>
public sealed record BesideLine(string Name, string Share, string Range, string Sentence);

/// <param name="Lines">None where there is nothing to compare, or not yet.</param>
/// <param name="ComesAt">From when it can be compared; null where it is, or never will be.</param>
public sealed record Besides(IReadOnlyList<BesideLine> Lines, DateTimeOffset? ComesAt = null)
{
    public static readonly Besides Nothing = new([]);
}

/// <summary>A mail beside the campaign's own of the year before it.</summary>
public sealed class BesideOthers(PastMails past, Words words, TimeProvider clock)
{
    private const int MostMails = 200;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public async Task<Besides> Of(Blast blast, BlastTotal total, CancellationToken ct)
    {
        if (blast is not { State: BlastState.Sent, FrozenAt: not null, EndedAt: { } ended, StepId: null, ResendOf: null }) return Besides.Nothing;
        var mails = await past.Before(blast, Year).Take(MostMails).ToListAsync(ct);
        List<BesideLine> lines = [];
        Add(words["Clicked"], m => m.Clicked, m => m.Sent, total.Clicked, total.Sent);
        Add(words["Unsubscribed"], m => m.Unsubscribed, m => m.Sent, total.Unsubscribed, total.Sent);
        Add(words["Did not arrive, or came back"], m => m.Lost, m => m.Tried, total.Lost, total.Tried);
        return lines.Count > 0 && ended + PastMails.Settles is var at && at > clock.GetUtcNow() ? new([], at) : new(lines);

        void Add(string name, Func<PastMail, long> of, Func<PastMail, long> among, long count, long people)
        {
            if (people < Usual.FewestPeople || Usual.Of(mails, of, among) is not { } usual) return;
            lines.Add(new(name, Percent((double)count / people), words["from {0} up to {1}", Percent(usual.Low), Percent(usual.High)], usual.Place(count, people) switch
            {
                Beside.Higher => words["More than usual"],
                Beside.Lower => words["Less than usual"],
                _ => words["As usual, or too close to tell"],
            }));
        }
    }

    private static string Percent(double share) => share.ToString(share is > 0 and < 0.01 ? "P2" : "P1", CultureInfo.CurrentCulture);
}
