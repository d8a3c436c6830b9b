using System.ComponentModel.DataAnnotations;

namespace Preau.Contacts.FollowUps;

public sealed class FollowUpForm
{
    [Required, StringLength(500), Display(Name = "What is to be done")]
    public string What { get; set; } = "";

    [Required, Display(Name = "By which day")]
    public DateOnly? DueOn { get; set; }

    [Display(Name = "By whom")]
    public long? AssigneeId { get; set; }
}
