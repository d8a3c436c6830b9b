using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Preau.Texting;

/// <summary>A text as it is typed.</summary>
public sealed class TextForm
{
    [Required, StringLength(1500), Display(Name = "Your text")]
    public string? Text { get; set; }

    /// <summary>Which of somebody's numbers.</summary>
    [Display(Name = "To the number")]
    public long? PhoneId { get; set; }

    /// <summary>One a form: pressing its button twice is one text.</summary>
    [StringLength(40)]
    public string? EntryKey { get; set; }

    /// <summary>The last text of theirs that stood above the form: what they wrote since was not read by whoever answers.</summary>
    public long? Seen { get; set; }

    /// <summary>As it leaves: browsers write line breaks with two signs.</summary>
    public string Plain => (Text ?? "").Trim().ReplaceLineEndings("\n");

    public static TextForm Begin() => new() { EntryKey = Guid.NewGuid().ToString("n") };
}

/// <summary>The form, and what it has to say before something is sent.</summary>
/// <param name="Foot">What is put below by itself; empty where nothing is.</param>
/// <param name="WhyNot">Why nothing can be sent; null where it can.</param>
/// <param name="Numbers">To choose among, where there are several.</param>
public sealed record Composer(TextForm Form, string Action, string Foot, string? WhyNot, IReadOnlyList<SelectListItem> Numbers);
