namespace Preau.People;

public enum FieldKind
{
    Text,
    LongText,
    Number,
    Money,
    Date,
    Choice,
    Several,
    Boolean,

    /// <summary>Another person of the nation.</summary>
    Person,
}

/// <summary>Something that this campaign wants to know of people and the product does not.</summary>
public sealed class CustomField : INumbered
{
    /// <summary>How forms, provenance and merges name one of these among the fields of a person: this and its slug, «custom:skills».</summary>
    public const string Prefix = "custom:";

    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>How files and templates name it; unique in the nation, never changed.</summary>
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public FieldKind Kind { get; init; }

    /// <summary>The choices of a choice field, one a line, as <see cref="FieldChoice"/> writes them.</summary>
    public string Choices { get; set; } = "";
    public int Position { get; set; }

    /// <summary>Under which heading it stands; empty for none. Headings stand in the order of their first fields.</summary>
    public string GroupName { get; set; } = "";

    /// <summary>Said beside its input.</summary>
    public string Help { get; set; } = "";
    public FieldAudience SeenBy { get; set; } = FieldAudience.Everybody;

    /// <summary>Of those who see it.</summary>
    public FieldAudience ChangedBy { get; set; } = FieldAudience.Staff;

    /// <summary>Whether a form is sent back without it. Files and acts on many may leave it empty.</summary>
    public bool IsRequired { get; set; }

    /// <summary>The smallest number or amount, the earliest day; as files write it.</summary>
    public string? Least { get; set; }
    public string? Most { get; set; }

    /// <summary>In characters, of a text.</summary>
    public int? Longest { get; set; }
    public FieldPattern Pattern { get; set; }

    /// <summary>The slug of a name; "" where nothing of it can stand in one.</summary>
    public static string SlugOf(string? name) => Shared.Slug.Of(name).Replace('-', '_');

    /// <summary>Of an amount: the nation's when the field was made.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Whoever writes mails and pages is of the staff: what staff may not see must not be printed by a template.</summary>
    public bool IsForTemplates => SeenBy.Includes(Accounts.Role.Staff) && Kind != FieldKind.Person;

    /// <summary>Of how many people the choices are being changed in the background, and of how many they are; null where that is not so, nought before they are counted. Until then its choices stay as they are.</summary>
    public long? WorkTotal { get; set; }
    public long WorkDone { get; set; }

    public bool IsBeingReworked => WorkTotal is not null;

    /// <summary>Since when it is asked and shown nowhere; its values are kept.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>Since when its values are being taken away.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>
/// A person's value of a custom field, in the column of its kind. What people read of texts, choices and amounts is in TextValue; texts and choices are looked for by TextKey, long texts by LongKey.
/// One row whatever the kind, so that provenance, undo and merging know one value.
/// </summary>
public sealed class CustomValue : ISayingBy
{
    long ISayingBy.SubjectId => CustomFieldId;

    public NationId NationId { get; set; }
    public long PersonId { get; init; }
    public long CustomFieldId { get; init; }
    public string? TextValue { get; set; }
    public string? TextKey { get; set; }
    public double? NumberValue { get; set; }
    public DateOnly? DateValue { get; set; }
    public bool? BooleanValue { get; set; }

    /// <summary>A text folded whole, where it is too long for an index.</summary>
    public string? LongKey { get; set; }

    /// <summary>An amount in cents; of several choices, a bit for the number of each.</summary>
    public long? WholeValue { get; set; }

    /// <summary>The person that is the value.</summary>
    public long? LinkedPersonId { get; set; }

    /// <summary>For writing in sets; <see cref="Cells"/> in this order.</summary>
    public static readonly string[] Columns = ["person_id", "custom_field_id", "text_value", "text_key", "number_value", "date_value", "boolean_value", "long_key", "whole_value", "linked_person_id"];

    public object?[] Cells(long personId, long fieldId) => [personId, fieldId, TextValue, TextKey, NumberValue, DateValue, BooleanValue, LongKey, WholeValue, LinkedPersonId];

    public void Take(CustomValue other) => (TextValue, TextKey, NumberValue, DateValue, BooleanValue, LongKey, WholeValue, LinkedPersonId) =
        (other.TextValue, other.TextKey, other.NumberValue, other.DateValue, other.BooleanValue, other.LongKey, other.WholeValue, other.LinkedPersonId);
}
