namespace Preau.Exports;

/// <summary>How a file stands, as people say it; to translate.</summary>
public static class ExportWords
{
    public static string Label(this ExportState state) => state switch
    {
        ExportState.Waiting => "Waiting for its turn",
        ExportState.Writing => "Being written",
        ExportState.Ready => "Ready to fetch",
        ExportState.Cancelled => "Cancelled",
        ExportState.Failed => "Failed",
    };

    public static string Tone(this ExportState state) => state switch
    {
        ExportState.Waiting or ExportState.Writing => "info",
        ExportState.Ready => "good",
        ExportState.Cancelled => "",
        ExportState.Failed => "caution",
    };
}
