using System.ComponentModel.DataAnnotations;

namespace Preau.Mail.Measuring;

/// <summary>What may differ between the versions of a mail.</summary>
public sealed class VersionForm
{
    [Required, StringLength(200), Display(Name = "Subject")]
    public string Subject { get; set; } = "";

    [StringLength(200_000), Display(Name = "Text")]
    public string? Body { get; set; }

    [StringLength(80), Display(Name = "Name of the sender")]
    public string? SenderName { get; set; }

    public static VersionForm Of(BlastVersion version) => new() { Subject = version.Subject, Body = version.Body, SenderName = version.SenderName };

    public void CopyTo(BlastVersion version, Blast blast) => (version.Subject, version.Body, version.SenderName) = (Subject.Trim(), blast.Clean(Body), string.IsNullOrWhiteSpace(SenderName) ? null : SenderName.Trim());
}
