using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Preau.Texting.Keywords;

/// <summary>What the two pages with the form share.</summary>
public abstract class KeywordPage(TextFoot foot) : PageModel
{
    [BindProperty]
    public KeywordForm Form { get; set; } = new();

    public virtual bool IsNew => false;
    public string Foot => foot.In(Form.Language == "en" ? "en" : "fr");
}
