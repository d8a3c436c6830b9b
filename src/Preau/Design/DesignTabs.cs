using Preau.Panel;
using Preau.Shared;

namespace Preau.Design;

/// <summary>One tab a pattern.</summary>
public static class DesignTabs
{
    public static IReadOnlyList<Tab> At(string path, Words words) =>
    [
        .. new[]
        {
            (words["Pieces"], "/design"), (words["List"], "/design/list"), (words["Record"], "/design/record"), (words["Form"], "/design/form"), (words["Wizard"], "/design/wizard"),
            (words["Long work"], "/design/work"), (words["Empty state"], "/design/empty"), (words["Confirmation"], "/design/confirmation"),
        }.Select(t => new Tab(t.Item1, t.Item2, t.Item2 == path)),
    ];
}
