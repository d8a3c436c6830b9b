namespace Preau.Imports;

public static class ImportWords
{
    /// <summary>To translate.</summary>
    public static string Label(this ImportState state) => state switch
    {
        ImportState.Uploaded => "Waiting for its columns",
        ImportState.Trying => "Being tried",
        ImportState.Running => "Running",
        ImportState.Cancelled => "Cancelled",
        ImportState.Done => "Done",
        ImportState.Failed => "Failed",
        ImportState.Undoing => "Being undone",
        ImportState.Undone => "Undone",
    };

    public static string Tone(this ImportState state) => state switch
    {
        ImportState.Uploaded or ImportState.Cancelled => "caution",
        ImportState.Trying or ImportState.Running or ImportState.Undoing => "info",
        ImportState.Done => "good",
        ImportState.Failed => "accent",
        ImportState.Undone => "",
    };
}
