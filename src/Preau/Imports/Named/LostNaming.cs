using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Imports.Named;

/// <summary>Somebody who was named and not found, as the page of the import lists it.</summary>
public sealed record LostNaming(long Line, long PersonId, string Name, string As, string Said, string Why)
{
    private const int Shown = 100;

    public static async Task<IReadOnlyList<LostNaming>> First(Database db, long importId, Words words, CancellationToken ct)
    {
        var rows = await db.ImportNamings.AsNoTracking().Where(n => n.ImportId == importId && n.State != NamingState.Waiting).OrderBy(n => n.Line).ThenBy(n => n.NamedAs).Take(Shown)
            .Join(db.People, n => n.PersonId, p => p.Id, (n, p) => new { Naming = n, p.FirstName, p.LastName }).ToListAsync(ct);
        return
        [
            .. rows.OrderBy(r => r.Naming.Line).ThenBy(r => r.Naming.NamedAs)
                .Select(r => new LostNaming(r.Naming.Line, r.Naming.PersonId, $"{r.FirstName} {r.LastName}".Trim(), words[Label(r.Naming.NamedAs)], string.Join(" · ", new[] { r.Naming.Number, r.Naming.Said }.OfType<string>()), words[Label(r.Naming.State)])),
        ];
    }

    private static string Label(NamedAs named) => named switch
    {
        NamedAs.Recruiter => "Who recruited them",
        NamedAs.Assistant => "Their assistant",
        NamedAs.PointPerson => "Who looks after them",
    };

    private static string Label(NamingState state) => state switch
    {
        NamingState.Waiting => "Not looked for yet",
        NamingState.Nobody => "Nobody has this number or mail address; a name alone is nobody",
        NamingState.Several => "Several people have this mail address",
        NamingState.Themselves => "It is the person themselves",
        NamingState.Circle => "Somebody would stand above themselves",
    };
}
