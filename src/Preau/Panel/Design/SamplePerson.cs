namespace Preau.Panel.Design;

/// <summary>Somebody invented, as a row of a list.</summary>
public sealed record SamplePerson(int Id, string Name, string Email, string City, string Tone, long Cents, DateTimeOffset At);
