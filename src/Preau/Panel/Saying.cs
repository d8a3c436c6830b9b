using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Shared;

namespace Preau.Panel;

/// <summary>What the next page says happened, with the way back where there is one.</summary>
public static class Saying
{
    public const string Said = "said";
    public const string Undo = "undo";
    public const string Warned = "warned";

    /// <summary><paramref name="undo"/> is the path that takes it back when it is posted to.</summary>
    public static void Say(this PageModel page, string sentence, string? undo = null)
    {
        page.TempData[Said] = sentence;
        if (undo is not null) page.TempData[Undo] = undo;
    }

    /// <summary>What was asked for was not done, and why.</summary>
    public static void Warn(this PageModel page, string sentence) => page.TempData[Warned] = sentence;

    /// <summary>Somebody was quicker than the editor of a form with a <c>Form.Seen</c>: what they wrote stands, and is not saved.</summary>
    /// <returns>The mark for the form: saving again is a decision of theirs.</returns>
    public static string Overtaken(this PageModel page, DateTimeOffset changedAt, string sentence)
    {
        page.ModelState.Remove("Form.Seen");
        page.ModelState.AddModelError("", sentence);
        return EditMark.Of(changedAt);
    }

    /// <summary>The form again with what is wrong, as browsers and htmx both show it.</summary>
    public static PageResult Again(this PageModel page, int status = StatusCodes.Status422UnprocessableEntity)
    {
        page.Response.StatusCode = status;
        return page.Page();
    }
}
