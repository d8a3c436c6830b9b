using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Exports;

/// <summary>
/// The one way in which a table leaves: remembered before the first byte does, small ones at once, large ones as work in the background whose file waits for its
/// author. The permission is asked by whoever calls, and again by the work.
/// </summary>
public sealed class SendExport(Database db, IEnumerable<IExport> exports, ExportFolder folder, CurrentAccount account, CurrentNation nation, Words words, TimeProvider clock)
{
    /// <summary>More rows than these are not waited for.</summary>
    public const int AtOnce = 20_000;

    /// <param name="format">As an address says it; nothing is CSV.</param>
    public async Task<ExportAnswer> Answer(string kind, string ask, string? format, CancellationToken ct)
    {
        var export = exports.Single(e => e.Kind == kind);
        if (!EnumText<SheetFormat>.TryParse(string.IsNullOrEmpty(format) ? "csv" : format, out var wanted) || await export.Open(ask, ct) is not { } sheet) return new ExportAnswer(NotThere);
        var count = await sheet.Count(ct);
        if (count <= AtOnce) return await Small(sheet, wanted, count, ct);
        var file = new ExportFile
        {
            AccountId = account.Id, Kind = kind, Ask = ask, Format = wanted, FileName = FileName(sheet, wanted), Path = folder.Next(wanted), Title = Titled(sheet), Total = count,
            Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, CreatedAt = clock.GetUtcNow(),
        };
        db.Add(file);
        db.Enqueue(new WriteExportFile(file.Id));
        Remember(sheet, wanted, count);
        await db.SaveChangesAsync(ct);
        return new ExportAnswer((http, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{http.Request.PathBase}/exports/{file.Id}");
            return Task.CompletedTask;
        });
    }

    /// <summary>A table that is never large, such as the people that were ticked.</summary>
    public async Task<ExportAnswer> Small(Sheet sheet, SheetFormat format, long count, CancellationToken ct)
    {
        // Remembered before the first byte leaves: who breaks the download off has read something too.
        Remember(sheet, format, count);
        await db.SaveChangesAsync(ct);
        var mark = new SheetMark(nation.Facts.Name, account.Name, clock.GetUtcNow(), count, Titled(sheet));
        return new ExportAnswer((http, stop) => Send(http, sheet, SheetWriter.Of(format), FileName(sheet, format), mark, stop));
    }

    /// <summary>Written into the audit trail; the caller saves.</summary>
    public void Remember(Sheet sheet, SheetFormat format, long count)
    {
        var about = string.Join(", ", new[] { sheet.About, format == SheetFormat.Csv ? null : EnumText<SheetFormat>.Of(format) }.Where(part => !string.IsNullOrEmpty(part)));
        db.Trail.Note(sheet.Action, (int)Math.Min(count, int.MaxValue), about.Length == 0 ? null : about, sheet.SubjectId);
    }

    private async Task Send(HttpContext http, Sheet sheet, SheetWriter writer, string fileName, SheetMark mark, CancellationToken ct)
    {
        var culture = CultureInfo.CurrentCulture;
        if (writer.IsStreamed)
        {
            Head(http.Response, writer, fileName);
            await writer.Write(http.Response.Body, sheet, mark, words, culture, _ => Task.FromResult(true), ct);
            return;
        }

        await using var passing = folder.Create(folder.Next(SheetFormat.Xlsx), isPassing: true);
        await writer.Write(passing, sheet, mark, words, culture, _ => Task.FromResult(true), ct);
        Head(http.Response, writer, fileName);
        http.Response.ContentLength = passing.Length;
        passing.Position = 0;
        await passing.CopyToAsync(http.Response.Body, ct);
    }

    private static void Head(HttpResponse response, SheetWriter writer, string fileName)
    {
        response.ContentType = writer.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>«valmorin-people-2026-11-27-claire-martin.csv»: a CSV says nowhere else who took it out.</summary>
    public string FileName(Sheet sheet, SheetFormat format) =>
        string.Join('-', new[] { nation.Facts.Slug, sheet.Name, nation.Facts.DayOf(clock.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Slug.Of(account.Name) }.Where(part => part.Length > 0)) + "." + EnumText<SheetFormat>.Of(format);

    private static string Titled(Sheet sheet) => sheet.Name;

    private static Task NotThere(HttpContext http, CancellationToken ct)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

/// <summary>A file, the way to where it will be, or that there is none: the same for pages and endpoints.</summary>
public sealed class ExportAnswer(Func<HttpContext, CancellationToken, Task> write) : ActionResult, IResult
{
    public override Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public Task ExecuteAsync(HttpContext httpContext) => write(httpContext, httpContext.RequestAborted);
}
