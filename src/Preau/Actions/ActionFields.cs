using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;
using Preau.Site;

namespace Preau.Actions;

/// <summary>What segments may ask about the site: who signed which petition, who signed up where.</summary>
public sealed class ActionFields(Database db) : ISegmentFields
{
    private const int MostChosen = 50;

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var pages = await db.SitePages.AsNoTracking().Where(p => p.Id == p.GroupId && (p.Kind == PageKind.Petition || p.Kind == PageKind.SignUp)).OrderBy(p => p.Title).Select(p => new { p.GroupId, p.Title, p.Kind }).ToListAsync(ct);
        IReadOnlyList<SegmentChoice> Of(PageKind kind) => [.. pages.Where(p => p.Kind == kind).Select(p => new SegmentChoice(p.GroupId.ToString(CultureInfo.InvariantCulture), p.Title))];
        return
        [
            Field("signed", "Petition", "signed one of", "signed “{0}”", "signature", Of(PageKind.Petition)),
            Field("signed_up", "Sign-up page", "signed up on one of", "signed up on “{0}”", "sign_up", Of(PageKind.SignUp)),
        ];
    }

    private static SegmentField Field(string name, string label, string asked, string sentence, string kind, IReadOnlyList<SegmentChoice> choices) => new()
    {
        Name = name, Label = label, Family = "Site", Choices = choices,
        Operators = [new("has", asked, sentence, ValueKind.Choice, Most: MostChosen)],
        Sql = (c, parts) => $"p.id in (select t.person_id from action_taken t where t.nation_id = @nation_id and t.kind = '{kind}' and t.page_group_id in ({parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)))}))",
    };
}
