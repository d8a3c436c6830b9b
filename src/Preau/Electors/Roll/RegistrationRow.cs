using Preau.Imports.Batches;

namespace Preau.Electors.Roll;

/// <summary>A row for <c>PutRegistrations</c>.</summary>
internal sealed record RegistrationRow(
    long PersonId, string CommuneCode, long? PollingStationId, int Lists, string? OrderNumber, string BirthName, string? UsageName, string GivenNames, int? BirthYear, string ElectorKey, string? BirthKey, string? UsageKey, long? SinceImportId, DateOnly? SinceOn,
    long? SeenImportId, int SeenLists, DateOnly? StruckOffOn)
{
    public static RegistrationRow Of(long personId, RegistrationFacts f, long? seenImportId, RollLists seen) =>
        new(personId, f.Commune, f.Station, (int)f.Lists, f.Order, f.BirthName, f.UsageName, f.GivenNames, f.BirthYear, f.Key, f.BirthKey, f.UsageKey, f.SinceImport, f.SinceOn, seenImportId, (int)seen, f.StruckOffOn);

    public static Task Put(Database db, IReadOnlyCollection<RegistrationRow> rows, CancellationToken ct) =>
        rows.Count == 0 ? Task.CompletedTask : db.Execute("Electors/Roll/PutRegistrations", ct, ("rows", JsonRows.Of(rows)));
}
