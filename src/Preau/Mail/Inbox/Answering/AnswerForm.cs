using System.ComponentModel.DataAnnotations;

namespace Preau.Mail.Inbox;

/// <summary>An answer as it is typed.</summary>
public sealed class AnswerForm
{
    [Required, StringLength(InboxMail.LongestAnswer), Display(Name = "Your answer")]
    public string? Text { get; set; }

    /// <summary>One a form: pressing its button twice is one mail.</summary>
    [StringLength(40)]
    public string? EntryKey { get; set; }

    /// <summary>As far as whoever writes has read.</summary>
    public int Turn { get; set; }

    /// <summary>Close the conversation with it.</summary>
    public bool Close { get; set; }

    public string Plain => (Text ?? "").Trim().ReplaceLineEndings("\n");
}
