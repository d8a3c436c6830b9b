using System.Diagnostics;
using Preau.Accounts;
using Preau.Experiments;
using Preau.Mail.Measuring;
using Preau.Mail.Past;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <param name="Part">Of the report.</param>
/// <param name="Of">What it is a number of: a version, a link, a provider, a reason.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Low">The range in which the true number lies, or what is usual.</param>
/// <param name="Range">Which of these it is, and how sure.</param>
public sealed record ReportLine(string Part, string Of, string Measure, double? Number, double? Low = null, double? High = null, string? Range = null);

/// <summary>All numbers that the report of a mail and its results show, a line each, and nothing of any person.</summary>
public sealed class ReportLines(ReadReport report, ReadDomains domains, SayProviders say, BesideOthers beside, ReadOutcomes outcomes, HoldOutLines holdOut, VersionKinds kinds, VersionsOf versions, CurrentNation nation, CurrentAccount account, Words words)
{
    private const int MostLinks = 1000;

    private bool SeesGifts => account.Can(Permission.ViewGifts);

    public async Task<IReadOnlyList<ReportLine>> Run(Blast blast, BlastTotal total, CancellationToken ct)
    {
        List<ReportLine> lines = [.. Totals(blast, total)];
        if (total.Unsubscribed > 0) lines.AddRange((await report.Reasons(blast, ct)).Select(r => new ReportLine(words["Why they left"], BlastWords.Of(r.Reason, words), words["People"], r.People)));
        lines.AddRange((await beside.Of(blast, total, ct)).Lines.SelectMany(Beside));
        if (blast.ForgottenAt is null) lines.AddRange((await report.Links(blast.Id, MostLinks, ct)).SelectMany(Link));
        if (await domains.Look(blast, total, ct) is { } found) lines.AddRange(found.Rows.SelectMany(Provider));
        if (blast is { ForgottenAt: null, IsAnswer: false } && await outcomes.Look(blast, ct) is { } measured) lines.AddRange(await Measured(blast, measured, ct));
        return lines;

        IEnumerable<ReportLine> Beside(BesideLine line)
        {
            var part = blast.IsText ? words["Beside your other texts"] : words["Beside your other mails"];
            var (number, low, high) = line.PerThousand;
            return [new(part, line.Name, words["This one, of 1,000 people"], number), new(part, line.Name, words["Usually, of 1,000 people"], null, low, high, words["the middle half of those of the year before"])];
        }
    }

    private IEnumerable<ReportLine> Totals(Blast blast, BlastTotal total)
    {
        (string Measure, long? Number)[] all =
        [
            (words["Audience"], total.Audience), (words["Handed over"], total.Sent), (words["Arrived"], blast.IsText ? total.Delivered : null), (words["Clicked"], total.Clicked),
            (words["Agreed to be measured"], total.Measured > 0 ? total.Measured : null), (words["Opened"], total.Measured > 0 ? total.Opened : null), (words["Unsubscribed"], total.Unsubscribed),
            (words["Did not arrive"], total.Refused), (words["Left out"], total.Skipped), (words["Came back"], total.Bounced), (words["Address does not exist"], total.BouncedHard), (words["Called it spam"], total.Complained),
            (words["Not known"], total.Unknown), (words["Held out"], total.HeldOut), (words["Waiting"], total.Waiting), (words["Stopped before"], total.Cancelled),
        ];
        return all.Where(a => a.Number is not null).Select(a => new ReportLine(words["What became of it"], blast.Heading, a.Measure, a.Number));
    }

    private IEnumerable<ReportLine> Link(LinkRow link) => [new(words["Links"], link.Url, words["People"], link.People), new(words["Links"], link.Url, words["Clicks"], link.Clicks)];

    private IEnumerable<ReportLine> Provider(DomainCount row)
    {
        var (part, name) = (words["By provider"], say.Name(row));
        return
        [
            new(part, name, words["Handed over"], row.Sent), .. Share(part, name, words["Turned away"], row.TurnedAway, row.Tried), .. Share(part, name, words["Address does not exist"], row.Hard, row.Sent), .. Share(part, name, words["Came back for the moment"], row.Soft, row.Sent),
            .. Share(part, name, words["Clicked"], row.Clicked, row.Sent), .. Share(part, name, words["Unsubscribed"], row.Unsubscribed, row.Sent), .. Share(part, name, words["Called it spam"], row.Complained, row.Sent),
        ];
    }

