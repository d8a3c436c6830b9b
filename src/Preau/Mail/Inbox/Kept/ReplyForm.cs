using System.ComponentModel.DataAnnotations;

namespace Preau.Mail.Inbox;

public sealed class ReplyForm
{
    [Required, StringLength(SavedReply.LongestName), Display(Name = "Name")]
    public string? Name { get; set; }

    [Required, Display(Name = "Language")]
    public string Language { get; set; } = "fr";

    [Required, StringLength(InboxMail.LongestAnswer), Display(Name = "Text of the reply")]
    public string? Text { get; set; }

    public static ReplyForm Of(SavedReply reply) => new() { Name = reply.Name, Language = reply.Language, Text = reply.Text };
}
