using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Relations;

public sealed class RelationTypeForm
{
    [Required, StringLength(60), Display(Name = "What the one is")]
    public string Name { get; set; } = "";

    [StringLength(60), Display(Name = "What the other one is")]
    public string? Reverse { get; set; }

    [Display(Name = "The first stands above the second")]
    public bool IsHierarchical { get; set; }
}

/// <param name="Uses">How many people have somebody by it, counted to a hundred.</param>
public sealed record RelationTypeRow(RelationType Type, int Uses);

/// <summary>The kinds of relation, and those that the campaign adds.</summary>
[Needs(Permission.ManageSettings)]
public sealed class RelationTypesPage(Database db, RelationRoles roles, Words words, TimeProvider clock) : PageModel
{
    public const int Limit = 40;
    private const int CountedTo = 100;

    [BindProperty]
    public RelationTypeForm Form { get; set; } = new();

    public IReadOnlyList<RelationTypeRow> Own { get; private set; } = [];

    /// <summary>Each pair once.</summary>
    public IEnumerable<string> Usual => roles.Usual().Where((r, i) => r.Reverse == r.Code || i == 0 || roles.Usual()[i - 1].Code != r.Reverse).Select(r => r.Reverse == r.Code ? r.Label : $"{r.Label} – {roles.Usual().First(o => o.Code == r.Reverse).Label}");

    public async Task OnGet(CancellationToken ct) => await Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        var (name, reverse) = (Spaced(Form.Name), Spaced(Form.Reverse));
        if (reverse.Length == 0) reverse = name;
        var isSame = NameKey.Of(name) == NameKey.Of(reverse);
        if (ModelState.IsValid && (NameKey.Of(name).Length == 0 || NameKey.Of(reverse).Length == 0)) ModelState.AddModelError("Form.Name", words["The name needs a letter or a figure."]);
        foreach (var (field, text) in new[] { ("Form.Name", name), ("Form.Reverse", reverse) }.Take(isSame ? 1 : 2))
        {
            if ((await roles.All(ct)).FirstOrDefault(r => NameKey.Of(r.Label) == NameKey.Of(text)) is { } known) ModelState.AddModelError(field, words["There is “{0}” already.", known.Label]);
        }

        if (Form.IsHierarchical && isSame) ModelState.AddModelError("Form.IsHierarchical", words["Where both are the same, neither stands above."]);
        if (Own.Count >= Limit) ModelState.AddModelError("", words["A campaign can add {0} kinds of relation.", Limit]);
        if (!ModelState.IsValid) return this.Again();
        db.Add(new RelationType { Name = name, Reverse = reverse, IsHierarchical = Form.IsHierarchical, CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        this.Say(words["The kind of relation “{0}” is added.", name]);
        return LocalRedirect("~/settings/relations");
    }

    private async Task Load(CancellationToken ct)
    {
        var own = new List<RelationTypeRow>();
        foreach (var type in await db.RelationTypes.AsNoTracking().OrderBy(t => t.Id).ToListAsync(ct))
        {
            var code = RelationRoles.OwnCode(type.Id, isReverse: false);
            own.Add(new(type, await db.Relations.Where(r => r.Role == code).Take(CountedTo).CountAsync(ct)));
        }

        Own = own;
    }

    private static string Spaced(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
