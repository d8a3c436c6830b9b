using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Mail.Measuring;

/// <summary>Adds, changes and takes away versions of a draft. What is decided to be sent stays as it was checked.</summary>
public sealed class ChangeVersions(Database db, TimeProvider clock)
{
    /// <returns>Its place; null of an answer, which is in the language of its page; when there are as many as there may be, or when the mail is no draft any more.</returns>
    public async Task<int?> Add(Blast blast, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var place = await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id, ct) + 1;
        if (blast.IsAnswer || place >= VersionsOf.Most || !await Holds(blast, ct) || await db.BlastVersions.AnyAsync(v => v.BlastId == blast.Id && v.Language != null, ct)) return null;
        var now = await Now(blast, ct);
        db.Add(new BlastVersion { BlastId = blast.Id, Place = place, Subject = now.Subject, Body = now.Body, SenderName = now.SenderName });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return place;
    }

    /// <summary>The same in another language, to be translated from what stands there. What is drawn by lot and what goes by language exclude each other: a lot within each language would leave too few to tell apart.</summary>
    /// <returns>Its place; null of an answer, where there is that language already, or versions that are drawn by lot, or when it is no draft any more.</returns>
    public async Task<int?> AddLanguage(Blast blast, string language, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (blast.IsAnswer || !Shared.Words.Languages.Contains(language, StringComparer.Ordinal) || !await Holds(blast, ct)) return null;
        var (now, others) = (await Now(blast, ct), await db.BlastVersions.Where(v => v.BlastId == blast.Id).ToListAsync(ct));
        if (now.Language == language || others.Exists(v => v.Language is null || v.Language == language)) return null;
        var place = others.Count + 1;
        db.Add(new BlastVersion { BlastId = blast.Id, Place = place, Language = language, Subject = now.Subject, Preheader = now.Preheader, Body = now.Body, SenderName = now.SenderName });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return place;
    }

    /// <returns>False when the mail is no draft any more.</returns>
    public async Task<bool> Save(Blast blast, BlastVersion version, VersionForm form, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Holds(blast, ct)) return false;
        form.CopyTo(version, await Now(blast, ct));
        if (PersonFacts.In(version.Subject, version.Preheader, version.Body).HasFlag(PersonFact.Gifts)) await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.TellsOfGifts, true), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>The last one: the letters of the others stay what they are.</summary>
    /// <returns>False when there is none, or when the mail is no draft any more.</returns>
    public async Task<bool> RemoveLast(Blast blast, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.BlastVersions.Where(v => v.BlastId == blast.Id).OrderByDescending(v => v.Place).FirstOrDefaultAsync(ct) is not { } last || !await Holds(blast, ct)) return false;
        db.Remove(last);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <returns>False when the mail is no draft any more.</returns>
    public async Task<bool> SendFirst(Blast blast, FirstForm form, CancellationToken ct)
    {
        var (share, minutes, waves) = form.IsFirst ? ((form.Percent ?? 20) * 100, form.Minutes, form.Waves) : (0, 0, 1);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Holds(blast, ct)) return false;
        await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.TrialShare, share).SetProperty(b => b.TrialMinutes, minutes).SetProperty(b => b.TrialWaves, waves), ct);
        db.Trail.Record("blast.changed", [], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>As it is written since whoever turned it let go.</summary>
    private Task<Blast> Now(Blast blast, CancellationToken ct) => db.Blasts.AsNoTracking().SingleAsync(b => b.Id == blast.Id, ct);

    // One statement decides between this and a sending that is decided just now, and lets whoever looks at the last page look again.
    private async Task<bool> Holds(Blast blast, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Draft).ExecuteUpdateAsync(s => s.SetProperty(b => b.ChangedAt, now), ct) == 1;
    }
}
