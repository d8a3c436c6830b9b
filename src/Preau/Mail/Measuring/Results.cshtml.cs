using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Measuring.Harm;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>One version, what those did who were to get it, and what that says beside the first.</summary>
public sealed record VersionLine(string Letter, string Subject, string Written, string Clicked, string Linked, string? Money, string Unsubscribed, string Complained, string? Sentence, string? Harm, bool IsStopped, bool IsDropped)
{
    /// <summary>Where it can be stopped, for it does harm: how many wait for it.</summary>
    public long? Stoppable { get; init; }

    /// <summary>Where it can be chosen by hand: what comes of that, and what is known.</summary>
    public string? Choice { get; init; }

    /// <summary>Where the people of this version are listed.</summary>
    public required string List { get; init; }
}

/// <summary>What a mail did, measured by those who did not get it: a part of its report that is asked for once the report is there, since it is counted.</summary>
[Needs(Permission.ViewMail)]
public sealed class ResultsPage(Database db, ReadOutcomes read, VersionsOf versions, VersionKinds kinds, HoldOutLines holdOut, ChooseByHand choose, DifferenceWords said, CurrentNation nation, CurrentAccount account, Words words) : PageModel
{
    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public Outcomes? Outcomes { get; private set; }
    public IReadOnlyList<ResultLine> Lines { get; private set; } = [];
    public IReadOnlyList<VersionLine> Versions { get; private set; } = [];

    /// <summary>What each version brought, kind by kind.</summary>
    public IReadOnlyList<KindLine> Kinds { get; private set; } = [];

    /// <summary>What those get who did not get a version by lot; null where everybody did.</summary>
    public string? Rest => Blast switch
    {
        { DecideAt: null } => null,
        { Winner: null, State: BlastState.Cancelled } => words["It was stopped before a version was chosen for the others."],
        { Winner: null, TrialWaves: > 1 and var waves } => words["The others leave in {0} waves. Before each, the versions drop out by which surely fewer people acted than by another, or followed a link where acts tell nothing; as soon as one is left, all others get it. The last wave gets the version that beats version {1}; where no difference holds, version {1}.", waves, First],
        { Winner: null } => words["The others wait, then get the version by which more people acted than by version {0}, or followed a link where no difference in that holds; where none holds at all, they get version {0}.", First],
        { Winner: { } version } when Blast.IsStopped(version) => words["Version {0} was chosen for the others and stopped after that: whoever still waited got another one.", VersionsOf.Letter(version)],
        { Winner: { } version, ChooserId: not null, DecidedAt: { } at } => ByHand(VersionsOf.Letter(version), nation.Facts.DayOf(at).ToString("D", CultureInfo.CurrentCulture)),
        { Winner: { } version, ChosenBy: VersionMeasure.Acted } => words["The others got version {0}: more people acted by it than chance explains.", VersionsOf.Letter(version)],
        { Winner: { } version, ChosenBy: VersionMeasure.Clicked } => words["The others got version {0}: more people followed a link of it than chance explains.", VersionsOf.Letter(version)],
        { Winner: { } version, IsClear: true } => words["The others got version {0}: it did better than chance explains.", VersionsOf.Letter(version)],
        { Winner: { } version } when Blast.Racing(Count) is [var one] && one == version => words["The others got version {0}: it was the only one left.", VersionsOf.Letter(version)],
        { Winner: { } version, Dropped: > 0 } => words["No difference between the versions that were left held when the time was over, so the others got the first of these, version {0}.", VersionsOf.Letter(version)],
        { Winner: { } version and > 0 } => words["No difference held between the versions that do no harm, so the others got the first of these, version {0}.", VersionsOf.Letter(version)],
        _ => words["No difference between the versions held when the time was over, so the others got version {0}.", Blast.Winner is { } chosen ? VersionsOf.Letter(chosen) : First],
    };

    /// <summary>How many have the mail, where those who have not yet count as well.</summary>
    public string? Reached { get; private set; }

