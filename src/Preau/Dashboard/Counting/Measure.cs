namespace Preau.Dashboard.Counting;

/// <summary>What is counted by the day.</summary>
public enum Measure
{
    /// <summary>People the campaign knows, apart from those of whom only the roll tells; on the day they came, by where they came from.</summary>
    Contacts,

    /// <summary>Contacts who agreed to news, on the day they did.</summary>
    News,

    /// <summary>Contacts who agreed to news, can be reached, and never got a mail.</summary>
    Unwritten,

    /// <summary>By page.</summary>
    SignUps,

    /// <summary>By page.</summary>
    Signatures,

    /// <summary>Gifts whose money came, and what is left of it, on the day they were given.</summary>
    Gifts,
}
