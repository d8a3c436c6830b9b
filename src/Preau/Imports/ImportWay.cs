using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>The four screens from a file to people.</summary>
public static class ImportWay
{
    public static Steps At(int step, Words words) => new([words["File"], words["What each column is"], words["What it would do"], words["Brought in"]], step);
}
