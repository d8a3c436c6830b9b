using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Attachments;

/// <summary>Papers of a few people of the demo: consents, forms of membership, a letter.</summary>
public sealed class DemoAttachments(Database db, AttachmentFolder folder, TimeProvider clock) : IDemoSeed
{
    private const int Many = 12;

    private static readonly (string Name, string Text, string[] Lines)[] Papers =
    [
        ("consentement-marche.pdf", "Accord signé au marché", ["Valmorin en commun", "", "J'accepte de recevoir les nouvelles de la campagne", "par courriel, jusqu'au lendemain du second tour.", "", "Signature : (scan de démonstration)"]),
        ("bulletin-adhesion.pdf", "Bulletin d’adhésion, cotisation payée", ["Association de soutien", "", "Bulletin d'adhésion", "Cotisation annuelle : 20 euros", "", "Document de démonstration"]),
        ("lettre.txt", "", ["Bonjour,", "", "merci pour votre visite de samedi. Je prêterai volontiers ma grange pour la réunion.", ""]),
    ];

    public string Name => "attachments";
    public int Order => 68;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var owner = await db.Memberships.OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        // Who did something on the site lately is looked at first.
        var lately = await db.ActionsTaken.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Join(db.People.Where(p => p.ArchivedAt == null), a => a.PersonId, p => p.Id, (a, p) => p.Id).Take(Many * 3).ToListAsync(ct);
        var people = lately.Distinct().Take(Many).ToList();
        foreach (var (i, person) in people.Index())
        {
            var (name, text, lines) = Papers[i % Papers.Length];
            var bytes = name.EndsWith(".pdf", StringComparison.Ordinal) ? DemoPdf.Of(lines) : Encoding.UTF8.GetBytes(string.Join('\n', lines));
            var file = new Attachment { PersonId = person, Key = AttachmentFolder.NewKey(), Name = name, Text = text, Bytes = bytes.Length, AccountId = owner, CreatedAt = now.AddDays(-3 - i) };
            using var content = new MemoryStream(bytes);
            await folder.Keep(file.Key, content, ct);
            db.Add(file);
        }

        await db.SaveChangesAsync(ct);
    }
}
