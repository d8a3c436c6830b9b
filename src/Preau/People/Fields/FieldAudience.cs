using Preau.Accounts;

namespace Preau.People;

/// <summary>Whom a field is for. The owner is always among them.</summary>
public enum FieldAudience
{
    /// <summary>Whoever sees the person, volunteers too.</summary>
    Everybody,

    /// <summary>Staff and finance officers.</summary>
    Office,
    Staff,
    Finance,
    Owner,
}

public static class FieldAudiences
{
    public static bool Includes(this FieldAudience audience, Role role) => role == Role.Owner || audience switch
    {
        FieldAudience.Everybody => true,
        FieldAudience.Office => role is Role.Staff or Role.Finance,
        FieldAudience.Staff => role == Role.Staff,
        FieldAudience.Finance => role == Role.Finance,
        FieldAudience.Owner => false,
    };

    /// <summary>Whether nobody is in the other one who is not in this one.</summary>
    public static bool Covers(this FieldAudience audience, FieldAudience other) => Array.TrueForAll(Enum.GetValues<Role>(), r => !other.Includes(r) || audience.Includes(r));
}
