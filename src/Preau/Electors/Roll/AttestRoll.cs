using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.Imports.Choices;

namespace Preau.Electors.Roll;

/// <summary>Writes down who undertook what for a roll; it can be brought in from then on. The caller saves, and only then forgets the paper that a new one replaced.</summary>
public sealed class AttestRoll(Database db, RollPapers papers, TimeProvider clock)
{
    /// <summary>The undertaking of art. L.37, to translate: what was shown is what is kept.</summary>
    public const string Undertaking = "The campaign undertakes to make no commercial use of this list, to use it for visits and post alone, to tell electors where their address comes from, and to leave out whoever objects (Code électoral, art. L.37; GDPR, art. 14 and 21).";

    /// <returns>The paper that was kept before, if another one takes its place.</returns>
    public async Task<string?> Run(Import import, RollForm form, string undertaking, (long? Id, string Name) who, IFormFile? paper, CancellationToken ct)
    {
        var roll = await db.ElectoralRolls.SingleOrDefaultAsync(r => r.ImportId == import.Id, ct);
        if (roll is null) db.Add(roll = new ElectoralRoll { ImportId = import.Id, Authority = "", Undertaking = "", AttestedBy = "" });
        (roll.Authority, roll.ListedOn, roll.IsComplete) = (form.Authority!.Trim(), form.ListedOn!.Value, form.IsComplete);
        (roll.Undertaking, roll.AttestedBy, roll.AttestedById, roll.AttestedAt) = (undertaking, who.Name, who.Id, clock.GetUtcNow());
        string? former = null;
        if (paper is { Length: > 0 })
        {
            former = roll.PaperPath;
            (roll.PaperName, roll.PaperPath) = (Path.GetFileName(paper.FileName), await papers.Keep(paper, ct));
        }

        (import.OriginKind, import.Origin, import.Basis, import.BasisText, import.ObtainedOn, import.Trial) = (ImportOrigin.ElectoralRoll, roll.Authority, LegalBasis.ElectoralRoll, null, form.ObtainedOn, null);
        return former;
    }
}

/// <summary>The signed undertakings, kept below the data folder as evidence.</summary>
public sealed class RollPapers(Store store, CurrentNation nation)
{
    public const long MaxBytes = 20 * 1024 * 1024;

    /// <summary>As they begin; what a browser may open is told by it, never by the name of the file.</summary>
    private static readonly (byte[] Start, string Ending, string ContentType)[] Kinds = [([0x25, 0x50, 0x44, 0x46], ".pdf", "application/pdf"), ([0xFF, 0xD8, 0xFF], ".jpg", "image/jpeg"), ([0x89, 0x50, 0x4E, 0x47], ".png", "image/png")];

    public string Full(string path) => Path.Combine(store.Options.Data, path);

    public bool Has(string path) => File.Exists(Full(path));

    public void Forget(string path) => File.Delete(Full(path));

    public static string ContentType(string path) => Array.Find(Kinds, k => path.EndsWith(k.Ending, StringComparison.Ordinal)).ContentType ?? "application/octet-stream";

    /// <summary>A sentence to translate; null for a file that can be kept.</summary>
    public static async Task<string?> WhyNot(IFormFile? paper, CancellationToken ct)
    {
        if (paper is null || paper.Length == 0) return null;
        if (paper.Length > MaxBytes) return "The paper has more than 20 MB. Scan it smaller.";
        return await EndingOf(paper, ct) is null ? "The paper has to be a PDF, JPEG or PNG." : null;
    }

    /// <exception cref="DiskFull"/>
    public async Task<string> Keep(IFormFile paper, CancellationToken ct)
    {
        var relative = Path.Combine("rolls", nation.Id.ToString(), $"{Guid.NewGuid():n}{await EndingOf(paper, ct)}");
        Directory.CreateDirectory(Path.GetDirectoryName(Full(relative))!);
        await using var content = paper.OpenReadStream();
        await ImportFolder.Write(content, Full(relative), ct);
        return relative;
    }

    private static async Task<string?> EndingOf(IFormFile paper, CancellationToken ct)
    {
        await using var content = paper.OpenReadStream();
        var start = new byte[4];
        var read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        return Array.Find(Kinds, k => start.AsSpan(0, read).StartsWith(k.Start)).Ending;
    }
}
