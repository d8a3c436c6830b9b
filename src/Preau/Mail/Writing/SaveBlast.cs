using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Blocks;
using Preau.Mail.Brand;
using Preau.Mail.Measuring;
using Preau.Mail.Templates;
using Preau.Nations;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Writing;

public abstract record BlastSaved
{
    public sealed record Saved(Blast Blast) : BlastSaved;

    /// <summary>It is no draft any more: somebody decided to send it.</summary>
    public sealed record Decided(BlastState State) : BlastSaved;

    /// <summary>Somebody saved it since the writer opened it.</summary>
    public sealed record Overtaken(Blast Blast) : BlastSaved;
}

/// <summary>Makes drafts and changes them. Of two who save, or of one who saves and one who sends, the first wins and the other is told.</summary>
public sealed class SaveBlast(Database db, CurrentAccount account, VersionsOf versions, SiteViews views, NationSettings settings, TimeProvider clock)
{
    public async Task<Blast> New(BlastForm form, Channel channel, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var blast = new Blast { Channel = channel, Subject = form.Subject, Language = form.Language, AuthorId = account.Id, CreatedAt = now, ChangedAt = now };
        form.CopyTo(blast);
        db.Add(blast);
        await db.SaveChangesAsync(ct);
        return blast;
    }

    /// <summary>A draft with what somebody made of a template; the template's texts in other languages come along as they stand.</summary>
    public async Task<Blast> Begin(BlastForm form, Blast template, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var blast = await New(form, Channel.Email, ct);
        blast.TellsOfGifts |= template.TellsOfGifts;
        db.AddRange((await db.LanguagesOf(template.Id, blast.Language, ct)).Select(v => v.For(blast.Id, 0)));
        await db.SaveChangesAsync(ct);
        // Somebody may have written the template another way since.
        await Turn(blast, template.Format, blast.Format, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return blast;
    }

    /// <summary>The same mail as a new draft; whom it was for is kept where the segment is still there.</summary>
    public async Task<Blast> Copy(Blast blast, string subject, CancellationToken ct)
    {
        var form = BlastForm.Of(blast);
        form.Subject = subject;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var copy = await New(form, blast.Channel, ct);
        copy.TellsOfGifts |= blast.TellsOfGifts;
        await versions.Copy(blast, copy, change: null, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return copy;
    }

    /// <param name="blast">A draft.</param>
    /// <param name="form">What somebody wrote; checked.</param>
    /// <param name="turn">The way in which it is written from now on; null where that stays.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<BlastSaved> Run(Blast blast, BlastForm form, MailFormat? turn, CancellationToken ct)
    {
        var seen = EditMark.Read(form.Seen);
        var now = clock.GetUtcNow();
        // A mark of its own even when two save within one tick of the clock.
        if (now <= seen) now = seen.AddMicroseconds(1);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One statement decides who was first.
        var isMine = await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Draft && b.ChangedAt == seen).ExecuteUpdateAsync(s => s.SetProperty(b => b.ChangedAt, now), ct) == 1;
        await db.Entry(blast).ReloadAsync(ct);
        if (!isMine) return blast.State == BlastState.Draft ? new BlastSaved.Overtaken(blast) : new BlastSaved.Decided(blast.State);
        var before = blast.Format;
        form.CopyTo(blast);
        await Turn(blast, before, turn ?? blast.Format, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new BlastSaved.Saved(blast);
    }

    /// <summary>All versions of a mail are written in one way.</summary>
    private async Task Turn(Blast blast, MailFormat before, MailFormat to, CancellationToken ct)
    {
        if (blast.IsText || (blast.Format == to && before == to)) return;
        var look = MailLook.Of((await views.Site(blast.Language, null, ct)).Colours, await settings.Get<BrandSettings>(ct));
        (blast.Body, blast.Format) = (MailSource.Turned(blast.Format, to, blast.Body, look), to);
        foreach (var version in await db.BlastVersions.Where(v => v.BlastId == blast.Id).ToListAsync(ct)) version.Body = MailSource.Turned(before, to, version.Body, look);
    }
}
