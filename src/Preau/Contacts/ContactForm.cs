using System.ComponentModel.DataAnnotations;

namespace Preau.Contacts;

/// <summary>A contact as it is written down: how, what came of it, what was said, where they stand, and what is to be done next.</summary>
public sealed class ContactForm
{
    [Required, EnumDataType(typeof(ContactMethod)), Display(Name = "How")]
    public ContactMethod? Method { get; set; }

    [Required, EnumDataType(typeof(ContactStatus)), Display(Name = "What came of it")]
    public ContactStatus? Status { get; set; }

    [StringLength(10_000), DataType(DataType.MultilineText), Display(Name = "What was said")]
    public string? Text { get; set; }

    /// <summary>Now where it is empty or today.</summary>
    [Display(Name = "On which day")]
    public DateOnly? Day { get; set; }

    /// <summary>Left alone where it is empty.</summary>
    [Range(1, 5), Display(Name = "Support level")]
    public int? SupportLevel { get; set; }

    /// <summary>The telephone that was tried, where there are several.</summary>
    [Display(Name = "Number that was tried")]
    public long? PhoneId { get; set; }

    [StringLength(500), Display(Name = "What is to be done")]
    public string? Next { get; set; }

    [Display(Name = "By which day")]
    public DateOnly? DueOn { get; set; }

    [Display(Name = "By whom")]
    public long? AssigneeId { get; set; }

    /// <summary>Follow-ups that this contact settles.</summary>
    public List<long> Done { get; set; } = [];

    [StringLength(40)]
    public string? EntryKey { get; set; }
}
