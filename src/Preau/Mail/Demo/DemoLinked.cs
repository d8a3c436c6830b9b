using Microsoft.EntityFrameworkCore;
using Preau.Attachments;
using Preau.Mail.Blocks;
using Preau.Mail.Linked;
using Preau.Nations;

namespace Preau.Mail.Demo;

/// <summary>The demo's programme as a file, and the letter of the week as a template that links to it.</summary>
public sealed class DemoLinked(Database db, LinkedFolder folder, TimeProvider clock) : IDemoSeed
{
    private static readonly string[] Programme =
    [
        "Valmorin en commun", "", "Notre programme en une page", "", "1. La passerelle sur la Lène, ouverte en deux ans", "2. La classe des Tilleuls, sauvée dès la rentrée", "3. Le bus du soir, jusqu'au dernier train", "", "Chacun a un prix, une date et quelqu'un qui en répond.", "", "Document de démonstration",
    ];

    public string Name => "linked";
    public int Order => 73;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var author = await db.Memberships.OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        var bytes = DemoPdf.Of(Programme);
        var file = new LinkedFile { Key = ByteFolder.NewKey(), Name = "Programme en une page.pdf", Bytes = bytes.Length, AccountId = author, CreatedAt = now.AddDays(-20) };
        using var content = new MemoryStream(bytes);
        await folder.Keep(file.Key, content, ct);
        db.AddRange(file, new Blast
        {
            TemplateName = "La lettre de la semaine", Subject = "Cette semaine : ", Preheader = "Ce qui s’est passé, ce qui vient, et ce que vous pouvez faire.", Body = BlockTree.Write(DemoMail.Letter(file.Path, LinkFile.Text(file, new Shared.Words("fr")))), Format = MailFormat.Blocks,
            Language = "fr", AuthorId = author, CreatedAt = now.AddDays(-18), ChangedAt = now.AddDays(-4),
        });
        await db.SaveChangesAsync(ct);
    }
}
