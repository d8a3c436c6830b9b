using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;

namespace Preau.Duplicates;

/// <summary>With whom somebody may be the same, beside their profile.</summary>
public sealed record SamePerson(long PersonId, IReadOnlyList<PairRow> Pairs);

/// <summary>The box for whoever else somebody may be.</summary>
public sealed record FindOther(long PersonId, string? Typed);

[ViewComponent(Name = Name)]
public sealed class SamePersonPanel(DuplicateList list, CurrentAccount account) : ViewComponent
{
    public const string Name = "same-person-panel";
    private const int Shown = 3;

    public async Task<IViewComponentResult> InvokeAsync(long personId) => account.Can(Permission.EditPeople)
        ? View("/Duplicates/Screens/_SamePerson.cshtml", new SamePerson(personId, await list.Of(personId, Shown, HttpContext.RequestAborted)))
        : Content("");
}
