using System.Globalization;
using Preau.Experiments;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>What a difference means, for somebody who has read no book on statistics: out of a thousand people, and how sure that is.</summary>
public sealed class DifferenceWords(Words words)
{
    public string OfHoldOut(Difference? difference)
    {
        if (difference is not { } d) return words["There is nobody to compare with."];
        var (more, low, high) = (PerThousand(d.Estimate), PerThousand(d.Low), PerThousand(d.High));
        return d switch
        {
            { Low: > 0 } => words["Out of 1,000 people written to, {0} more than out of 1,000 held out; it is between {1} and {2} more.", more, low, high],
            { High: < 0 } => words["Out of 1,000 people written to, {0} fewer than out of 1,000 held out; it is between {2} and {1} fewer.", more, low, high],
            { Estimate: < 0 } => words["Out of 1,000 people written to, {0} fewer than out of 1,000 held out; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high],
            _ => words["Out of 1,000 people written to, {0} more than out of 1,000 held out; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high],
        };
    }

    public string OfMoney(Difference? difference, string currency)
    {
        if (difference is not { } d) return words["Nobody gave anything, or there is nobody to compare with."];
        string Sum(double cents) => new Money((long)Math.Round(Math.Abs(cents) * 10) * 100, currency).Brief();
        var (more, low, high) = (Sum(d.Estimate), Sum(d.Low), Sum(d.High));
        return d switch
        {
            { Low: > 0 } => words["1,000 people written to gave {0} more than 1,000 held out; it is between {1} and {2} more.", more, low, high],
            { High: < 0 } => words["1,000 people written to gave {0} less than 1,000 held out; it is between {2} and {1} less.", more, low, high],
            { Estimate: < 0 } => words["1,000 people written to gave {0} less than 1,000 held out; it could be anything from {1} less to {2} more: this send is too small to tell.", more, low, high],
            _ => words["1,000 people written to gave {0} more than 1,000 held out; it could be anything from {1} less to {2} more: this send is too small to tell.", more, low, high],
        };
    }

    /// <summary>Of two versions: by what they are compared, and the one that the one that is looked at is compared with.</summary>
    public string OfVersion(VersionMeasure by, Difference? difference, string other)
    {
        if (difference is not { } d) return words["There is nobody to compare with."];
        var (more, low, high) = (PerThousand(d.Estimate), PerThousand(d.Low), PerThousand(d.High));
        return (by, d) switch
        {
            (VersionMeasure.Unsubscribed, _) => words["Out of 1,000 people, {0} more unsubscribed than with version {3}; it is between {1} and {2} more.", more, low, high, other],
            (VersionMeasure.Complained, _) => words["Out of 1,000 people, {0} more called it spam than with version {3}; it is between {1} and {2} more.", more, low, high, other],
            (VersionMeasure.Acted, { Low: > 0 }) => words["Out of 1,000 people, {0} more acted than with version {3}; it is between {1} and {2} more.", more, low, high, other],
            (VersionMeasure.Acted, { High: < 0 }) => words["Out of 1,000 people, {0} fewer acted than with version {3}; it is between {2} and {1} fewer.", more, low, high, other],
            (VersionMeasure.Acted, { Estimate: < 0 }) => words["Out of 1,000 people, {0} fewer acted than with version {3}; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high, other],
            (VersionMeasure.Acted, _) => words["Out of 1,000 people, {0} more acted than with version {3}; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high, other],
            (VersionMeasure.Clicked, { Low: > 0 }) => words["Out of 1,000 people, {0} more followed a link than with version {3}; it is between {1} and {2} more.", more, low, high, other],
            (VersionMeasure.Clicked, { High: < 0 }) => words["Out of 1,000 people, {0} fewer followed a link than with version {3}; it is between {2} and {1} fewer.", more, low, high, other],
            (VersionMeasure.Clicked, { Estimate: < 0 }) => words["Out of 1,000 people, {0} fewer followed a link than with version {3}; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high, other],
            (VersionMeasure.Clicked, _) => words["Out of 1,000 people, {0} more followed a link than with version {3}; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high, other],
        };
    }

    /// <summary>Of one kind of deed, which stands beside the sentence: of a version beside the first.</summary>
    public string OfKind(Difference d, string first)
    {
        var (more, low, high) = (PerThousand(d.Estimate), PerThousand(d.Low), PerThousand(d.High));
        return d switch
        {
            { Low: > 0 } => words["Out of 1,000 people, {0} more than with version {3}; it is between {1} and {2} more.", more, low, high, first],
            { High: < 0 } => words["Out of 1,000 people, {0} fewer than with version {3}; it is between {2} and {1} fewer.", more, low, high, first],
            { Estimate: < 0 } => words["Out of 1,000 people, {0} fewer than with version {3}; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high, first],
            _ => words["Out of 1,000 people, {0} more than with version {3}; it could be anything from {1} fewer to {2} more: this send is too small to tell.", more, low, high, first],
        };
    }

    /// <summary>How many of a group did it, and which part of it they are.</summary>
    public static string Share(Arm arm) => string.Create(CultureInfo.CurrentCulture, $"{arm.Acted:N0} ({arm.Share:P1})");

    private static string PerThousand(double share)
    {
        var number = Math.Abs(share) * 1000;
        return number.ToString(number < 10 ? "0.#" : "N0", CultureInfo.CurrentCulture);
    }
}
