namespace Preau.People;

public enum FieldKind
{
    Text,
    Number,
    Date,
    Choice,
    Boolean,
}

/// <summary>Something that this campaign wants to know of people and the product does not.</summary>
public sealed class CustomField : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>How files and templates name it; unique in the nation, never changed.</summary>
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public FieldKind Kind { get; init; }

    /// <summary>The choices of a choice field, one a line.</summary>
    public string Choices { get; set; } = "";
    public int Position { get; set; }
}

/// <summary>A person's value of a custom field, in the column of its kind; text and choices in TextValue, folded in TextKey.</summary>
public sealed class CustomValue : IPersonOwned
{
    public NationId NationId { get; set; }
    public long PersonId { get; init; }
    public long CustomFieldId { get; init; }
    public string? TextValue { get; set; }
    public string? TextKey { get; set; }
    public double? NumberValue { get; set; }
    public DateOnly? DateValue { get; set; }
    public bool? BooleanValue { get; set; }
}
