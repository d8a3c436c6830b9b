using System.Linq.Expressions;
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
        var place = await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id && v.Language == BlastVersion.Own, ct) + 1;
        if (blast.IsAnswer || place >= VersionsOf.Most || !await Holds(blast, ct)) return null;
        var now = await Now(blast, ct);
        db.Add(new BlastVersion { BlastId = blast.Id, Place = place, Subject = now.Subject, Body = now.Body, SenderName = now.SenderName });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return place;
    }

    /// <summary>A version in another language, to be translated from what stands there. What it shares with the first one begins as what that says in the language.</summary>
    /// <returns>False of an answer, where there is no such version, or one in that language already, or when it is no draft any more.</returns>
    public async Task<bool> AddLanguage(Blast blast, int place, string language, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (blast.IsAnswer || !Shared.Words.Languages.Contains(language, StringComparer.Ordinal) || !await Holds(blast, ct)) return false;
        var (now, others) = (await Now(blast, ct), await db.BlastVersions.Where(v => v.BlastId == blast.Id).ToListAsync(ct));
        if (now.Language == language || others.Exists(v => v.Place == place && v.Language == language)) return false;
        if ((place == 0 ? now : others.Where(v => v.Place == place && !v.IsTranslation).Select(now.As).FirstOrDefault()) is not { } own) return false;
        var first = others.Find(v => v.Place == 0 && v.Language == language);
        db.Add(new BlastVersion
        {
            BlastId = blast.Id, Place = place, Language = language, SenderName = own.SenderName, ReplyTo = own.ReplyTo == now.ReplyTo ? null : own.ReplyTo, Preheader = first?.Preheader ?? now.Preheader,
            Subject = first is not null && own.Subject == now.Subject ? first.Subject : own.Subject, Body = first is not null && own.Body == now.Body ? first.Body : own.Body,
        });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
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

    /// <summary>The last one, in all languages: the letters of the others stay what they are.</summary>
    /// <returns>False when there is none, or when the mail is no draft any more.</returns>
    public async Task<bool> RemoveLast(Blast blast, CancellationToken ct)
    {
        var last = await db.BlastVersions.Where(v => v.BlastId == blast.Id).MaxAsync(v => (int?)v.Place, ct) ?? 0;
        return last > 0 && await Remove(blast, v => v.Place == last, ct);
    }

    /// <summary>What is written in this language, of all versions.</summary>
    /// <returns>False when nothing is, or when the mail is no draft any more.</returns>
    public Task<bool> RemoveLanguage(Blast blast, string language, CancellationToken ct) => Remove(blast, v => v.Language == language && v.Language != BlastVersion.Own, ct);

    private async Task<bool> Remove(Blast blast, Expression<Func<BlastVersion, bool>> which, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.BlastVersions.Where(v => v.BlastId == blast.Id).Where(which).ToListAsync(ct) is not [_, ..] gone || !await Holds(blast, ct)) return false;
        db.RemoveRange(gone);
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
