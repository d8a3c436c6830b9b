using Microsoft.EntityFrameworkCore;
using Preau.Actions;
using Preau.Mail.Automatic;
using Preau.Mail.Blocks;
using Preau.Nations;
using Preau.Site;

namespace Preau.Mail.Demo;

/// <summary>
/// What the demo's sign-up and gift pages answer, what follows three days after signing up and after giving, and the letter of each Friday. The first answer and what follows leave for a handful of people as soon as it runs, so
/// that they lie in the sandbox's mailbox.
/// </summary>
public sealed class DemoAutomatic(Database db, KeepAutomatic keep, TimeProvider clock) : IDemoSeed
{
    private const int People = 3;

    private const string Thanks = """
        <p>Bonjour {{ person.first_name | default: "à toutes et à tous" }},</p>
        <p>Votre inscription est enregistrée, merci. Nous sommes une trentaine à faire vivre cette campagne, et chaque paire de bras compte.</p>
        <p>Une question, une idée, un coup de gueule ? Répondez à ce courriel : c’est Nadia qui lit.</p>
        <p>Nadia Védrine<br>Valmorin en commun</p>
        """;

    private const string ForGifts = """
        <p>Bonjour {{ person.first_name | default: "à toutes et à tous" }},</p>
        <p>Votre don est arrivé, merci. Il paie ce que nos bras ne remplacent pas : le papier des tracts, la location des salles, les affiches.</p>
        <p>Vous voulez savoir à quoi il sert précisément ? Répondez à ce courriel : c’est Nadia qui lit.</p>
        <p>Nadia Védrine<br>Valmorin en commun</p>
        """;

    private const string AfterGifts = """
        <p>{{ person.greeting }},</p>
        <p>{% if person.last_gift != blank %}Vous avez donné {{ person.last_gift }} le {{ person.last_gift_on }} : merci.{% else %}Vous avez donné il y a quelques jours : merci.{% endif %} Le papier de la semaine est payé, et les tracts sont déjà dans les boîtes.</p>
        <p>Si la campagne vous plaît, parlez-en à quelqu’un de votre rue : c’est ce qui nous aide le plus.</p>
        <p>Nadia Védrine<br>Valmorin en commun</p>
        """;

    private const string News = """
        <p>Bonjour {{ person.first_name | default: "à toutes et à tous" }},</p>
        <p>Voici ce qui s’est passé à Valmorin depuis notre dernière lettre.</p>
        <hr>
        <p>À vendredi prochain,</p>
        <p>Nadia Védrine<br>Valmorin en commun</p>
        """;

    private const string Next = """
        <p>Bonjour {{ person.first_name | default: "à toutes et à tous" }},</p>
        <p>Vous nous avez rejoints il y a trois jours. La première chose qui nous aide tient en une minute : <a href="/passerelle">signer pour la passerelle</a>, puis faire passer la page à quelqu’un de l’autre rive.</p>
        <p>Si vous avez deux heures, <a href="/samedi-au-marche">venez samedi au marché</a>. Il n’y a rien à préparer.</p>
        <p>Nadia Védrine<br>Valmorin en commun</p>
        """;

    public string Name => "automatic";
    public int Order => 72;

    public async Task Run(CancellationToken ct)
    {
        await Weekly(ct);
        if (await Find(PageKind.Donation, ct) is { } gifts) await Thank(gifts, ct);
        if (await Find(PageKind.SignUp, ct) is not { } page) return;
        var petition = await db.SitePages.AsNoTracking().Where(p => p.Kind == PageKind.Petition && p.Status == PageStatus.Published).OrderBy(p => p.Id).Select(p => (long?)p.GroupId).FirstOrDefaultAsync(ct);
        var answer = await Make(AutomaticKind.Answer, page.Id, "Bienvenue, {{ person.first_name | default: \"et merci\" }}", Thanks, ct);
        var step = await Make(AutomaticKind.FollowUp, page.Id, "Et maintenant ? Une minute, ou deux heures", Next, ct);
        if (answer is null || step is null) return;
        if (petition is not null) (step.Goal, step.GoalGroupId) = (FollowGoal.Page, petition);
        await keep.Switch(answer, true, ct);
        await keep.Switch(step, true, ct);
        await Begin(page, petition, answer, step, ct);
    }

    private async Task Thank(SitePage gifts, CancellationToken ct)
    {
        if (await Make(AutomaticKind.Answer, gifts.Id, "Merci, {{ person.first_name | default: \"de tout cœur\" }}", ForGifts, ct) is { } thanks) await keep.Switch(thanks, true, ct);
        if (await Make(AutomaticKind.FollowUp, gifts.Id, "Ce que votre don a payé", AfterGifts, ct) is { } step) await keep.Switch(step, true, ct);
    }

    private Task<SitePage?> Find(PageKind kind, CancellationToken ct) =>
        db.SitePages.AsNoTracking().Where(p => p.Kind == kind && p.Status == PageStatus.Published && p.Language == "fr").OrderBy(p => p.Id).FirstOrDefaultAsync(ct);

    /// <summary>Made of the site's news; each issue waits for somebody to look at it.</summary>
    private async Task Weekly(CancellationToken ct)
    {
        var letter = await keep.Newsletter(ct);
        await Write(letter.BlastId, "La lettre de Valmorin : [title]", News, ct);
        await keep.Switch(letter, true, ct);
    }

    private async Task<AutomaticMail?> Make(AutomaticKind kind, long pageId, string subject, string html, CancellationToken ct)
    {
        if (await keep.New(kind, pageId, ct) is not { } mail) return null;
        await Write(mail.BlastId, subject, html, ct);
        return mail;
    }

    private async Task Write(long blastId, string subject, string html, CancellationToken ct)
    {
        var blast = await db.Blasts.SingleAsync(b => b.Id == blastId, ct);
        (blast.Subject, blast.Body) = (subject, BlockTree.Write(BlocksOfHtml.Read(html)));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>People who signed up lately: they get the answer now, and those of them who agreed to it the step.</summary>
    private async Task Begin(SitePage page, long? petition, AutomaticMail answer, AutomaticMail step, CancellationToken ct)
    {
        await db.Learn("action_taken", ct);
        var now = clock.GetUtcNow();
        var people = await (
            from taken in db.ActionsTaken.AsNoTracking()
            where taken.PageGroupId == page.GroupId && taken.Kind == ActionKind.SignUp
            join person in db.People on taken.PersonId equals person.Id
            join email in db.PersonEmails on person.Id equals email.PersonId
            where person.ArchivedAt == null && !email.IsBad && !email.IsShut && email.Position == 0
                && db.ConsentStates.Count(s => s.PersonId == person.Id && s.IsGiven && (s.Purpose == Purpose.News || s.Purpose == Purpose.Targeted)) == 2
                && !db.ActionsTaken.Any(a => a.PersonId == person.Id && a.PageGroupId == petition)
            orderby taken.At descending, taken.Id descending
            select new { person.Id, person.FirstName, person.LastName, email.Address, email.EmailKey }).Take(People).ToListAsync(ct);
        foreach (var person in people.DistinctBy(p => p.Id))
        {
            db.Add(new AutomaticTurn { AutomaticMailId = answer.Id, PersonId = person.Id, DueAt = now, At = now, FirstName = person.FirstName, LastName = person.LastName, Address = person.Address, AddressKey = person.EmailKey });
            db.Enqueue(new AnswerAction(answer.Id, person.Id));
            db.Add(new AutomaticTurn { AutomaticMailId = step.Id, PersonId = person.Id, DueAt = now, At = now });
        }

        await db.SaveChangesAsync(ct);
    }
}
