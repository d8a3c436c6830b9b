namespace Preau.Panel.Design;

/// <summary>A record in one of its states: who is at the left, what happened at the right.</summary>
public sealed record SampleRecord(string Label, SamplePerson Person, IReadOnlyList<(string Icon, string Text, string? Detail, DateTimeOffset At)> Story);
