using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Measuring;
using Preau.Shared;

namespace Preau.Mail.Templates;

/// <summary>Keeps the text of a mail as a template, in all its languages. Whom the mail was for, what was measured by it and versions that were drawn by lot are its own.</summary>
public sealed class KeepTemplate(Database db, CurrentAccount account, Words words, TimeProvider clock)
{
    public const int LongestName = 80;
    public const int Most = 100;

    /// <returns>The template, or why it is not kept.</returns>
    public async Task<(Blast? Kept, string? WhyNot)> Run(Blast mail, string? name, CancellationToken ct)
    {
        var (named, whyNot) = Named(name);
        if (named is null) return (null, whyNot);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Templates().CountAsync(ct) >= Most) return (null, words["{0} templates are kept already: delete one first.", Most]);
        var template = new Blast
        {
            TemplateName = named, TellsOfGifts = mail.TellsOfGifts, Channel = Channel.Email, Subject = mail.Subject, Preheader = mail.Preheader, Body = mail.Body, Format = mail.Format, Language = mail.Language, SenderName = mail.SenderName, ReplyTo = mail.ReplyTo,
            AuthorId = account.Id, CreatedAt = now, ChangedAt = now,
        };
        db.Add(template);
        db.AddRange((await db.LanguagesOf(mail.Id, mail.Language, ct)).Select(v => v.For(template.Id, 0)));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (template, null);
    }

    /// <returns>Why it keeps its name; null where it has the new one.</returns>
    public async Task<string?> Rename(Blast template, string? name, CancellationToken ct)
    {
        var (named, whyNot) = Named(name);
        if (named is null) return whyNot;
        template.TemplateName = named;
        await db.SaveChangesAsync(ct);
        return null;
    }

    private (string? Name, string? WhyNot) Named(string? name)
    {
        var named = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return NameKey.Of(named).Length == 0 ? (null, words["The name needs a letter or a figure."]) : named.Length > LongestName ? (null, words["The name is too long: {0} signs at most.", LongestName]) : (named, null);
    }
}

public static class TemplateRows
{
    public static IQueryable<Blast> Templates(this Database db) => db.Blasts.Where(b => b.TemplateName != null);

    /// <summary>A mail's own text in other languages than this one.</summary>
    public static Task<List<BlastVersion>> LanguagesOf(this Database db, long blastId, string language, CancellationToken ct) =>
        db.BlastVersions.AsNoTracking().Where(v => v.BlastId == blastId && v.Place == 0 && v.Language != language).OrderBy(v => v.Language).ToListAsync(ct);
}
