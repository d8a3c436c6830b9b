using Preau.Accounts;
using Preau.Experiments;
using Preau.Mail.Measuring;
using Preau.Mail.Past;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <param name="Part">Of the report.</param>
/// <param name="Of">What it is a number of: a version, a link, a provider, a reason.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Low">The interval in which the true number lies, or what is usual.</param>
public sealed record ReportLine(string Part, string Of, string Measure, double? Number, double? Low = null, double? High = null);

/// <summary>All numbers that the report of a mail and its results show, a line each, and nothing of any person.</summary>
public sealed class ReportLines(ReadReport report, ReadDomains domains, SayProviders say, BesideOthers beside, ReadOutcomes outcomes, ReadTurnout turnout, VersionsOf versions, CurrentNation nation, CurrentAccount account, Words words)
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
            return [new(part, line.Name, words["This one, of 1,000 people"], number), new(part, line.Name, words["Usually, of 1,000 people"], null, low, high)];
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
        if (found.Versions.Count > 1) lines.AddRange(Versions(blast, found, await versions.Run(blast, ct)));
        return lines;
    }

    private async Task<IEnumerable<ReportLine>> HeldOut(Blast blast, Outcomes found, CancellationToken ct)
    {
        var (part, written, held) = (words["What it did"], found.Written, found.Held);
        List<ReportLine> lines = [new(part, words["Written to"], words["People"], written.People), new(part, words["Held out"], words["People"], held.People), .. Effect(words["Signed"], o => o.Signatures), .. Effect(words["Signed up on a page"], o => o.SignedUp)];
        if (SeesGifts)
        {
            lines.AddRange([.. Effect(words["Gave"], o => o.Gave), .. Effect(words["Did at least one of these"], o => o.Acted), new(part, words["Written to"], words["Money given"], Main(written.Cents)), new(part, words["Held out"], words["Money given"], Main(held.Cents))]);
            if (CompareArms.Means(written.Money, held.Money) is { } money) lines.Add(new(part, words["Difference of 1,000 people"], words["Money given"], Main(money.Estimate * 1000), Main(money.Low * 1000), Main(money.High * 1000)));
        }

        if (written.Came + held.Came > 0) lines.AddRange(Effect(words["Came to a meeting"], o => o.Came));
        if (await turnout.Run(blast, written.People + held.People, found.Since, ct) is { } voted) lines.AddRange(Beside(words["Voted on {0}", voted.On.ToString("d", System.Globalization.CultureInfo.CurrentCulture)], new(written.People, voted.Written), new(held.People, voted.Held)));
        return lines;

        IEnumerable<ReportLine> Effect(string name, Func<ArmOutcome, long> did) => Beside(name, written.Arm(did), held.Arm(did));

        IEnumerable<ReportLine> Beside(string name, Arm one, Arm other)
        {
            yield return new(part, words["Written to"], name, one.Acted);
            yield return new(part, words["Held out"], name, other.Acted);
            if (CompareArms.Shares(one, other) is { } difference) yield return Difference(part, words["Difference of 1,000 people"], name, difference);
        }
    }

    private IEnumerable<ReportLine> Versions(Blast blast, Outcomes found, IReadOnlyList<Blast> texts)
    {
        var part = words["Versions"];
        var first = blast.Racing(found.Versions.Count)[0];
        foreach (var (place, one) in found.Versions.Index())
        {
            var name = words["Version {0}: {1}", VersionsOf.Letter(place), texts[place].Heading];
            yield return new(part, name, words["Written to"], one.People);
            foreach (var line in Of(one, name)) yield return line;
            if (place == first || !found.AreAlike || blast.IsStopped(place) || ChooseVersion.Compare(found.Versions, blast, place, first) is not (var by, { } difference)) continue;
            yield return Difference(part, words["Version {0} beside version {1}, of 1,000 people", VersionsOf.Letter(place), VersionsOf.Letter(first)], Name(by), difference);
        }

        IEnumerable<ReportLine> Of(ArmOutcome one, string name) =>
        [
            .. Share(part, name, Name(VersionMeasure.Clicked), one.Clicked, one.People), .. Share(part, name, Name(VersionMeasure.Acted), one.Linked, one.People),
            .. one.KnowsKinds ? Kinds(one, name) : [],
            .. SeesGifts ? [new ReportLine(part, name, words["Money given"], Main(one.LinkedCents))] : Array.Empty<ReportLine>(),
            .. Share(part, name, Name(VersionMeasure.Unsubscribed), one.Unsubscribed, one.People), .. Share(part, name, Name(VersionMeasure.Complained), one.Complained, one.People),
        ];
    }

    private IEnumerable<ReportLine> Kinds(ArmOutcome one, string name) =>
    [
        .. Share(words["Versions"], name, words["Signed up on a page"], one.LinkedSignedUp, one.People), .. Share(words["Versions"], name, words["Signed"], one.LinkedSignatures, one.People),
        .. SeesGifts ? Share(words["Versions"], name, words["Gave"], one.LinkedGave, one.People) : [],
    ];

    private string Name(VersionMeasure by) => by switch
    {
        VersionMeasure.Acted => words["Then acted"],
        VersionMeasure.Clicked => words["Clicked"],
        VersionMeasure.Unsubscribed => words["Unsubscribed"],
        VersionMeasure.Complained => words["Called it spam"],
    };

    /// <summary>How many, and out of a thousand, with the interval in which that lies.</summary>
    private IEnumerable<ReportLine> Share(string part, string of, string measure, long count, long people)
    {
        yield return new(part, of, measure, count);
        if (people == 0) yield break;
        var (low, high) = Usual.Interval(count, people);
        yield return new(part, of, words["{0}, of 1,000 people", measure], 1000.0 * count / people, low * 1000, high * 1000);
    }

    private static ReportLine Difference(string part, string of, string measure, Difference difference) => new(part, of, measure, difference.Estimate * 1000, difference.Low * 1000, difference.High * 1000);

    private double Main(double cents) => cents / 100 * (double)new Money(100, nation.Facts.Currency).Main;
}
