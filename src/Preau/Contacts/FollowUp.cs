namespace Preau.Contacts;

/// <summary>What is to be done next with a person, by which day and by whom. Volunteers see their own.</summary>
public sealed class FollowUp : INumbered, IPersonOwned, IAssigned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }

    /// <summary>The contact that it came from.</summary>
    public long? ContactId { get; init; }
    public required string What { get; set; }

    /// <summary>The last day for it, where the campaign is.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>The account that does it.</summary>
    public long? AssigneeId { get; set; }
    public long? AuthorId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
    public long? DoneById { get; set; }

    /// <summary>The contact that settled it, where there was one.</summary>
    public long? OutcomeId { get; set; }

    /// <summary>Taken back with the contact that it came from.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}
