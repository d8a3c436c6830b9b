namespace Preau.Texting;

/// <summary>
/// Somebody who brings texts to telephones. It is asked once for each text: an answer that did not come may mean that the text left, and asking again could send it twice.
/// What it tells later comes to <see cref="TextEndpoints"/> or <see cref="TwilioEndpoints"/>, at addresses that only it knows.
/// </summary>
public interface ISmsGateway
{
    Task<SmsOutcome> Send(OutgoingSms sms, CancellationToken ct);
}

/// <param name="Reference">Our own name of the text, which comes back with reports.</param>
/// <param name="To">E.164.</param>
/// <param name="Text">As it is read.</param>
/// <param name="From">The number of ours that they wrote to, or that was chosen for a text to many; null where neither is so.</param>
public sealed record OutgoingSms(string Reference, string To, string Text, string? From = null);

public abstract record SmsOutcome
{
    /// <param name="GatewayId">The gateway's number of it, where it gives one.</param>
    public sealed record Accepted(string? GatewayId) : SmsOutcome;

    /// <summary>It surely did not leave.</summary>
    /// <param name="Answer">In the gateway's words, without anything that we sent.</param>
    /// <param name="IsForGood">Trying again brings the same.</param>
    /// <param name="IsAway">It is not there, or takes nothing from us: any other text would fare the same.</param>
    /// <param name="HasStopped">Its owner told the gateway STOP, which lets nothing more through: heard here, too.</param>
    public sealed record Refused(string Answer, bool IsForGood, bool IsAway = false, bool HasStopped = false) : SmsOutcome;

    /// <summary>It may have left.</summary>
    public sealed record Unknown(string Answer) : SmsOutcome;
}

/// <summary>What a report of a network says.</summary>
public enum SmsReport
{
    OnItsWay,
    Delivered,
    NotDelivered,
}
