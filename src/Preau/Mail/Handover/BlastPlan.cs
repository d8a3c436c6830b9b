using Preau.Settings;

namespace Preau.Mail;

/// <summary>All that the mails of a blast have in common, made once for all its senders. Read by several at once.</summary>
public sealed record BlastPlan(Blast Blast, MailSettings Mail, MailTemplate Template, LetterBody Body, LetterHead Head, MailSigner Signer, IReadOnlyList<long> LinkIds, Seal Seal)
{
    public HandoverKey KeyOf(Envelope envelope) => new(Blast.NationId.Value, Blast.Month ?? 0, Blast.Id, envelope.PersonId, envelope.Attempt);
}
