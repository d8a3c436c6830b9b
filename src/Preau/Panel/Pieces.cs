using System.Text.Json;

namespace Preau.Panel;

/// <summary>The way through a keyset, as paths of the panel; null where there is none. It goes on, and back to where it began: what lies right before is the browser's to know.</summary>
/// <param name="First">The first page, on any other one.</param>
/// <param name="Label">What it pages through, where one page has several.</param>
public sealed record Pager(string? First, string? Next, string? Note = null, string? Label = null);

/// <summary>An empty list that teaches what it is for.</summary>
public sealed record Empty(string Icon, string Title, string Text, string? ActionLabel = null, string? ActionPath = null);

/// <summary>Long work as a bar: asks again at <see cref="PollPath"/> while it is running.</summary>
public sealed record Progress(string Title, long Done, long? Total, bool IsRunning, string? PollPath = null, string? CancelPath = null, string? Note = null, string? CancelLabel = null, string Id = "progress");

/// <summary>Something that cannot be taken back lightly: its name on the button, its consequence in words, and where the confirmation is posted.</summary>
public sealed record Confirmation(string Label, string Consequence, string Action, string ConfirmLabel, bool IsDanger = true, string? Icon = null, IReadOnlyDictionary<string, string>? Fields = null);

public sealed record Tab(string Label, string Path, bool IsCurrent);

/// <summary>One step of a wizard; with a path it can be gone back to.</summary>
public sealed record Step(string Label, string? Path = null);

/// <summary>Where somebody stands in a wizard; the first step is 1.</summary>
public sealed record Steps(int Current, IReadOnlyList<Step> All);

/// <summary>A number and the list that has exactly so many rows; of money, the list whose amounts add up to it.</summary>
/// <param name="Number">As it is counted: people, gifts, cents.</param>
/// <param name="Text">As it is read.</param>
/// <param name="Path">Of the list.</param>
public sealed record Counted(long Number, string Text, string Path);

/// <summary>Days drawn side by side, and the same to read, each with its list.</summary>
/// <param name="Parts">How many of what is counted make one of the unit that is drawn: a hundred cents a euro.</param>
public sealed record Chart(string Id, string Title, string Unit, IReadOnlyList<(string Day, Counted Count)> Days, int Parts = 1)
{
    /// <summary>What <c>line-chart</c> draws.</summary>
    public string Json => JsonSerializer.Serialize(new { labels = Days.Select(d => d.Day), values = Days.Select(d => d.Count.Number / (decimal)Parts), name = Unit }, JsonSerializerOptions.Web);
}
