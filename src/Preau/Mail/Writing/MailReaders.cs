using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.People;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>Somebody as whom a mail or text is looked at.</summary>
/// <param name="Email">Or the number, for a text.</param>
/// <param name="Language">Theirs, where it is known.</param>
public sealed record MailReader(long Id, string Name, string? Email, string? City, string? Language);

/// <summary>People with a mail address to look at a mail as: found by what is typed, or any of those whom it is for.</summary>
public sealed class MailReaders(Database db, PersonSearch search, LastCheck check)
{
    private const int Most = 8;

    /// <summary>Of the newest: enough to find one who may be written to, where some of them have left since.</summary>
    private const int Newest = 20;

    public async Task<IReadOnlyList<MailReader>> Search(string? text, Channel channel, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var found = new List<MailReader>();
        foreach (var range in await search.Ranges(text.Trim(), People(channel), ct))
        {
            found.AddRange(await Read(range.People.Take(Most - found.Count), channel).ToListAsync(ct));
            if (found.Count >= Most) break;
        }

        return found;
    }

    public Task<MailReader?> Find(long id, Channel channel, CancellationToken ct) => Read(db.People.AsNoTracking().Where(p => p.Id == id), channel).SingleOrDefaultAsync(ct);

    /// <summary>The newest of those who asked for news, and may have it; of a mail that has left, whoever got it first.</summary>
    public async Task<MailReader?> Any(Blast blast, CancellationToken ct)
    {
        var got = await db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.Month == blast.Month).OrderBy(d => d.PersonId).Select(d => (long?)d.PersonId).FirstOrDefaultAsync(ct);
        if (got is { } personId) return await Find(personId, blast.Channel, ct);
        var purpose = blast.IsText ? Purpose.Sms : Purpose.News;
        var asked = db.ConsentStates.Where(s => s.Purpose == purpose && s.IsGiven).OrderByDescending(s => s.PersonId).Select(s => s.PersonId).Take(100);
        var newest = await Read(People(blast.Channel).Where(p => asked.Contains(p.Id)).OrderByDescending(p => p.Id).Take(Newest), blast.Channel).ToListAsync(ct);
        if (blast.IsText || newest.Count == 0) return newest.FirstOrDefault();
        var last = await check.Run([.. newest.Select(r => r.Id)], blast.IsTargeted, ct);
        return newest.Find(r => last[r.Id].Address is not null) ?? newest[0];
    }

    private IQueryable<Person> People(Channel channel) => channel == Channel.Sms
        ? db.People.AsNoTracking().Where(p => p.ArchivedAt == null && db.PersonPhones.Any(n => n.PersonId == p.Id && !n.IsBad && n.Kind != PhoneKind.Landline))
        : db.People.AsNoTracking().Where(p => p.ArchivedAt == null && db.PersonEmails.Any(e => e.PersonId == p.Id && !e.IsBad));

    private IQueryable<MailReader> Read(IQueryable<Person> people, Channel channel)
    {
        var isText = channel == Channel.Sms;
        return people.Select(p => new MailReader(
            p.Id, (p.FirstName + " " + p.LastName).Trim(),
            isText
                ? db.PersonPhones.Where(n => n.PersonId == p.Id && !n.IsBad && n.Kind != PhoneKind.Landline).OrderBy(n => n.Position).Select(n => n.Number).FirstOrDefault()
                : db.PersonEmails.Where(e => e.PersonId == p.Id && !e.IsBad).OrderBy(e => e.Position).Select(e => e.Address).FirstOrDefault(),
            db.PersonAddresses.Where(a => a.PersonId == p.Id).OrderBy(a => a.Position).Select(a => a.City).FirstOrDefault(), p.Language));
    }
}
