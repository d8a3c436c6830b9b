using System.ComponentModel.DataAnnotations;

namespace Preau.Mail.Inbox;

public sealed class RuleForm
{
    [Required, StringLength(2000), Display(Name = "One of these words or phrases, a line each")]
    public string? Phrases { get; set; }

    [StringLength(80), Display(Name = "Put this tag on who wrote")]
    public string? TagName { get; set; }

    [Display(Name = "Give it to")]
    public long? AssigneeId { get; set; }

    public static RuleForm Of(InboxRule rule) => new() { Phrases = rule.Phrases, TagName = rule.TagName, AssigneeId = rule.AssigneeId };
}
