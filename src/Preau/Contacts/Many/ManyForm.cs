using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Preau.Contacts.Many;

/// <summary>A contact with many: the same way, the same result, the same words.</summary>
public sealed class ManyForm
{
    [Required, EnumDataType(typeof(ContactMethod)), Display(Name = "How")]
    public ContactMethod? Method { get; set; }

    [Required, EnumDataType(typeof(ContactStatus)), Display(Name = "What came of it")]
    public ContactStatus? Status { get; set; }

    [StringLength(2000), DataType(DataType.MultilineText), Display(Name = "What was said")]
    public string? Text { get; set; }

    /// <summary>Now where it is empty or today.</summary>
    [Display(Name = "On which day")]
    public DateOnly? Day { get; set; }
}

/// <summary>What an act on many keeps of the form.</summary>
internal sealed record ManyContact(ContactMethod Method, ContactStatus Status, string Text, DateOnly? Day)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static ManyContact? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            return JsonSerializer.Deserialize<ManyContact>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
