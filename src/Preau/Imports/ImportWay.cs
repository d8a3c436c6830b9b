using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>The steps of bringing in a file, as its screens show them.</summary>
public static class ImportWay
{
    public static Steps At(int step, Words words, long? id = null) => new(step,
    [
        new(words["Choose a file"]),
        new(words["What each column is"], $"/imports/{id}/columns"),
        new(words["What it would do"], $"/imports/{id}/trial"),
        new(words["Bring it in"]),
    ]);
}
