using Preau.Exports;

namespace Preau.People.Listing;

/// <summary>Columns that a feature above this one adds to people as a file.</summary>
public interface IPersonColumns
{
    /// <summary>None while the feature knows nothing of anybody.</summary>
    Task<IReadOnlyList<SheetColumn>> Columns(CancellationToken ct);

    /// <summary>The cells of some people, as many for each as there are columns. Who is not in the answer has empty ones.</summary>
    Task<IReadOnlyDictionary<long, object?[]>> Cells(long[] ids, CancellationToken ct);
}
