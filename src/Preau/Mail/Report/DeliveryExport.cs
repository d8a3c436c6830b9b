using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Mail.Measuring;
using Preau.Mail.Pacing;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <summary>What became of a mail for each person, as a file.</summary>
public sealed class DeliveryExport(Database db, VersionsOf versions, KnownDomains domains, CurrentNation nation, BlastWords said, Words words) : IExport
{
    private const string Name = "deliveries";

    public string Kind => Name;
    public Permission Needs => Permission.ExportMail;

    /// <param name="ask">The blast's number and the end of the list's address: «7?state=Refused».</param>
    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var id = long.Parse(ask.AsSpan(0, ask.IndexOf('?', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return null;
        var filter = DeliveryFilter.Read(ask[ask.IndexOf('?', StringComparison.Ordinal)..]);
        SheetColumn[] columns =
        [
            new(words["Number in Préau"], CellKind.Whole), new(words["Name"]), new(blast.IsText ? words["Telephone number"] : words["Mail address"]), new(words["What became of it"]), new(words["Reason"]),
            new(words["When"], CellKind.Clock), new(words["Clicked"], CellKind.Clock), new(words["Unsubscribed"], CellKind.Clock), new(words["Version"]),
            new(words["Came back"], CellKind.Clock), new(words["Why it came back"]), new(words["Called it spam"], CellKind.Clock),
        ];
        var isByLanguage = await db.BlastVersions.AnyAsync(v => v.BlastId == id && v.Language != BlastVersion.Own, ct);
        if (isByLanguage) columns = [.. columns, new(words["Language"])];
        if (!blast.IsText) columns = [.. columns, new(words["Whose mailboxes"])];
        return new($"mail-{id.ToString(CultureInfo.InvariantCulture)}", "deliveries.exported", columns, stop => filter.Apply(db, blast).LongCountAsync(stop), stop => Rows(blast, isByLanguage, filter.Apply(db, blast), stop)) { SubjectId = id, About = filter.WithoutSearch() };
    }

    private async IAsyncEnumerable<object?[]> Rows(Blast blast, bool isByLanguage, IQueryable<MailDelivery> deliveries, [EnumeratorCancellation] CancellationToken ct)
    {
        var texts = await versions.Run(blast, ct);
        await foreach (var row in DeliveriesPage.Lines(db, deliveries.OrderBy(d => d.PersonId)).AsAsyncEnumerable().WithCancellation(ct))
        {
            object?[] cells =
            [
                row.PersonId, row.Name, row.Address, said.Of(row.State), said.Why(row.State, row.Answer) ?? "", At(row.At), At(row.ClickedAt), At(row.UnsubscribedAt), row.Version < 0 || row.State == DeliveryState.HeldOut ? "" : VersionsOf.Letter(row.Version),
                At(row.BouncedAt), said.Why(row.Bounce, row.BounceAnswer) ?? "", At(row.ComplainedAt),
            ];
            if (isByLanguage) cells = [.. cells, row.Version < 0 || row.State == DeliveryState.HeldOut ? "" : texts.Written[texts.Of(row.Version, row.Language)].Language];
            yield return blast.IsText ? cells : [.. cells, MailProviders.Name(domains.Of(row.Address)) ?? MailProviders.DomainOf(row.Address).ToString()];
        }
    }

    private DateTime? At(DateTimeOffset? at) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, nation.Facts.Zone).DateTime : null;

    public static Task<ExportAnswer> Send(long id, string format, HttpContext http, SendExport send, CancellationToken ct) =>
        send.Answer(Name, string.Create(CultureInfo.InvariantCulture, $"{id}?{http.Request.QueryString.Value?.TrimStart('?')}"), format, ct);
}

public static class DeliveryExportRoutes
{
    public static void MapDeliveryExport(this IEndpointRouteBuilder app) => app.MapGet("/mail/{id:long}/deliveries.{format}", DeliveryExport.Send).Needs(Permission.ExportMail);
}
