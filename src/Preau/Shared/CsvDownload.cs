using System.Globalization;
using CsvHelper;

namespace Preau.Shared;

/// <summary>A table that leaves as a file for spreadsheets: in the reader's way of separating, and with nothing in it that a spreadsheet would run.</summary>
public static class CsvDownload
{
    /// <summary>Begins the answer; no byte has left before the first line is written.</summary>
    public static CsvWriter Begin(HttpResponse response, string fileName)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.Headers.CacheControl = "no-store";
        return To(response.Body, CultureInfo.CurrentCulture);
    }

    /// <summary>French spreadsheets read semicolons, since the comma is their decimal sign.</summary>
    public static CsvWriter To(Stream file, CultureInfo culture) => CsvWriter.Create(
        file, new CsvWriterOptions { Separator = culture.TwoLetterISOLanguageName == "fr" ? ';' : ',', Injection = CsvInjection.Escape, WriteByteOrderMark = true }, leaveOpen: true);
}
