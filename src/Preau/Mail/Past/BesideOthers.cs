using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Mail.Past;

/// <param name="Name">What is compared.</param>
/// <param name="Share">Of those it was handed over for.</param>
/// <param name="Range">What is usual.</param>
/// <param name="Sentence">How the two stand to each other.</param>
public sealed record BesideLine(string Name, string Share, string Range, string Sentence);

/// <summary>A mail beside the campaign's own of the year before it.</summary>
public sealed class BesideOthers(PastMails past, Words words)
{
    private const int MostMails = 200;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Nothing where there is nothing to compare with yet.</summary>
    public async Task<IReadOnlyList<BesideLine>> Of(Blast blast, BlastTotal total, CancellationToken ct)
    {
        if (blast is not { State: BlastState.Sent, FrozenAt: not null } || total.Sent < Usual.FewestPeople) return [];
        var mails = await past.Before(blast, Year).Take(MostMails).ToListAsync(ct);
        List<BesideLine> lines = [];
        Add(words["Clicked"], m => m.Clicked, total.Clicked);
        Add(words["Unsubscribed"], m => m.Unsubscribed, total.Unsubscribed);
        Add(words["Did not arrive, or came back"], m => m.Lost, total.Refused + total.Bounced);
        return lines;

        void Add(string name, Func<PastMail, long> of, long count)
        {
            if (Usual.Of(mails, of) is not { } usual) return;
            lines.Add(new(name, Percent((double)count / total.Sent), words["from {0} up to {1}", Percent(usual.Low), Percent(usual.High)], usual.Place(count, total.Sent) switch
            {
                Beside.Higher => words["More than usual"],
                Beside.Lower => words["Less than usual"],
                _ => words["As usual, or too close to tell"],
            }));
        }
    }

    private static string Percent(double share) => share.ToString(share is > 0 and < 0.01 ? "P2" : "P1", CultureInfo.CurrentCulture);
}
