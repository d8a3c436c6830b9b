using System.ComponentModel.DataAnnotations;
using Preau.Shared;

namespace Preau.Panel.Design;

/// <summary>One field of each kind.</summary>
public sealed class SampleForm
{
    [Required(ErrorMessage = "Write a name.")]
    [StringLength(80, ErrorMessage = "Eighty characters at most.")]
    [Display(Name = "Name")]
    public string? Name { get; set; }

    [MailAddress(ErrorMessage = "This is not a mail address.")]
    [Display(Name = "Mail address")]
    public string? Email { get; set; }

    [Phone]
    [Display(Name = "Telephone")]
    public string? Phone { get; set; }

    [Url]
    [Display(Name = "Address on the web")]
    public string? Web { get; set; }

    [Range(1, 10_000_000, ErrorMessage = "From one to ten million.")]
    [Display(Name = "Population")]
    public int? Population { get; set; }

    [Display(Name = "Amount")]
    public string? Amount { get; set; }

    [Display(Name = "Day")]
    public DateOnly? Day { get; set; }

    [Display(Name = "Day and hour")]
    public DateTime? At { get; set; }

    [Required(ErrorMessage = "Choose one.")]
    [Display(Name = "Role")]
    public Accounts.Role? Role { get; set; }

    [Display(Name = "Colour")]
    public string? Colour { get; set; } = "#a63d24";

    [DataType(DataType.Password)]
    [Display(Name = "Password")]
    public string? Password { get; set; }

    [Display(Name = "Note")]
    public string? Note { get; set; }

    [Display(Name = "May be shown on the site")]
    public bool IsPublic { get; set; }
}
