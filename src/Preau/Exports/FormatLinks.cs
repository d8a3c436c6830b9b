namespace Preau.Exports;

/// <summary>The choice of a format: where each is fetched.</summary>
/// <param name="Label">On the button.</param>
public sealed record FormatLinks(string Label, Func<SheetFormat, string> Path)
{
    public static string Name(SheetFormat format) => format switch
    {
        SheetFormat.Csv => "CSV",
        SheetFormat.Xlsx => "Excel (XLSX)",
        SheetFormat.Parquet => "Parquet",
    };

    public static string Use(SheetFormat format) => format switch
    {
        SheetFormat.Csv => "for every program, and for bringing back in",
        SheetFormat.Xlsx => "for spreadsheets, with days and numbers as such",
        SheetFormat.Parquet => "for programs that count",
    };
}
