using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;

namespace Preau.Contacts;

/// <summary>Six weeks of calls and visits of the demo, and what is to be done next: some of it overdue, some today. All of it is made up.</summary>
public sealed class DemoContacts(Database db, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private const int People = 320;

    private static readonly (ContactMethod Method, int Weight)[] Ways =
        [(ContactMethod.PhoneCall, 46), (ContactMethod.DoorKnock, 34), (ContactMethod.FaceToFace, 9), (ContactMethod.Meeting, 5), (ContactMethod.TextOneToOne, 4), (ContactMethod.Email, 2)];

    private static readonly (ContactStatus Status, int Weight, string[] Said)[] Results =
    [
        (ContactStatus.Answered, 26, ["Dit avoir reçu le programme, pas encore lu.", "Viendra peut-être à la réunion de quartier.", ""]),
        (ContactStatus.MeaningfulInteraction, 20, ["Longue conversation sur la passerelle et les horaires du bus 4.", "Inquiète pour la classe qui ferme, prête à en parler autour d’elle.", "Veut aider un samedi au marché."]),
        (ContactStatus.NoAnswer, 28, [""]),
        (ContactStatus.LeftMessage, 10, ["Message laissé avec le numéro du local.", ""]),
        (ContactStatus.SendInformation, 5, ["Demande le programme en gros caractères.", "Voudrait la date de la réunion publique."]),
        (ContactStatus.CallBack, 4, ["Rappeler en soirée.", "Occupée, demande de repasser samedi."]),
        (ContactStatus.NotInterested, 4, ["Ne votera pas cette fois.", ""]),
        (ContactStatus.Inaccessible, 2, ["Digicode."]),
        (ContactStatus.Other, 1, ["Nous a renvoyés vers sa fille, qui vote aussi à Valmorin."]),
    ];

    private static readonly string[] Next = ["Envoyer le programme", "Rappeler en soirée", "Proposer un créneau au marché", "Parler de la procuration", "Prêter une affiche", "Dire la date de la réunion"];

    // In days from today: some late, some due, most to come.
    private static readonly int[] Due = [0, -1, 3, -3, 0, 6, 1, 9];

    public string Name => "contacts";
    public int Order => 45;

    public async Task Run(CancellationToken ct)
    {
        var random = new Random(2026);
        var (now, today) = (clock.GetUtcNow(), nation.Facts.DayOf(clock.GetUtcNow()));
        var team = await db.Memberships.Where(m => m.Role != Role.Finance).OrderBy(m => m.Role).ThenBy(m => m.AccountId).Select(m => new { m.AccountId, m.Role }).ToListAsync(ct);
        var volunteer = team.Find(m => m.Role == Role.Volunteer)?.AccountId;
        long[] others = [.. team.Where(m => m.Role != Role.Volunteer).Select(m => m.AccountId)];
        if (others.Length == 0) return;
        // Theirs first, so that a volunteer who signs in has something to do.
        var people = await db.People.Where(p => !p.IsRollOnly && p.ArchivedAt == null).OrderByDescending(p => p.AssigneeId != null).ThenBy(p => p.Id).Take(People)
            .Select(p => new { p.Id, p.AssigneeId, p.SupportLevel, p.CreatedAt }).ToListAsync(ct);
        foreach (var (index, person) in people.Index())
        {
            var author = person.AssigneeId is not null && volunteer is not null ? volunteer.Value : others[random.Next(others.Length)];
            Contact? last = null;
            for (var times = 1 + random.Next(3) / 2; times > 0; times--) db.Add(last = Made(person.Id, author, At(person.CreatedAt, now, today, random), random));
            if (person.SupportLevel is { } level && last!.Status is ContactStatus.MeaningfulInteraction or ContactStatus.Answered) last!.SupportAfter = last.SupportBefore = level;
            if (index % 8 == 0) db.Add(ToDo(last!, person.Id, author, today.AddDays(Due[index / 8 % Due.Length]), random));
        }

        using (db.Trail.Pause())
        {
            await db.SaveChangesAsync(ct);
        }

        db.Trail.Record("contact_log.created", [.. people.Select(p => p.Id)], "demo");
        await db.SaveChangesAsync(ct);
    }

    private static Contact Made(long personId, long author, DateTimeOffset at, Random random)
    {
        var (status, _, said) = Drawn(Results, r => r.Weight, random);
        return new Contact { PersonId = personId, AuthorId = author, Method = Drawn(Ways, w => w.Weight, random).Method, Status = status, Text = said[random.Next(said.Length)], At = at, CreatedAt = at.AddMinutes(2) };
    }

    private static FollowUp ToDo(Contact from, long personId, long assignee, DateOnly due, Random random) => new()
    {
        PersonId = personId, ContactId = from.Id, What = Next[random.Next(Next.Length)], DueOn = due, AssigneeId = assignee, AuthorId = assignee, CreatedAt = from.CreatedAt,
    };

    // By day, as people call: after somebody became known, and before now.
    private DateTimeOffset At(DateTimeOffset known, DateTimeOffset now, DateOnly today, Random random)
    {
        var days = Math.Min(42, (now - known).TotalDays);
        var at = nation.Facts.StartOf(today.AddDays(-(int)(days * random.NextDouble()))).AddHours(9).AddMinutes(random.Next(11 * 60));
        if (at > known && at < now) return at;
        var soon = known.AddMinutes(random.Next(10, 90));
        return soon < now ? soon : now.AddMinutes(-1);
    }

    private static T Drawn<T>(T[] table, Func<T, int> weight, Random random)
    {
        var drawn = random.Next(table.Sum(weight));
        return table.First(line => (drawn -= weight(line)) < 0);
    }
}
