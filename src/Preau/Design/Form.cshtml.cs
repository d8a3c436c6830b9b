using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Design;

public sealed class SampleForm
{
    [Required, StringLength(80), Display(Name = "Name")]
    public string Name { get; set; } = "";

    [EmailAddress, StringLength(254), Display(Name = "Mail address")]
    public string? Email { get; set; }

    [Display(Name = "Day")]
    public DateOnly? Born { get; set; }

    [Range(1, 5), Display(Name = "Number")]
    public int? Support { get; set; }

    [Display(Name = "Choice")]
    public string? Choice { get; set; }

    [StringLength(2000), Display(Name = "Text")]
    public string? Text { get; set; }

    [Display(Name = "A box to tick")]
    public bool Agrees { get; set; }
}

[Needs(Permission.Enter)]
public sealed class FormPage(Words words) : PageModel
{
    [BindProperty]
    public SampleForm Blank { get; set; } = new();

    public SampleForm Long { get; } = new() { Name = Samples.LongName, Email = $"{Samples.LongWord}@example.org", Text = Samples.LongText, Support = 5, Born = new DateOnly(1944, 8, 25), Agrees = true };
    public SampleForm Wrong { get; } = new() { Email = "nobody", Support = 9 };

    /// <summary>Somebody sent the first form, so that its mistakes are the ones to show.</summary>
    public bool IsTried { get; private set; }

    public IEnumerable<SelectListItem> Choices => [new(words["neutral"], "a"), new(Samples.LongName, "b")];

    public void OnGet() => TryValidateModel(Wrong, nameof(Wrong));

    public IActionResult OnPost()
    {
        IsTried = true;
        if (!ModelState.IsValid) return this.Again();
        this.Say(words["Saved."]);
        return Redirect("~/design/form");
    }
}
