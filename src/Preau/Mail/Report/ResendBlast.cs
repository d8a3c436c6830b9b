using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Measuring;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Mail.Report;

public abstract record Resending
{
    public sealed record Made(long DraftId) : Resending;

    public sealed record Refused(string Reason) : Resending;
}

/// <summary>
/// The same mail once more, for those who got it and followed no link. A segment says who they are: so it goes, like every mail for a segment, only to those who agreed to messages chosen
/// by what is known of them, and whoever left, complained, was held out or clicks meanwhile is not among them. In all its languages; of versions that were drawn by lot in the words of the better one.
/// </summary>
public sealed class ResendBlast(Database db, VersionsOf versions, ReadOutcomes read, CurrentAccount account, Words words, TimeProvider clock)
{
    public static readonly TimeSpan Earliest = TimeSpan.FromHours(48);
    private const int LongestName = 60;
    private const int LongestSubject = 170;

    /// <summary>Null where nothing stands in its way; empty where it is never offered.</summary>
    public async Task<string?> WhyNot(Blast blast, CancellationToken ct)
    {
        if (blast.IsText || blast.State != BlastState.Sent || blast.StepId is not null || blast.ResendOf is not null || blast.FrozenAt is not { } left) return "";
        if (await db.Blasts.AnyAsync(b => b.ResendOf == blast.Id, ct)) return words["It was written once more already: a mail is repeated once at most."];
        if (blast.ForgottenAt is not null) return words["Who got it is not kept any more."];
        return clock.GetUtcNow() - (blast.EndedAt ?? left) < Earliest ? words["It left less than two days ago: many read their mail only then."] : null;
    }

    public async Task<Resending> Run(Blast blast, CancellationToken ct)
    {
        if (await WhyNot(blast, ct) is { } reason) return new Resending.Refused(reason.Length > 0 ? reason : words["This one cannot be repeated."]);
        var (now, written) = (clock.GetUtcNow(), await versions.Run(blast, ct));
        var place = await Best(blast, written.Versions.Count, ct);
        var best = written.Versions[place];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var segment = new Segment
        {
            Name = words["Did not click in “{0}”", blast.Heading.Length > LongestName ? blast.Heading.Cut(LongestName) + "…" : blast.Heading],
            Tree = SegmentTree.Write(new SegmentGroup(Joining.All, [new SegmentCondition("clicked", "not_in", [blast.Id.ToString(CultureInfo.InvariantCulture)])])), CreatedAt = now, ChangedAt = now,
        };
        db.Add(segment);
        var draft = new Blast
        {
            ResendOf = blast.Id, TellsOfGifts = blast.TellsOfGifts, SegmentId = segment.Id, Subject = Again(best.Subject, blast.Language), Preheader = blast.Preheader, Body = best.Body, Format = blast.Format,
            Language = blast.Language, SenderName = best.SenderName, ReplyTo = best.ReplyTo, AuthorId = account.Id, CreatedAt = now, ChangedAt = now,
        };
        db.Add(draft);
        foreach (var version in await db.BlastVersions.AsNoTracking().Where(v => v.BlastId == blast.Id && v.Place == place && v.Language != BlastVersion.Own).ToListAsync(ct))
        {
            var again = version.For(draft.Id, 0);
            again.Subject = Again(again.Subject, again.Language);
            db.Add(again);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new Resending.Made(draft.Id);
    }

    /// <summary>The version that was chosen, else the one that did better in the end, or the first of those that are left.</summary>
    private async Task<int> Best(Blast blast, int versions, CancellationToken ct)
    {
        if (versions == 1) return 0;
        if (blast.Winner is { } winner && winner < versions && !blast.IsStopped(winner)) return winner;
        return await read.Run(blast, ct) is { AreAlike: true } found ? ChooseVersion.Of(found.Versions, blast).Place : blast.Racing(versions)[0];
    }

    private string Again(string subject, string language) => words.In(language)["Once more: {0}", subject.Cut(LongestSubject)];
}
