namespace Preau.Duplicates;

/// <summary>What speaks for two records being one person, or against it.</summary>
public enum Reason
{
    Mail,
    Phone,
    Name,

    /// <summary>The last name, and a first name of which one is the beginning of the other: «J. Martin».</summary>
    NearName,

    /// <summary>One bears another name of the other: at birth and in use, as the roll has them.</summary>
    OtherName,
    Born,
    Street,
    Postcode,
    OtherFirstName,
    OtherLastName,
    OtherBorn,
    OtherSex,
    OtherNumber,
}
