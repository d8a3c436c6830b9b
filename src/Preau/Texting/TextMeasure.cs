using Preau.Mail;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>What it takes to send a text to many.</summary>
/// <param name="Least">SMS for whoever gets the fewest.</param>
/// <param name="Most">SMS for whoever gets the most, of those who were looked at.</param>
/// <param name="People">Who gets it.</param>
/// <param name="Total">About how many SMS in all.</param>
/// <param name="Cost">Of these; null while no price is known.</param>
/// <param name="CostAtMost">If everybody got the most.</param>
/// <param name="Abroad">Of these, those to numbers for which another price is known.</param>
public sealed record TextMeasure(int Least, int Most, long People, long Total, Money? Cost, Money? CostAtMost, IReadOnlyList<TextShare> Abroad)
{
    /// <param name="segments">SMS for each of those who were looked at, who are spread over all.</param>
    /// <param name="count">Who gets it, with those whose numbers begin as the settings know a price for, in that order.</param>
    /// <param name="heldOutShare">The part that does not get it on purpose, in hundredths of a percent.</param>
    /// <param name="kept">The prices.</param>
    /// <param name="currency">Of the prices.</param>
    public static TextMeasure Of(IReadOnlyList<int> segments, AudienceCount count, int heldOutShare, TextSettings kept, string currency)
    {
        var (average, most, people) = ((decimal)segments.Average(), segments.Max(), count.Reachable - count.Reachable * heldOutShare / 10_000);
        // Nothing is rounded before the end: parts that were rounded each by itself come to more than the whole.
        decimal Written(long there) => (decimal)there * people / count.Reachable;
        long Sms(decimal written) => (long)Math.Ceiling(written * average);
        Money Cost(decimal hundredths) => new((long)Math.Round(hundredths / 100, MidpointRounding.AwayFromZero), currency);
        var abroad = kept.MorePrices.Zip(count.ByBeginning, (price, there) => (Price: price, There: there)).Where(p => p.There > 0).Select(p => (p.Price, People: Written(p.There))).ToList();
        var usual = people - abroad.Sum(p => p.People);
        Money? All(decimal each) => kept.HundredCost is { } price ? Cost((price * usual + abroad.Sum(p => p.Price.HundredCost * p.People)) * each) : null;
        return new(segments.Min(), most, people, Sms(people), All(average), All(most), [.. abroad.Select(p => new TextShare(p.Price.Beginning, Sms(p.People), Cost(p.Price.HundredCost * p.People * average)))]);
    }
}

/// <param name="Beginning">How the numbers begin.</param>
public sealed record TextShare(string Beginning, long Total, Money Cost);
