using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Approval;
using Preau.Mail.Blocks;
using Preau.Mail.Measuring;
using Preau.Nations;

namespace Preau.Mail.Demo;

/// <summary>A draft in two languages that waits for a second person: what goes to more than a few hundred does, in the demo's campaign.</summary>
public sealed class DemoApproval(Database db, NationSettings settings, ContentMark mark, TimeProvider clock) : IDemoSeed
{
    private const long Above = 500;

    public string Name => "approval";
    public int Order => 71;

    public async Task Run(CancellationToken ct)
    {
        await settings.Set(new ApprovalSettings { Above = Above }, ct);
        if (await db.Memberships.Where(m => m.Role == Role.Staff).OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct) is not { } staff) return;
        var now = clock.GetUtcNow();
        var blast = new Blast
        {
            Subject = "Réunion de quartier : la salle a changé", Preheader = "Même soir, même heure, mais à la salle des fêtes.", Format = MailFormat.Blocks, Language = "fr", AuthorId = staff, CreatedAt = now.AddHours(-5), ChangedAt = now.AddHours(-4),
            Body = Text("<p>Bonjour {{ person.first_name | default: \"à vous\" }},</p><p>Vous êtes plus nombreux que prévu, et le préau serait trop petit : la réunion a lieu à la salle des fêtes, à la même heure. L’entrée est de plain-pied.</p><p>Le <a href=\"/programme\">programme</a> y sera distribué. À bientôt,<br>Nadia Védrine</p>"),
        };
        db.Add(blast);
        db.Add(new BlastVersion
        {
            BlastId = blast.Id, Language = "en", Subject = "Neighbourhood meeting: another room", Preheader = "Same evening, same hour, but in the town hall’s big room.",
            Body = Text("<p>Dear {{ person.first_name | default: \"friend\" }},</p><p>More of you are coming than we thought, and the schoolyard would be too small: we meet in the big room of the town hall, at the same hour. There are no steps.</p><p>You will find the <a href=\"/en/programme\">programme in English</a> there. See you soon,<br>Nadia Védrine</p>"),
        });
        await db.SaveChangesAsync(ct);
        db.Add(new BlastApproval
        {
            BlastId = blast.Id, State = ApprovalState.Waiting, Mark = await mark.Of(blast, null, ct), People = await db.ConsentStates.LongCountAsync(s => s.Purpose == Preau.Law.Purpose.News && s.IsGiven, ct), AskedBy = staff, AskedAt = now.AddHours(-3),
            AskedNote = "La salle est confirmée par la mairie. Peux-tu relire l’anglais ?",
        });
        await db.SaveChangesAsync(ct);
    }

    private static string Text(string html) => BlockTree.Write(BlocksOfHtml.Read(html));
}
