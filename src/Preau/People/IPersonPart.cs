using Preau.People.Merging;

namespace Preau.People;

/// <summary>A card of the profile.</summary>
/// <param name="Component">The view component that draws it, called with <c>personId</c>; it draws nothing where there is nothing to show.</param>
/// <param name="Title">Its heading in the user's language, by which it is jumped to.</param>
public sealed record PersonPanel(string Component, string Title);

/// <summary>
/// What one feature keeps of a person. The only place where People reaches into the folders above it: a feature that owns rows with a
/// <c>PersonId</c> registers one part that says how they are shown, handed out and erased.
/// </summary>
/// <remarks>A test fails for an entity with a person and no part.</remarks>
public interface IPersonPart
{
    /// <summary>One lower-case word, the heading in the file that a person can ask for: «gifts».</summary>
    string Name { get; }

    /// <summary>The entities that this part answers for.</summary>
    IReadOnlyCollection<Type> Entities { get; }

    /// <summary>What is shown of it on the profile; nothing when null.</summary>
    PersonPanel? Panel => null;

    /// <summary>A view component right below who they are, for what somebody at the door or on the telephone needs, called with <c>personId</c>; none when null.</summary>
    string? Front => null;

    /// <summary>A view component above the story, where something is written down, called with <c>personId</c> and the <c>task</c> that a number was shown for; none when null.</summary>
    string? Writing => null;

    /// <summary>Entries of the timeline at or before an instant, newest first, at most <see cref="TimelineAsk.Count"/>, in an order that never changes.</summary>
    Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct) => Task.FromResult<IReadOnlyList<TimelineEntry>>([]);

    /// <summary>Everything this part knows of the person, as records that serialise to readable JSON; null when it knows nothing.</summary>
    Task<object?> Export(long personId, CancellationToken ct);

    /// <summary>Whether what is handed out of the person tells values of one of these fields, as they stand or stood before: whoever must not see those cannot be handed it.</summary>
    Task<bool> Tells(long personId, IReadOnlyList<CustomField> fields, CancellationToken ct) => Task.FromResult(false);

    /// <summary>Files that are kept of the person, handed out with the records as they came.</summary>
    Task<IReadOnlyList<HandedOutFile>> Files(long personId, CancellationToken ct) => Task.FromResult<IReadOnlyList<HandedOutFile>>([]);

    /// <summary>Why the person can't be erased now, as a sentence in the user's language; null when nothing stands in the way.</summary>
    Task<string?> WhyKept(long personId, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Removes the rows, past the change tracker. The person row goes last, by itself.</summary>
    Task Erase(long personId, CancellationToken ct);

    /// <summary>The erasure stands: what no transaction gives back goes now, such as the bytes of files whose rows went.</summary>
    void Erased()
    {
    }

    /// <summary>What becomes of the rows of one of the <see cref="Entities"/> when their person is merged into another one.</summary>
    MergeRule RuleOf(Type entity) => MergeRule.Move;

    /// <summary>Properties that make two rows of one person the same, beside the keys of the table: a mail address is kept once.</summary>
    IReadOnlyList<string> SameBy(Type entity) => [];

    /// <summary>Both have the same row and one can stay: whether it is the one of the person who goes. The row of the person who is kept, else.</summary>
    bool Prefers(PersonRow kept, PersonRow gone) => false;

    /// <summary>Only one of the two has this row: whether it goes on to be true of both together. What would not is set aside until the merge is undone.</summary>
    Task<bool> HoldsAlone(PersonRow row, CancellationToken ct) => Task.FromResult(true);

    /// <summary>A row was set aside (−1) or put back (+1): what counts such rows elsewhere follows.</summary>
    Task Recount(PersonRow row, int by, CancellationToken ct) => Task.CompletedTask;

    /// <summary>After a merge or its undo: what this part adds up for each of these people is added up anew.</summary>
    Task AddUp(IReadOnlyCollection<long> people, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Asked when all rows of both are under one number and held: why that can't be now, as a sentence in the user's language.</summary>
    Task<string?> WhyNotMerged(long personId, CancellationToken ct) => Task.FromResult<string?>(null);
}