    /// <summary>What is to be known of versions that leave at different hours.</summary>
    public string? Hours => Outcomes switch
    {
        null or { Age: null } => null,
        { AreAlike: true, Age: { } age } => words["The versions left at different hours: of each person counts what they did in the same time after theirs left, {0}.", FirstForm.Label((int)age.TotalMinutes, words)],
        _ when Blast.State == BlastState.Cancelled => words["It was stopped before all versions had left, and they leave at different hours: they are not compared."],
        { } found when Enumerable.Range(0, found.Delays.Count).Where(p => found.Since.AddMinutes(found.Delays[p]) > found.CountedAt).Select(VersionsOf.Letter).ToList() is { Count: > 0 } late => words["Version {0} has not left yet. Versions that leave at different hours are compared once all have left, and then at the same age.", string.Join(", ", late)],
        _ => words["Versions that leave at different hours are compared once all have left, and then at the same age."],
    };

    /// <summary>What they did who followed a link, and what that brought.</summary>
    public string? Brought => Outcomes?.Written is not { } written ? null
        : written.LinkedCents > 0 && account.Can(Permission.ViewGifts) ? words.Count(written.Linked, "{0} person signed, signed up or gave after following a link of it: {1} in gifts.", "{0} people signed, signed up or gave after following a link of it: {1} in gifts.", new Money(written.LinkedCents, nation.Facts.Currency).Brief())
        : words.Count(written.Linked, "{0} person signed, signed up or gave after following a link of it.", "{0} people signed, signed up or gave after following a link of it.");

    /// <summary>Nothing says what they would have done without it.</summary>
    public bool IsPlain => Lines.Count + Versions.Count == 0;

    /// <summary>Nobody complains of a text by anything that tells.</summary>
    public bool HasComplaints => !Blast.IsText;

    private string First => VersionsOf.Letter(FirstPlace);
    private int Count => Outcomes?.Versions.Count ?? 1;
    private int FirstPlace => Blast.Racing(Count)[0];

    /// <summary>Which wave is under way, and how far it is; null where there are none.</summary>
    public string? Wave { get; private set; }

    /// <summary>Who chose the version by hand; null where nobody did, or they are gone.</summary>
    private string? chooser;

    public bool HasDropped => Blast.Dropped > 0;

