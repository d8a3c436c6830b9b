using Preau.Accounts;
using Preau.Shared;

namespace Preau.Files;

public static class FilesModule
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services.AddScoped<Pictures>();

    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder app)
    {
        // On both surfaces: the campaign's pictures are public, and the panel shows them too.
        app.MapGet("/files/{key}-{width:int}.webp", Get);
        foreach (var kind in Pictures.OlderKinds) app.MapGet($"/files/{{key}}-{{width:int}}.{kind}", (string key, int width, Pictures pictures, HttpResponse response, CancellationToken ct) => GetOlder(key, width, kind, pictures, response, ct));
        app.MapPost("/files", Post).Needs(Permission.EditSite);
        return app;
    }

    private static IResult Get(string key, int width, Pictures pictures, HttpResponse response) => Picture(pictures.FileOf(key, width), "image/webp", response);

    /// <summary>For mail programs that know no WebP.</summary>
    private static async Task<IResult> GetOlder(string key, int width, string kind, Pictures pictures, HttpResponse response, CancellationToken ct) =>
        Picture(await pictures.OlderFileOf(key, width, kind, ct), kind == "png" ? "image/png" : "image/jpeg", response);

    private static IResult Picture(string? file, string type, HttpResponse response)
    {
        if (file is null) return Results.NotFound();
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.File(file, type);
    }

    /// <summary>The editor's upload: answers with the address to insert.</summary>
    private static async Task<IResult> Post(IFormFile file, [Microsoft.AspNetCore.Mvc.FromForm] string? alt, Pictures pictures, Database db, Words words, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        switch (await pictures.Keep(content, file.FileName, alt ?? "", ct))
        {
            case Upload.Kept kept:
                await db.SaveChangesAsync(ct);
                return Results.Json(new { src = kept.File.Path(960), alt = kept.File.Alt });
            case Upload.Refused refused:
                return Results.Json(new { error = words[refused.Reason] }, statusCode: StatusCodes.Status422UnprocessableEntity);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
