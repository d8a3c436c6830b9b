using Microsoft.AspNetCore.Mvc.Rendering;

namespace Preau.Panel;

/// <summary>The languages that the program speaks, each in its own.</summary>
public static class LanguageChoices
{
    public static IEnumerable<SelectListItem> All => [new("Français", "fr"), new("English", "en")];
}
