using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Segments;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Launch;

/// <summary>Who a mail is from and for, as people read it.</summary>
public sealed class BlastSummary(Database db, SegmentSentence sentence, NationSettings settings, BlastChannels channels, Words words)
{
    /// <summary>As it was when sending was decided; of a draft, as it is now.</summary>
    public async Task<string> WhoTo(Blast blast, string language, CancellationToken ct)
    {
        var tree = blast.Tree ?? (blast.SegmentId is { } id ? await db.Segments.Where(s => s.Id == id).Select(s => s.Tree).SingleOrDefaultAsync(ct) : null);
        return tree is null ? blast.Sentence ?? (blast.IsText ? words["Everybody who agreed to texts"] : words["Everybody who asked for news"]) : SegmentTree.Read(tree, out _) is { } read ? await sentence.Of(read, language, ct) : blast.Sentence ?? "";
    }

    /// <summary>Null where answers go to the sender.</summary>
    public async Task<string?> AnswersTo(Blast blast, CancellationToken ct) => blast.IsText ? null : blast.ReplyTo ?? (await settings.Get<MailSettings>(ct)).ReplyTo;

    public Task<string> From(Blast blast, CancellationToken ct) => channels.Of(blast).From(blast, ct);
}
