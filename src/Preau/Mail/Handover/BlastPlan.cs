using Preau.Settings;

namespace Preau.Mail;

/// <summary>All that the mails of a blast have in common, made once for all its senders. Read by several at once.</summary>
public sealed record BlastPlan(Blast Blast, MailSettings Mail, IReadOnlyList<TextPlan> Texts, MailSigner Signer, Seal Seal)
{
    public HandoverKey KeyOf(Envelope envelope) => new(Blast.NationId.Value, Blast.Month ?? 0, Blast.Id, envelope.PersonId, envelope.Attempt);
}

/// <summary>The same of one of its texts.</summary>
public sealed record TextPlan(MailTemplate Template, LetterBody Body, LetterHead Head, IReadOnlyList<long> LinkIds);
