using Microsoft.AspNetCore.Mvc.Rendering;

namespace Preau.People.Bulk;

/// <summary>What somebody said in the form of a deed.</summary>
public sealed record BulkChoice(long? Subject, string? Name, string? Field, string? Value);

/// <summary>How a deed is asked for.</summary>
/// <param name="Label">On its button.</param>
/// <param name="Subjects">What it can be done with; null where nothing is to be chosen.</param>
/// <param name="Nobody">The empty choice of them.</param>
/// <param name="Name">What may be written instead of choosing, as the label of the field.</param>
/// <param name="Page">The last word of the address of a page that asks for more than a form of one line can.</param>
public sealed record BulkAsk(string Label, string Icon, IReadOnlyList<SelectListItem>? Subjects = null, string? Nobody = null, string? Name = null, bool IsDanger = false, string? Page = null);

/// <summary>
/// One kind of thing that is done to many people. It is asked batch by batch, inside a transaction; it writes in sets and keeps what stood before, and
/// whoever runs it writes down the rest.
/// </summary>
public interface IBulkDeed
{
    BulkKind Kind { get; }

    /// <summary>How the form asks for it; null where it is not offered there.</summary>
    Task<BulkAsk?> Ask(CancellationToken ct);

    /// <summary>Puts the choice into the act. What is wrong with it, as a sentence; null when it can be done.</summary>
    Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct);

    /// <summary>What is to be done, as the heading of the question: «Put on the tag “market”».</summary>
    Task<string> Say(BulkAct act, CancellationToken ct);

    /// <summary>What was done, with how many.</summary>
    Task<string> SayDone(BulkAct act, CancellationToken ct);

    /// <summary>What else follows from it, as sentences above the button; null where the heading says it all.</summary>
    Task<string?> Consequence(BulkAct act, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Makes what it needs, such as the tag. Called once, when it begins. The caller saves.</summary>
    Task Prepare(BulkAct act, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Why it cannot be done any more: its tag or list is gone. Null when it can. Asked before each batch, while people are held.</summary>
    Task<string?> WhyNot(BulkAct act, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Those who are so already: nothing is done to them.</summary>
    IQueryable<long> Already(BulkAct act);

    /// <summary>Does it to those who are not so already; gives what stood before, for each.</summary>
    Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct);

    /// <summary>Why nothing of it can be taken back, as a sentence. Null when it can. Asked before each batch, while people are held.</summary>
    Task<string?> WhyNotUndone(BulkAct act, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Takes it back from those who are still as it left them, and gives them.</summary>
    Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct);

    /// <summary>What the audit trail and the feed call it.</summary>
    string Action(bool isUndo);
}

public static class BulkRegistration
{
    public static IServiceCollection AddBulkDeed<TDeed>(this IServiceCollection services) where TDeed : class, IBulkDeed => services.AddScoped<IBulkDeed, TDeed>();

    public static IServiceCollection AddBulkAudience<TAudience>(this IServiceCollection services) where TAudience : class, IBulkAudience => services.AddScoped<IBulkAudience, TAudience>();
}
