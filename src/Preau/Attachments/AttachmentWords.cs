using Preau.Shared;

namespace Preau.Attachments;

/// <summary>What sort of file it is, by the ending of its name: a word for the reader, and nothing that a browser is told.</summary>
public sealed class AttachmentWords(Words words)
{
    public string Kind(string name) => AttachmentName.Ending(name).ToLowerInvariant() switch
    {
        ".pdf" => words["PDF"],
        ".jpg" or ".jpeg" or ".png" or ".gif" or ".webp" or ".heic" or ".tif" or ".tiff" or ".bmp" or ".svg" => words["Picture"],
        ".doc" or ".docx" or ".odt" or ".rtf" or ".txt" or ".md" or ".pages" => words["Text"],
        ".xls" or ".xlsx" or ".ods" or ".csv" or ".numbers" => words["Table of figures"],
        ".ppt" or ".pptx" or ".odp" => words["Presentation"],
        ".eml" or ".msg" => words["Mail"],
        ".mp3" or ".m4a" or ".ogg" or ".wav" => words["Sound"],
        ".mp4" or ".mov" or ".webm" or ".avi" => words["Film"],
        ".zip" or ".gz" or ".7z" or ".rar" => words["Packed files"],
        _ => words["File"],
    };
}
