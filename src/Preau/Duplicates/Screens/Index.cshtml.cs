using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Duplicates;

[Needs(Permission.EditPeople)]
public sealed class DuplicatesPage(DuplicateList list, SureMerges sure, CurrentAccount account, Words words) : PageModel
{
    public PairView View { get; private set; }
    public bool IsNewest { get; private set; }
    public PairPage Pairs { get; private set; } = new([], null);
    public long SureCount { get; private set; }
    public SureMerge? Running { get; private set; }
    public int MostSharing => Candidates.MostSharing;
    public IReadOnlyList<Tab> Tabs => PeopleTabs.Of(words, account, "duplicates");
    public Pager Pager { get; private set; } = new(null, null);

    public IEnumerable<(string Label, string Path, bool IsCurrent)> Views =>
        Enum.GetValues<PairView>().Select(v => (Label: Label(v), Path: Path(v, IsNewest), IsCurrent: v == View));

    public async Task OnGet(string? show, string? sort, string? after, CancellationToken ct)
    {
        View = EnumText<PairView>.TryParse(show, out var chosen) ? chosen : PairView.All;
        IsNewest = sort == "found";
        Pairs = await list.Page(View, IsNewest, after, ct);
        var here = Path(View, IsNewest);
        Pager = new(after is null ? null : here, Pairs.Next is null ? null : here + (here.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "after=" + Uri.EscapeDataString(Pairs.Next));
        SureCount = await sure.Count(ct);
        Running = await sure.Running(ct);
    }

    public string Path(PairView view, bool isNewest)
    {
        string[] parts = [view == PairView.All ? "" : "show=" + EnumText<PairView>.Of(view), isNewest ? "sort=found" : ""];
        return string.Join('&', parts.Where(p => p.Length > 0)) is { Length: > 0 } query ? "/duplicates?" + query : "/duplicates";
    }

    private string Label(PairView view) => view switch
    {
        PairView.All => words["All suggestions"],
        PairView.Sure => words["Sure"],
        PairView.Possible => words["Possible"],
        PairView.Different => words["Said to be two people"],
    };
}
