using Microsoft.EntityFrameworkCore;
using Preau.Actions;
using Preau.Mail;
using Preau.Mail.Measuring;

namespace Preau.Tests.Mail;

/// <summary>A mail of which a part of the audience has got one of its versions, while the others wait two hours.</summary>
public static class VersionTrial
{
    /// <param name="nation">The audience is all of its readers.</param>
    /// <param name="relay">Takes the first part.</param>
    /// <param name="readers">How many there are.</param>
    /// <param name="versions">How many there are, with the mail itself.</param>
    /// <param name="with">Which part is held out, which goes first, and in how many waves the others follow.</param>
    public static async Task<Blast> Begun(TestNation nation, FakeRelay relay, int readers, int versions, Action<Blast> with)
    {
        await nation.ReadyToMail(relay);
        await nation.Readers(readers);
        var blast = await nation.Seeds.Mail(b =>
        {
            b.TrialMinutes = 120;
            with(b);
        });
        await nation.Do((_, db) =>
        {
            for (var place = 1; place < versions; place++) db.Add(new BlastVersion { BlastId = blast.Id, Place = place, Subject = $"Version {VersionsOf.Letter(place)}", Body = "<p>Hello</p>" });
            return Task.CompletedTask;
        });
        await nation.SendNow(blast);
        return await nation.Read(blast);
    }

    /// <summary>These followed a link a minute ago, and sign now.</summary>
    public static async Task Act(TestNation nation, Blast blast, IEnumerable<MailDelivery> deliveries)
    {
        var (db, now) = (nation.Db, nation.App.Clock.GetUtcNow());
        var people = deliveries.Select(d => d.PersonId).ToArray();
        await db.MailDeliveries.Where(d => people.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.ClickedAt, now.AddMinutes(-1)));
        foreach (var id in people) db.Add(new ActionTaken { PersonId = id, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = now });
        await db.SaveChangesAsync();
        await nation.CountArms(blast);
    }
}
