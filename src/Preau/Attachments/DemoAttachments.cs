using System.Globalization;
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
            var bytes = name.EndsWith(".pdf", StringComparison.Ordinal) ? Pdf(lines) : Encoding.UTF8.GetBytes(string.Join('\n', lines));
            var file = new Attachment { PersonId = person, Key = AttachmentFolder.NewKey(), Name = name, Text = text, Bytes = bytes.Length, AccountId = owner, CreatedAt = now.AddDays(-3 - i) };
            using var content = new MemoryStream(bytes);
            await folder.Keep(file.Key, content, ct);
            db.Add(file);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>A page of text in the smallest document that every reader opens.</summary>
    private static byte[] Pdf(string[] lines)
    {
        var text = "BT /F1 14 Tf 72 760 Td 22 TL " + string.Concat(lines.Select(l => $"({l.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)}) Tj T* ")) + "ET";
        string[] parts =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {text.Length} >>\nstream\n{text}\nendstream"),
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (i, part) in parts.Index())
        {
            places.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{part}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append("xref\n0 5\n0000000000 65535 f \n");
        foreach (var place in places) pdf.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        // A byte a character, so that places counted in characters are those in the file.
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
