using Preau.People;
using Preau.People.Merging;

namespace Preau.Duplicates;

/// <summary>All addresses stay; of two of one kind, the chosen one comes first.</summary>
internal sealed class MergeAddresses(Database db, LoggedRows rows, RowStore store, IEnumerable<IPersonPart> parts)
{
    public async Task Order(TwoRecords pair, IReadOnlyDictionary<string, Side> choices, CancellationToken ct)
    {
        var ofGone = pair.Addresses.Where(a => a.Number("person_id") == pair.GoneId).Select(a => a.Number("id")).ToHashSet();
        var addresses = (await store.Of(PersonTable.Of<PersonAddress>(db.Model, parts), [pair.KeptId], ct)).OrderBy(a => a.Number("position")).ThenBy(a => a.Number("id")).ToList();
        foreach (var field in pair.Fields.Where(f => f.IsAsked && f.Chosen(choices) == Side.Gone && f.Field.StartsWith("address:", StringComparison.Ordinal)))
        {
            var ofKind = addresses.FindAll(a => a.Text("kind") == field.Field["address:".Length..]);
            if (ofKind.Find(a => ofGone.Contains(a.Number("id"))) is not { } chosen || ofKind[0] == chosen) continue;
            var (first, last) = (ofKind[0]["position"], chosen["position"]);
            await rows.Change(chosen, new(StringComparer.Ordinal) { ["position"] = first }, ct);
            await rows.Change(ofKind[0], new(StringComparer.Ordinal) { ["position"] = last }, ct);
        }
    }
}