    private async Task<IEnumerable<ReportLine>> Measured(Blast blast, Outcomes found, CancellationToken ct)
    {
        var part = words["What came after its links"];
        List<ReportLine> lines = [new(part, "", words["Then acted"], found.Written.Linked)];
        if (SeesGifts && found.Written.KnowsKinds) lines.Add(new(part, "", words["Then gave"], found.Written.LinkedGave));
        if (SeesGifts) lines.Add(new(part, "", words["Money given"], Main(found.Written.LinkedCents)));
        if (blast.HeldOutShare > 0) lines.AddRange(await HeldOut(blast, found, ct));
        if (found.Versions.Count > 1) lines.AddRange(Versions(blast, found, (await versions.Run(blast, ct)).Versions));
        return lines;
    }

    private async Task<IEnumerable<ReportLine>> HeldOut(Blast blast, Outcomes found, CancellationToken ct)
    {
        var part = words["What it did"];
        return [new(part, words["Written to"], words["People"], found.Written.People), new(part, words["Held out"], words["People"], found.Held.People), .. (await holdOut.Kinds(blast, found, ct)).SelectMany(Kind)];

        IEnumerable<ReportLine> Kind(HoldOutKind kind)
        {
            var (written, held, scale) = kind switch
            {
                HoldOutKind.Deed deed => (deed.Written.Acted, deed.Held.Acted, 1),
                HoldOutKind.Gifts gifts => (Main(gifts.Written.Sum), Main(gifts.Held.Sum), Main(1)),
                _ => throw new UnreachableException(),
            };
            yield return new(part, words["Written to"], kind.Name, written);
            yield return new(part, words["Held out"], kind.Name, held);
            if (kind.Difference is { } d) yield return Range(part, words["Difference of 1,000 people"], kind.Name, d, words["95 %, at every look"], scale);
        }
    }

    private IEnumerable<ReportLine> Versions(Blast blast, Outcomes found, IReadOnlyList<Blast> texts)
    {
        var part = words["Versions"];
        var first = blast.Racing(found.Versions.Count)[0];
        foreach (var (place, one) in found.Versions.Index())
        {
            var name = Title(place);
            yield return new(part, name, words["Written to"], one.People);
            foreach (var line in Of(one, name)) yield return line;
            if (place == first || !found.AreAlike || blast.IsStopped(place) || ChooseVersion.Compare(found.Versions, blast, place, first) is not (var by, { } difference)) continue;
            yield return Range(part, Beside(place, first), Name(by), difference, words["95 %, at every look, for all versions together"]);
        }

        foreach (var line in kinds.Of(found, blast).SelectMany(Kind)) yield return line;

        IEnumerable<ReportLine> Of(ArmOutcome one, string name) =>
        [
            .. Share(part, name, Name(VersionMeasure.Clicked), one.Clicked, one.People), .. Share(part, name, Name(VersionMeasure.Acted), one.Linked, one.People),
            .. SeesGifts ? [new ReportLine(part, name, words["Money given"], Main(one.LinkedCents))] : Array.Empty<ReportLine>(),
            .. Share(part, name, Name(VersionMeasure.Unsubscribed), one.Unsubscribed, one.People), .. Share(part, name, Name(VersionMeasure.Complained), one.Complained, one.People),
        ];

        IEnumerable<ReportLine> Kind(VersionKind kind)
        {
            var (brought, name, sure) = (words["What each version brought"], Title(kind.Place), words["95 %, at every look, for all kinds and versions together"]);
            yield return new(brought, name, kind.Name, kind.Arm.Acted);
            if (kind.Share is { } share) yield return Range(brought, name, words["{0}, of 1,000 people", kind.Name], share, sure);
            if (kind.Difference is { } difference) yield return Range(brought, Beside(kind.Place, kind.First), kind.Name, difference, sure);
        }

        string Title(int place) => words["Version {0}: {1}", VersionsOf.Letter(place), texts[place].Heading];

        string Beside(int place, int other) => words["Version {0} beside version {1}, of 1,000 people", VersionsOf.Letter(place), VersionsOf.Letter(other)];
    }

    private string Name(VersionMeasure by) => by switch
    {
        VersionMeasure.Acted => words["Then acted"],
        VersionMeasure.Clicked => words["Clicked"],
        VersionMeasure.Unsubscribed => words["Unsubscribed"],
        VersionMeasure.Complained => words["Called it spam"],
    };

    /// <summary>How many, and out of a thousand, with the range in which that lies.</summary>
    private IEnumerable<ReportLine> Share(string part, string of, string measure, long count, long people)
    {
        yield return new(part, of, measure, count);
        if (CompareArms.Share(new(people, count)) is { } share) yield return Range(part, of, words["{0}, of 1,000 people", measure], share, words["95 %, at every look"]);
    }

    private static ReportLine Range(string part, string of, string measure, Difference found, string sure, double scale = 1) => new(part, of, measure, found.Estimate * scale * 1000, found.Low * scale * 1000, found.High * scale * 1000, sure);

    private double Main(double cents) => cents / 100 * (double)new Money(100, nation.Facts.Currency).Main;
}
