namespace Preau.Law;

/// <summary>What a person may consent to. Each is asked on its own, unticked.</summary>
public enum Purpose
{
    /// <summary>News of the campaign by e-mail, the same to everybody.</summary>
    News,
    Sms,
    Call,

    /// <summary>Messages chosen by what the campaign knows of the person.</summary>
    Targeted,

    /// <summary>Whether the person opened a message.</summary>
    Measure,
    AfterElection,
}