    public bool CanChoose => Blast is { DecideAt: not null, Winner: null, State: BlastState.Sending or BlastState.Paused } && account.Can(Permission.SendMail);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Measured().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        (Blast, Outcomes) = (blast, await read.Look(blast, ct));
        if (blast.ChooserId is { } by) chooser = await db.Accounts.Where(a => a.Id == by).Select(a => a.Name).SingleOrDefaultAsync(ct);
        if (Outcomes is { } found)
        {
            if (blast.HeldOutShare > 0) (Lines, Reached) = ([.. (await holdOut.Kinds(blast, found, ct)).Select(holdOut.Say)], await SoFar(found, ct));
            if (found.Versions.Count > 1) (Versions, Kinds) = (await Of(found, (await versions.Run(blast, ct)).Versions, ct), [.. kinds.Of(found, blast).Select(kinds.Say)]);
            if (blast is { TrialWaves: > 1, Winner: null, State: BlastState.Sending or BlastState.Paused }) Wave = await UnderWay(ct);
        }

        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("_Results", this) : Page();
    }

    private async Task<string> UnderWay(CancellationToken ct)
    {
        var (first, next) = (BlastArm.At(Blast.Wave, 0), BlastArm.At(Blast.Wave + 1, 0));
        var all = await db.BlastArms.Where(a => a.BlastId == Blast.Id && a.Place >= first && a.Place < next).SumAsync(a => a.People, ct);
        // By the index on what waits: what waits for a later wave is due at no time.
        var due = db.MailDeliveries.Where(d => d.Month == Blast.Month && d.BlastId == Blast.Id && d.Wave == Blast.Wave && !d.IsRest);
        var waiting = await due.LongCountAsync(d => d.State == DeliveryState.Waiting && d.NextAt < MailDelivery.Never, ct) + await due.LongCountAsync(d => d.State == DeliveryState.Leased, ct);
        var (left, of) = (Math.Max(0, all - waiting).ToString("N0", CultureInfo.CurrentCulture), all.ToString("N0", CultureInfo.CurrentCulture));
        return Blast.Wave == 0 ? words["The first part is under way: it has left for {0} of {1} people.", left, of] : words["Wave {2} of {3} is under way: it has left for {0} of {1} people.", left, of, Blast.Wave, Blast.TrialWaves];
    }

    /// <summary>A warm-up takes many days, and one that was stopped did not reach them all.</summary>
    private async Task<string?> SoFar(Outcomes found, CancellationToken ct)
    {
        if (Blast.State is not (BlastState.Sending or BlastState.Paused or BlastState.Cancelled)) return null;
        var (sent, all) = ((await db.BlastTotals.AsNoTracking().SingleAsync(t => t.BlastId == Blast.Id, ct)).Sent.ToString("N0", CultureInfo.CurrentCulture), found.Written.People.ToString("N0", CultureInfo.CurrentCulture));
        return Blast.State == BlastState.Cancelled ? words["It was stopped when {0} of {1} had it.", sent, all] : words["{0} of {1} have it so far.", sent, all];
    }

    /// <summary>Each beside the first; nothing is said of those that were stopped, nor before all are alike.</summary>
    private async Task<List<VersionLine>> Of(Outcomes found, IReadOnlyList<Blast> texts, CancellationToken ct)
    {
        var (outcomes, first) = (found.Versions, FirstPlace);
        var mayStop = Blast.State is BlastState.Sending or BlastState.Paused && account.Can(Permission.SendMail);
        var lines = new List<VersionLine>(outcomes.Count);
        foreach (var (place, one) in outcomes.Index())
        {
            var harm = found.AreAlike ? FindHarm.Of(outcomes, Blast, place) : null;
            var (by, difference) = ChooseVersion.Compare(outcomes, Blast, place, first);
            var sentence = Blast.IsStopped(place) ? words["It is compared with nothing any more: it left to fewer people than the others, and earlier."] : place == first || !found.AreAlike ? null : said.OfVersion(by, difference, First);
            lines.Add(new(
                VersionsOf.Letter(place), texts[place].Heading, one.People.ToString("N0", CultureInfo.CurrentCulture), Share(one, o => o.Clicked), Share(one, o => o.Linked),
                account.Can(Permission.ViewGifts) ? new Money(one.LinkedCents, nation.Facts.Currency).Brief() : null, Share(one, o => o.Unsubscribed), Share(one, o => o.Complained),
                sentence, harm is { } h ? said.OfVersion(h.By, h.Difference, VersionsOf.Letter(h.Other)) : null, Blast.IsStopped(place), Blast.IsDropped(place))
            {
                List = string.Create(CultureInfo.InvariantCulture, $"~/mail/{Blast.Id}/deliveries?version={place}"),
                Stoppable = harm is not null && mayStop
                    ? await db.MailDeliveries.LongCountAsync(d => d.Month == Blast.Month && d.BlastId == Blast.Id && d.State == DeliveryState.Waiting && d.Version == place, ct) : null,
            });
        }

        return CanChoose ? Choices(lines, first, await choose.Waiting(Blast, ct)) : lines;
    }

    private List<VersionLine> Choices(List<VersionLine> lines, int first, long waiting)
    {
        return [.. lines.Select((line, place) => line.IsStopped ? line : line with { Choice = Choice(line, place) })];

        string Choice(VersionLine line, int place)
        {
            var known = place == first ? lines.Where(l => l != line && !l.IsStopped && l.Sentence is not null).Select(l => words["Version {0}: {1}", l.Letter, l.Sentence ?? ""]) : line.Sentence is { } sentence ? [sentence] : [];
            string?[] said =
            [
                words.Count(waiting, "{0} person who waits for a version gets version {1} now, whatever the numbers say.", "{0} people who wait for a version get version {1} now, whatever the numbers say.", line.Letter),
                Blast.State == BlastState.Paused ? words["It is paused: they get it once it goes on."] : null,
                words["The comparison ends for good: nothing more is drawn by lot, and this cannot be taken back."], .. known, line.Harm,
            ];
            return string.Join(' ', said.OfType<string>());
        }
    }

    private string ByHand(string letter, string day) => chooser is { } name ? words["The others got version {0}: {1} chose it by hand on {2}.", letter, name, day] : words["The others got version {0}: it was chosen by hand on {1}.", letter, day];

    private static string Share(ArmOutcome outcome, Func<ArmOutcome, long> did) => DifferenceWords.Share(outcome.Arm(did));
}
