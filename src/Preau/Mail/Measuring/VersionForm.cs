using System.ComponentModel.DataAnnotations;
using Preau.Mail.Blocks;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>What may differ between the versions of a mail.</summary>
public sealed class VersionForm
{
    [Required, StringLength(200), Display(Name = "Subject")]
    public string Subject { get; set; } = "";

    [StringLength(200), Display(Name = "Preview line")]
    public string? Preheader { get; set; }

    [StringLength(200_000), Display(Name = "Text")]
    public string? Body { get; set; }

    /// <summary>How the text above is written; the mail may be written otherwise since.</summary>
    public MailFormat Format { get; set; }

    [StringLength(80), Display(Name = "Name of the sender")]
    public string? SenderName { get; set; }

    [MailAddress, StringLength(254), Display(Name = "Answers go to")]
    public string? ReplyTo { get; set; }

    /// <summary>In minutes; nought is at once.</summary>
    public static readonly IReadOnlyList<int> Delays = [0, 60, 120, 240, 480, 720, 1440, 2880];

    [AllowedValues(0, 60, 120, 240, 480, 720, 1440, 2880), Display(Name = "It leaves")]
    public int Delay { get; set; }

    public static VersionForm Of(BlastVersion version, MailFormat format) => new() { Subject = version.Subject, Preheader = version.Preheader, Body = version.Body, Format = format, SenderName = version.SenderName, ReplyTo = version.ReplyTo, Delay = version.DelayMinutes };

    public static string Label(int minutes, Words words) => minutes == 0 ? words["together with the first"] : words["{0} later than the first", FirstForm.Label(minutes, words)];

    /// <param name="version">Of a draft.</param>
    /// <param name="blast">That draft, as it is written by now.</param>
    public void CopyTo(BlastVersion version, Blast blast)
    {
        var body = blast.Clean(Format, Body);
        (version.Subject, version.SenderName, version.ReplyTo) = (Subject.Trim(), Given(SenderName), blast.IsText ? null : Given(ReplyTo));
        if (version.IsTranslation) version.Preheader = Preheader?.Trim() ?? "";
        else version.DelayMinutes = Delay;
        version.Body = blast.IsText ? body : MailSource.Turned(Format, blast.Format, body, MailLook.Plain);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
