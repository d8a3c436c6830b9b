namespace Preau.Donations.Acknowledging;

/// <summary>How far the mail has come that tells a donor that the gift is there.</summary>
public enum AcknowledgementState
{
    /// <summary>None was asked for.</summary>
    None,

    /// <summary>A job will hand it over.</summary>
    Waiting,

    /// <summary>Being handed over. Where no end follows, it may have arrived: it is never sent again by itself.</summary>
    Leaving,
    Sent,

    /// <summary>The relay refused it for good.</summary>
    Refused,

    /// <summary>The nation had no relay.</summary>
    NoRelay,

    /// <summary>What is sent to this address comes back, or its owner asked that nothing be.</summary>
    Shut,
}
