using System.ComponentModel.DataAnnotations;
using Preau.Mail.Blocks;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>What the writer of a mail fills in.</summary>
public sealed class BlastForm
{
    [Required, StringLength(200), Display(Name = "Subject")]
    public string Subject { get; set; } = "";

    [StringLength(200), Display(Name = "Preview line")]
    public string? Preheader { get; set; }

    [StringLength(200_000), Display(Name = "Text")]
    public string? Body { get; set; }

    /// <summary>How the text above is written.</summary>
    public MailFormat Format { get; set; }

    [Required, Display(Name = "Language of the mail")]
    public string Language { get; set; } = "fr";

    [Display(Name = "For whom")]
    public long? SegmentId { get; set; }

    [StringLength(80), Display(Name = "Name of the sender")]
    public string? SenderName { get; set; }

    [MailAddress, StringLength(254), Display(Name = "Answers go to")]
    public string? ReplyTo { get; set; }

    [Display(Name = "Hold people out, to measure what this mail does")]
    public bool HoldsOut { get; set; }

    [Range(1, 50), Display(Name = "Held out, in percent")]
    public int? HeldOutPercent { get; set; } = 5;

    /// <summary>The state of the mail that the writer saw: what somebody else saved since is not overwritten.</summary>
    public string? Seen { get; set; }

    public static BlastForm Of(Blast blast) => new()
    {
        Subject = blast.Subject, Preheader = blast.Preheader, Body = blast.Body, Format = blast.Format, Language = blast.Language, SegmentId = blast.SegmentId, SenderName = blast.SenderName, ReplyTo = blast.ReplyTo,
        HoldsOut = blast.HeldOutShare > 0, HeldOutPercent = blast.HeldOutShare > 0 ? blast.HeldOutShare / 100 : 5,
        Seen = EditMark.Of(blast.ChangedAt),
    };

    public void CopyTo(Blast blast)
    {
        (blast.Subject, blast.Preheader, blast.Body, blast.Format, blast.Language) = (Subject.Trim(), Preheader?.Trim() ?? "", blast.Clean(Format, Body), Format, Language);
        (blast.SegmentId, blast.SenderName, blast.ReplyTo) = (blast.IsTemplate ? null : SegmentId, Given(SenderName), Given(ReplyTo));
        blast.HeldOutShare = HoldsOut && !blast.IsTemplate ? (HeldOutPercent ?? 5) * 100 : 0;
        blast.TellsOfGifts |= PersonFacts.In(blast.Subject, blast.Preheader, blast.Body).HasFlag(PersonFact.Gifts);
        // Decided anew with each sending.
        (blast.Tree, blast.Sentence, blast.Problem) = (null, blast.StepId is null && !blast.IsPattern ? null : blast.Sentence, null);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
