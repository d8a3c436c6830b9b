using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Site;

namespace Preau.Actions;

/// <summary>Signatures and sign-ups of the demo, over the past weeks, by people who are made up.</summary>
public sealed class DemoActions(Database db, TimeProvider clock) : IDemoSeed
{
    private const int Signatures = 300;
    private const int SignUps = 120;
    private static readonly string[] Reasons = ["Pour mes enfants.", "J’y vais à pied tous les matins.", "Parce que c’est maintenant qu’il faut le dire.", "Mes voisins en parlent aussi.", "Un village sans école se vide."];

    public string Name => "actions";
    public int Order => 45;

    public async Task Run(CancellationToken ct)
    {
        var random = new Random(45);
        var now = clock.GetUtcNow();
        var people = await db.People.AsNoTracking().Where(p => !p.IsRollOnly && p.ArchivedAt == null).OrderBy(p => p.Id).Select(p => new { p.Id, p.FirstName, p.LastName, p.CreatedAt }).Take(900).ToListAsync(ct);
        foreach (var (kind, pageKind, count) in new[] { (ActionKind.Signature, PageKind.Petition, Signatures), (ActionKind.SignUp, PageKind.SignUp, SignUps) })
        {
            if (await db.SitePages.AsNoTracking().Where(p => p.Kind == pageKind && p.Status == PageStatus.Published).OrderBy(p => p.Id).FirstOrDefaultAsync(ct) is not { PublishedAt: { } open } page) continue;
            var chosen = people.OrderBy(_ => random.Next()).Take(count).ToList();
            foreach (var person in chosen)
            {
                var since = person.CreatedAt > open ? person.CreatedAt : open;
                var isPublic = random.Next(3) == 0;
                db.Add(new ActionTaken
                {
                    PersonId = person.Id, PageGroupId = page.GroupId, PageTitle = page.Title, Kind = kind, NameTyped = $"{person.FirstName} {person.LastName}".Trim(), IsNamePublic = isPublic && kind == ActionKind.Signature,
                    Comment = isPublic && kind == ActionKind.Signature && random.Next(2) == 0 ? Reasons[random.Next(Reasons.Length)] : null, At = since + ((now - since) * random.NextDouble()),
                });
            }

            db.Add(new PageTotal { PageGroupId = page.GroupId, Count = chosen.Count });
            using (db.Trail.Pause())
            {
                await db.SaveChangesAsync(ct);
            }

            db.Trail.Record("action_taken.created", [.. chosen.Select(p => p.Id)], "demo");
            await db.SaveChangesAsync(ct);
        }
    }
}
