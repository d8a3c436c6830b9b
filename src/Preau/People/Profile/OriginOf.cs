namespace Preau.People.Profile;

/// <summary>Of which value it is said where it came from, and what.</summary>
public sealed record OriginOf(string Label, string Source, DateTimeOffset At)
{
    public static OriginOf Of(ProfileFacts facts, string label, string field) => facts.OriginOf(field) is var (source, at) ? new(label, source, at) : throw new ArgumentOutOfRangeException(nameof(field));
}
