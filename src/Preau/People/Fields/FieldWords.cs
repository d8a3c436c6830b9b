using System.Globalization;
using Preau.Shared;

namespace Preau.People;

/// <summary>What the program says of own fields, in the user's language.</summary>
public sealed class FieldWords(Words words)
{
    public string Of(FieldAudience audience) => audience switch
    {
        FieldAudience.Everybody => words["Everybody who sees the person"],
        FieldAudience.Office => words["Staff and finance officers"],
        FieldAudience.Staff => words["Staff only"],
        FieldAudience.Finance => words["Finance officers only"],
        FieldAudience.Owner => words["Owners only"],
    };

    public string Of(FieldPattern pattern) => pattern switch
    {
        FieldPattern.None => words["anything"],
        FieldPattern.Mail => words["a mail address"],
        FieldPattern.Web => words["an address on the web"],
        FieldPattern.Postcode => words["a postcode"],
        FieldPattern.Digits => words["figures only"],
        FieldPattern.Letters => words["letters only"],
    };

    /// <summary>Fields that stand under no heading of their own.</summary>
    public string Heading(string group) => group.Length > 0 ? group : words["Own fields"];

    /// <summary>A value as people read it. Whoever knows names the person that it is.</summary>
    public string Shown(CustomField field, CustomValue value, string? person = null) => value switch
    {
        { LinkedPersonId: { } id } => person ?? $"#{id.ToString(CultureInfo.InvariantCulture)}",
        { WholeValue: { } cents } when field.Kind == FieldKind.Money => new Money(cents, field.Currency).Brief(),
        { NumberValue: { } number } => number.ToString("G15", CultureInfo.CurrentCulture),
        { DateValue: { } day } => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture),
        { BooleanValue: { } flag } => flag ? words["yes"] : words["no"],
        _ => OwnFields.Text(field, value),
    };

    /// <summary>The same from a text as files and forms write it.</summary>
    public string Shown(CustomField field, string text, string? person = null)
    {
        var value = new CustomValue();
        return OwnFields.Read(field, text, value) ? Shown(field, value, person) : text;
    }

    /// <summary>What is wrong with what somebody typed; null when nothing is.</summary>
    public string? WhyNot(CustomField field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return field.IsRequired ? words["“{0}” must be filled in.", field.Name] : null;
        var value = new CustomValue();
        if (!OwnFields.Read(field, text, value)) return words["“{0}” does not fit in “{1}”.", text.Length > 60 ? text[..60] + "…" : text, field.Name];
        return FieldRules.Broken(field, value) switch
        {
            BrokenRule.None => null,
            BrokenRule.TooSmall when field.Kind == FieldKind.Date => words["“{0}” must be {1} or later.", field.Name, Shown(field, field.Least ?? "")],
            BrokenRule.TooSmall => words["“{0}” must be {1} or more.", field.Name, Shown(field, field.Least ?? "")],
            BrokenRule.TooLarge when field.Kind == FieldKind.Date => words["“{0}” must be {1} or earlier.", field.Name, Shown(field, field.Most ?? "")],
            BrokenRule.TooLarge => words["“{0}” must be {1} or less.", field.Name, Shown(field, field.Most ?? "")],
            BrokenRule.TooLong => words["“{0}” takes {1} characters at most.", field.Name, field.Longest],
            BrokenRule.WrongPattern => words["“{0}” takes {1}.", field.Name, Of(field.Pattern)],
        };
    }

    /// <summary>What is said beside the input: the field's own help, and what it takes.</summary>
    public string Hint(CustomField field)
    {
        var parts = new List<string>();
        if (field.Help.Length > 0) parts.Add(field.Help);
        if (field is { Kind: FieldKind.Number or FieldKind.Money or FieldKind.Date, Least.Length: > 0, Most.Length: > 0 }) parts.Add(words["From {0} to {1}.", Shown(field, field.Least), Shown(field, field.Most)]);
        if (field.Kind == FieldKind.Text && field.Pattern != FieldPattern.None) parts.Add(words["Takes {0}.", Of(field.Pattern)]);
        if (field.Kind == FieldKind.Person) parts.Add(words["Type a name or a number, and choose."]);
        return string.Join(' ', parts);
    }
}
