using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Experiments;
using Preau.Mail.Measuring;
using Preau.Shared;

namespace Preau.Mail.Past;

/// <param name="Name">What is compared.</param>
/// <param name="Share">Of those it was handed over for; of what is lost, of those it was to be.</param>
/// <param name="Range">What is usual.</param>
/// <param name="Sentence">How the two stand to each other.</param>
public sealed record BesideLine(string Name, string Share, string Range, string Sentence)
{
    /// <summary>The same as numbers, out of a thousand people; of money in its main unit.</summary>
    public required (double This, double Low, double High) PerThousand { get; init; }
}

/// <param name="Lines">None where there is nothing to compare, or not yet.</param>
/// <param name="ComesAt">From when it can be compared; null where it is, or never will be.</param>
public sealed record Besides(IReadOnlyList<BesideLine> Lines, DateTimeOffset? ComesAt = null)
{
    public static readonly Besides Nothing = new([]);

    /// <summary>From when what its people did is compared, too; null where it is, or never will be.</summary>
    public DateTimeOffset? ActsComeAt { get; init; }
}

/// <summary>A mail beside the campaign's own of the year before it.</summary>
public sealed class BesideOthers(PastMails past, CurrentNation nation, CurrentAccount account, Words words, TimeProvider clock)
{
    private const int MostMails = 200;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public async Task<Besides> Of(Blast blast, BlastTotal total, CancellationToken ct)
    {
        if (blast is not { State: BlastState.Sent, FrozenAt: not null, EndedAt: { } ended, StepId: null, ResendOf: null }) return Besides.Nothing;
        var mails = await past.Before(blast, Year).Take(MostMails).ToListAsync(ct);
        BesideLine?[] lines =
        [
            Line(words["Clicked"], mails, m => m.Clicked, m => m.Sent, total.Clicked, total.Sent), Line(words["Unsubscribed"], mails, m => m.Unsubscribed, m => m.Sent, total.Unsubscribed, total.Sent),
            Line(words["Did not arrive, or came back"], mails, m => m.Lost, m => m.Tried, total.Lost, total.Tried),
        ];
        if (lines.OfType<BesideLine>().ToList() is not { Count: > 0 } known) return Besides.Nothing;
        if (ended + PastMails.Settles is var at && at > clock.GetUtcNow()) return new([], at);
        var whole = mails.FindAll(m => m.IsWhole);
        if (whole.Count < Usual.FewestMails || await past.One(blast.Id, ct) is not { } own) return new(known);
        return own.IsWhole ? new([.. known, .. Acts(whole, own)]) : new(known) { ActsComeAt = blast.ForgottenAt is null ? ended + ReadOutcomes.Window : null };
    }

    /// <summary>What people did after following a link, of all of them until a week after it had left.</summary>
    private IEnumerable<BesideLine> Acts(List<PastMail> mails, PastMail own)
    {
        List<BesideLine?> lines = [Line(words["Then acted"], mails, m => m.Acted ?? 0, m => m.Sent, own.Acted ?? 0, own.Sent)];
        if (account.Can(Permission.ViewGifts) && own is { Gave: { } gave, Cents: { } cents, Squares: { } squares })
        {
            var counted = mails.FindAll(m => m.Gave is not null);
            lines.Add(Line(words["Then gave"], counted, m => m.Gave ?? 0, m => m.Sent, gave, own.Sent));
            lines.Add(Money(counted, new(own.Sent, gave, cents, squares)));
        }

        return lines.OfType<BesideLine>();
    }

    private BesideLine? Line(string name, List<PastMail> mails, Func<PastMail, long> of, Func<PastMail, long> among, long count, long people)
    {
        if (people < Usual.FewestPeople || Usual.Of(mails, of, among) is not { } usual) return null;
        var share = (double)count / people;
        return new(name, Percent(share), words["from {0} up to {1}", Percent(usual.Low), Percent(usual.High)], Said(usual.Place(count, people))) { PerThousand = (share * 1000, usual.Low * 1000, usual.High * 1000) };
    }

    private BesideLine? Money(List<PastMail> mails, MoneyArm gifts)
    {
        if (gifts.People < Usual.FewestPeople || Usual.Of(mails, m => m.Cents ?? 0, m => m.Sent) is not { High: > 0 } usual) return null;
        return new(words["Then given by 1,000 people"], Sum(gifts.Mean), words["from {0} up to {1}", Sum(usual.Low), Sum(usual.High)], Said(usual.Place(gifts))) { PerThousand = (Main(gifts.Mean), Main(usual.Low), Main(usual.High)) };

        string Sum(double cents) => new Money((long)Math.Round(cents * 10) * 100, nation.Facts.Currency).Brief();

        double Main(double cents) => cents * 10 * (double)new Money(100, nation.Facts.Currency).Main;
    }

    private string Said(Beside place) => place switch
    {
        Beside.Higher => words["More than usual"],
        Beside.Lower => words["Less than usual"],
        Beside.Usual or Beside.Unknown => words["As usual, or too close to tell"],
    };

    private static string Percent(double share) => share.ToString(share is > 0 and < 0.01 ? "P2" : "P1", CultureInfo.CurrentCulture);
}
