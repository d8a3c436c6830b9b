namespace Preau.Mail.Approval;

/// <summary>When a message needs a second person.</summary>
public sealed class ApprovalSettings
{
    /// <summary>A message to more people than this; null is never.</summary>
    public long? Above { get; set; }
}
