using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>What a comparison looks at of somebody.</summary>
public sealed class Traits
{
    public required long Id { get; init; }
    public required string First { get; init; }
    public required string Last { get; init; }
    public DateOnly? Born { get; init; }
    public string? Sex { get; init; }
    public HashSet<string> Emails { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Phones { get; } = new(StringComparer.Ordinal);

    /// <summary>Street and postcode folded, where the street is known.</summary>
    public HashSet<string> Streets { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Postcodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that somebody is known by elsewhere, last and first name folded without spaces.</summary>
    public HashSet<string> OtherNames { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, HashSet<string>> Numbers { get; } = new(StringComparer.Ordinal);
}

/// <summary>How much each reason weighs, and what two records come to. The only place with weights.</summary>
/// <remarks>
/// The weights are our own judgement, not measured: a mail address is nearly a person's own, a telephone is a household's, a name alone is shared by
/// many, a birth date is written by few. They are made so that two signs that are each common stay below the line, and a couple or a father and son
/// who share an address stay two.
/// </remarks>
public sealed record Evidence(int Score, bool IsSure, IReadOnlyList<Reason> Reasons)
{
    /// <summary>From here on a pair is suggested.</summary>
    public const int Suggested = 50;

    private static int Weight(Reason reason) => reason switch
    {
        Reason.Mail => 50,
        Reason.Phone => 30,
        Reason.Name => 35,
        Reason.NearName => 20,
        Reason.OtherName => 30,
        Reason.Born => 30,
        Reason.Street => 20,
        Reason.Postcode => 15,
        Reason.OtherFirstName => -60,
        Reason.OtherLastName => -25,
        Reason.OtherBorn => -50,
        Reason.OtherSex => -20,
        Reason.OtherNumber => -15,
    };

    public string Codes => string.Join(',', Reasons.Select(EnumText<Reason>.Of));

    public static IEnumerable<Reason> Read(string codes) => codes.Split(',', StringSplitOptions.RemoveEmptyEntries).Where(c => EnumText<Reason>.TryParse(c, out _)).Select(EnumText<Reason>.Parse);

    public static bool SpeaksAgainst(Reason reason) => Weight(reason) < 0;

    public static Evidence Of(Traits one, Traits other)
    {
        var reasons = All(one, other).ToList();
        var score = Math.Clamp(reasons.Sum(Weight), 0, 100);
        return new(score, IsCertain(reasons), reasons);
    }

    /// <summary>
    /// Sure enough to be merged without a look at each: the same whole name, nothing that speaks against it, and the same birth date with one thing
    /// more, or the same mail address with a telephone, street or postcode.
    /// </summary>
    private static bool IsCertain(List<Reason> reasons)
    {
        if (!reasons.Contains(Reason.Name) || reasons.Exists(SpeaksAgainst)) return false;
        var place = reasons.Contains(Reason.Phone) || reasons.Contains(Reason.Street) || reasons.Contains(Reason.Postcode);
        return (reasons.Contains(Reason.Born) && (reasons.Contains(Reason.Mail) || reasons.Contains(Reason.Phone) || reasons.Contains(Reason.Street))) || (reasons.Contains(Reason.Mail) && place);
    }

    private static IEnumerable<Reason> All(Traits one, Traits other)
    {
        if (one.Emails.Overlaps(other.Emails)) yield return Reason.Mail;
        if (one.Phones.Overlaps(other.Phones)) yield return Reason.Phone;
        foreach (var reason in Names(one, other)) yield return reason;
        if (one.Born is { } born && other.Born is { } otherBorn) yield return born == otherBorn ? Reason.Born : Reason.OtherBorn;
        if (one.Streets.Overlaps(other.Streets)) yield return Reason.Street;
        // Where both say the street, it was compared already.
        else if ((one.Streets.Count == 0 || other.Streets.Count == 0) && one.Postcodes.Overlaps(other.Postcodes)) yield return Reason.Postcode;
        if (one.Sex is not null && other.Sex is not null && one.Sex != other.Sex) yield return Reason.OtherSex;
        if (one.Numbers.Any(n => other.Numbers.TryGetValue(n.Key, out var others) && !others.Overlaps(n.Value))) yield return Reason.OtherNumber;
    }

    private static IEnumerable<Reason> Names(Traits one, Traits other)
    {
        if (one.Last.Length == 0 || other.Last.Length == 0 || one.First.Length == 0 || other.First.Length == 0) yield break;
        // Forms are filled in the wrong order.
        if ((one.Last == other.Last && one.First == other.First) || (one.Last == other.First && one.First == other.Last))
        {
            yield return Reason.Name;
            yield break;
        }

        if (one.OtherNames.Contains(other.Last + other.First) || other.OtherNames.Contains(one.Last + one.First))
        {
            yield return Reason.OtherName;
            yield break;
        }

        var isNear = one.First.StartsWith(other.First, StringComparison.Ordinal) || other.First.StartsWith(one.First, StringComparison.Ordinal);
        if (one.Last != other.Last) yield return Reason.OtherLastName;
        if (one.First != other.First && !isNear) yield return Reason.OtherFirstName;
        if (one.Last == other.Last && isNear) yield return Reason.NearName;
    }

    /// <summary>A street is known again without capitals and accents, together with its postcode.</summary>
    public static string? Street(string line, string postcode) => NameKey.Of(line) is { Length: > 3 } key && postcode.Length > 0 ? $"{key} {postcode}" : null;
}
