using Microsoft.EntityFrameworkCore;
using Preau.Actions;
using Preau.Contacts;
using Preau.Mail.Blocks;
using Preau.Mail.Measuring;
using Preau.Mail.Openings;
using Preau.Nations;
using Preau.People;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Mail.Demo;

/// <summary>Mails that the demo's campaign sent, to those who had agreed by then, and a draft in two versions, with a hold-out, that is ready to leave.</summary>
public sealed class DemoMails(Database db, NationSettings settings, NationDirectory directory, MailLinks links, SegmentSentence sentence, Pacing.CountDays days, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private readonly Random random = new(2026);
    private readonly Dictionary<(long PersonId, Purpose Purpose), List<(DateTimeOffset At, bool IsGiven)>> consents = [];
    private readonly HashSet<long> bounced = [];

    private sealed record Reader(long PersonId, string Address, string? Language);

    private sealed record Line(Reader Reader, DeliveryState State, DateTimeOffset At, string? Answer)
    {
        public List<(long Link, DateTimeOffset At)> Clicks { get; } = [];
        public DateTimeOffset? OpenedAt { get; set; }
        public DateTimeOffset? LeftAt { get; set; }
        public bool IsMeasured { get; init; }
        public int Version { get; init; }
    }

    public string Name => "mails";
    public int Order => 70;

    public async Task Run(CancellationToken ct)
    {
        var author = await db.Memberships.OrderBy(m => m.AccountId).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        var site = await directory.AddressOf(nation.Facts, Surface.Site, ct);
        await settings.Set(new OpeningSettings { IsOn = true }, ct);
        await ReadConsents(ct);
        var readers = await db.People.AsNoTracking().Where(p => p.ArchivedAt == null).OrderBy(p => p.Id)
            .Join(db.PersonEmails.Where(e => !e.IsBad), p => p.Id, e => e.PersonId, (p, e) => new Reader(p.Id, e.Address, p.Language)).ToListAsync(ct);
        var english = await Segment("Lecteurs de l’anglais", [new SegmentCondition("language", "is", ["en"]), .. Agreed()], ct);
        foreach (var mail in DemoMail.Past)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await Write(mail, readers, mail.IsForEnglish ? english : null, author, site, ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }

        await Draft(author, ct);
    }

    private async Task ReadConsents(CancellationToken ct)
    {
        var entries = await db.ConsentEntries.AsNoTracking().Where(e => e.Purpose == Purpose.News || e.Purpose == Purpose.Targeted || e.Purpose == Purpose.Measure).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        foreach (var entry in entries) Of(entry.PersonId, entry.Purpose).Add((entry.At, entry.IsGiven));
    }

    private async Task Write(DemoMail mail, IReadOnlyList<Reader> readers, Segment? segment, long? author, string site, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var at = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-mail.DaysAgo).AddHours(16).AddMinutes(30);
        var blast = new Blast
        {
            Subject = mail.Subject, Preheader = mail.Preheader, Body = MailSource.Clean(MailFormat.Blocks, mail.Body), Format = MailFormat.Blocks, Language = mail.Language, SegmentId = segment?.Id, State = BlastState.Sent, SendAt = at, HeldOutShare = mail.HeldOut, AuthorId = author,
            Tree = segment?.Tree, Sentence = SegmentTree.Read(segment?.Tree, out _) is { Parts.Count: > 0 } tree ? await sentence.Of(tree, mail.Language, ct) : null,
            CreatedAt = at.AddDays(-1), ChangedAt = at.AddMinutes(-2), Month = Months.Of(at), FrozenAt = at.AddSeconds(1), EndedAt = at.AddMinutes(2),
        };
        db.Add(blast);
        if (mail.Other is { } other) db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = other, Body = blast.Body });
        var signer = await links.Prepare(ct);
        var leads = mail.Links.Select(path => new MailLink { BlastId = blast.Id, Url = site + path }).ToList();
        db.AddRange(leads);
        var lines = readers.Where(r => !bounced.Contains(r.PersonId) && Agrees(r.PersonId, Purpose.News, at) && (segment is null || (r.Language == "en" && Agrees(r.PersonId, Purpose.Targeted, at))))
            .Select((r, i) => DrawLots.VersionOf(signer, blast, mail.Other is null ? 1 : 2, r.PersonId) is >= 0 and var version ? Send(r, i, at, mail) with { Version = version, IsMeasured = Agrees(r.PersonId, Purpose.Measure, at) } : new Line(r, DeliveryState.HeldOut, at, null)).ToList();
        foreach (var line in lines.Where(l => l.State == DeliveryState.Sent))
        {
            Follow(line, mail, leads, now);
            Open(line, now);
        }

        db.Add(new BlastTotal
        {
            BlastId = blast.Id, Audience = lines.Count, Sent = Count(DeliveryState.Sent), Refused = Count(DeliveryState.Refused), Skipped = Count(DeliveryState.Skipped), Unknown = Count(DeliveryState.Unknown), HeldOut = Count(DeliveryState.HeldOut),
            Clicked = lines.Count(l => l.Clicks.Count > 0), Measured = lines.Count(IsMeasured), Opened = lines.Count(l => l.OpenedAt is not null), Unsubscribed = lines.Count(l => l.LeftAt is not null),
        });
        await db.SaveChangesAsync(ct);
        await WriteDeliveries(blast, lines, ct);
        await WriteClicks(blast, lines, ct);
        await days.Take(lines.Select(l => (l.At, l.Reader.Address, (DeliveryState?)l.State, l.State == DeliveryState.Sent && l.Clicks.Count > 0)), ct);
        await Leave(blast, lines, ct);
        if (mail.HeldOut > 0 || mail.Other is not null) await MoveArms.Recount(db, blast, ct);
        if (mail.HeldOut > 0)
        {
            await Sign(lines, ct);
            if (author is { } host) await Meet(lines, at.AddDays(4).AddHours(2), host, ct);
        }

        db.Trail.Record("mail.sent", [.. lines.Where(l => l.State == DeliveryState.Sent).Select(l => l.Reader.PersonId)], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);

        int Count(DeliveryState state) => lines.Count(l => l.State == state);
    }

    private Line Send(Reader reader, int place, DateTimeOffset at, DemoMail mail)
    {
        var done = at.AddSeconds(2).AddMilliseconds(60 * place);
        // The connection broke once, with what it had in its hands.
        if (place >= 200 && place < 200 + mail.Lost) return new(reader, DeliveryState.Unknown, done, null);
        return random.NextDouble() switch
        {
            < 0.008 => Bounce(reader, done),
            < 0.011 => new(reader, DeliveryState.Skipped, done, "suppressed"),
            _ => new(reader, DeliveryState.Sent, done, null),
        };
    }

    private Line Bounce(Reader reader, DateTimeOffset at)
    {
        bounced.Add(reader.PersonId);
        return new(reader, DeliveryState.Refused, at, "550 5.1.1 The mailbox does not exist");
    }

    private void Follow(Line line, DemoMail mail, List<MailLink> leads, DateTimeOffset now)
    {
        if (random.NextDouble() < (line.Version == 0 ? mail.Pull : mail.Pull / 2))
        {
            for (var clicks = 1 + (random.NextDouble() < 0.25 ? 1 : 0); clicks > 0; clicks--)
            {
                // Most within the evening, some days later; nobody in the future.
                var later = line.At.AddMinutes(3 - Math.Log(1 - random.NextDouble()) * 420);
                if (later < now) line.Clicks.Add((leads[(int)(Math.Pow(random.NextDouble(), 2) * leads.Count)].Id, later));
            }
        }

        if (random.NextDouble() < 0.006 && line.At.AddHours(1 + random.Next(20)) is var left && left < now) line.LeftAt = left;
    }

    private static bool IsMeasured(Line line) => line is { IsMeasured: true, State: DeliveryState.Sent };

    /// <summary>Of those who agreed to it alone, with lots of their own: whoever clicked had opened it, and about half of the others.</summary>
    private static void Open(Line line, DateTimeOffset now)
    {
        if (!IsMeasured(line)) return;
        var lot = new Random((int)line.Reader.PersonId + line.At.Day);
        if (line.Clicks.Count > 0) line.OpenedAt = line.Clicks.Min(c => c.At).AddMinutes(-1);
        else if (lot.NextDouble() < 0.45 && line.At.AddMinutes(lot.Next(2, 900)) is var at && at < now) line.OpenedAt = at;
    }

    private async Task WriteDeliveries(Blast blast, List<Line> lines, CancellationToken ct)
    {
        await using var writer = await db.Bulk("mail_delivery", ["month", "blast_id", "person_id", "address", "state", "attempts", "next_at", "at", "answer", "is_measured", "opened_at", "clicked_at", "unsubscribed_at", "version"], ct);
        foreach (var line in lines)
        {
            writer.Row(blast.Month, blast.Id, line.Reader.PersonId, line.Reader.Address, EnumText<DeliveryState>.Of(line.State), line.State is DeliveryState.Skipped or DeliveryState.HeldOut ? 0 : 1, line.At, line.At, line.Answer, IsMeasured(line), line.OpenedAt,
                line.Clicks.Count > 0 ? line.Clicks.Min(c => c.At) : null, line.LeftAt, line.Version);
        }

        await writer.Done(ct);
        var addresses = lines.Where(l => l.State == DeliveryState.Refused).Select(l => l.Reader.PersonId).ToArray();
        await db.PersonEmails.Where(e => addresses.Contains(e.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(e => e.IsBad, true), ct);
    }

    private async Task WriteClicks(Blast blast, List<Line> lines, CancellationToken ct)
    {
        var id = db.Ids.Reserve("mail_click", lines.Sum(l => l.Clicks.Count));
        await using var writer = await db.Bulk("mail_click", ["month", "id", "blast_id", "person_id", "mail_link_id", "at"], ct);
        foreach (var (line, click) in lines.SelectMany(l => l.Clicks.Select(c => (l, c)))) writer.Row(Months.Of(click.At), id++, blast.Id, line.Reader.PersonId, click.Link, click.At);
        await writer.Done(ct);
    }

    /// <summary>Those who left by the link of the mail: lines of the ledger, and no later mail.</summary>
    private async Task Leave(Blast blast, List<Line> lines, CancellationToken ct)
    {
        foreach (var line in lines)
        {
            if (line.LeftAt is not { } left) continue;
            db.Add(new ConsentEntry { PersonId = line.Reader.PersonId, Purpose = Purpose.News, IsGiven = false, Wording = "", Source = $"mail:{blast.Id}", At = left });
            Of(line.Reader.PersonId, Purpose.News).Add((left, false));
            // What somebody agreed to again since holds: the last line counts.
            if (Of(line.Reader.PersonId, Purpose.News).MaxBy(c => c.At).IsGiven) continue;
            await db.ConsentStates.Where(s => s.PersonId == line.Reader.PersonId && s.Purpose == Purpose.News).ExecuteUpdateAsync(s => s.SetProperty(c => c.IsGiven, false).SetProperty(c => c.At, left), ct);
        }
    }

    /// <summary>Most of those who followed the link of this mail signed then.</summary>
    private async Task Sign(List<Line> lines, CancellationToken ct)
    {
        if (await db.ActionsTaken.AsNoTracking().Where(a => a.Kind == ActionKind.Signature).OrderBy(a => a.Id).FirstOrDefaultAsync(ct) is not { } petition) return;
        var (lots, signed) = (new Random(21), await db.ActionsTaken.Where(a => a.PageGroupId == petition.PageGroupId && a.Kind == ActionKind.Signature).Select(a => a.PersonId).ToHashSetAsync(ct));
        var moved = lines.Where(l => l.Clicks.Count > 0 && lots.NextDouble() < 0.75 && !signed.Contains(l.Reader.PersonId)).ToDictionary(l => l.Reader.PersonId, l => l.Clicks.Min(c => c.At).AddMinutes(2));
        var people = moved.Keys.ToArray();
        var names = await db.People.AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.FullName, ct);
        db.AddRange(moved.Select(m => new ActionTaken { PersonId = m.Key, PageGroupId = petition.PageGroupId, PageTitle = petition.PageTitle, Kind = ActionKind.Signature, NameTyped = names[m.Key], At = m.Value }));
        using (db.Trail.Pause())
        {
            await db.SaveChangesAsync(ct);
        }

        await db.Execute("Actions/AddToTotal", ct, ("page_group_id", petition.PageGroupId), ("more", (long)moved.Count));
        db.Trail.Record("action_taken.created", people, "demo");
    }

    /// <summary>Some came to the public meeting of that week, more of those who got the mail than of those who did not; the team wrote down with whom it spoke there.</summary>
    private async Task Meet(List<Line> lines, DateTimeOffset at, long host, CancellationToken ct)
    {
        var lots = new Random(4);
        var came = lines.Where(l => lots.NextDouble() < (l.State == DeliveryState.HeldOut ? 0.02 : 0.05)).Select(l => l.Reader.PersonId).ToArray();
        db.AddRange(came.Select(person => new Contact { PersonId = person, AuthorId = host, Method = ContactMethod.Meeting, Status = ContactStatus.MeaningfulInteraction, Text = "Rencontre à la réunion publique sur la passerelle.", At = at.AddMinutes(lots.Next(90)), CreatedAt = at.AddHours(3) }));
        using (db.Trail.Pause())
        {
            await db.SaveChangesAsync(ct);
        }

        db.Trail.Record("contact_log.created", came, "demo");
    }

    private async Task Draft(long? author, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var tag = await db.Tags.Where(t => t.NameKey == NameKey.Of("marché du samedi")).Select(t => (long?)t.Id).FirstOrDefaultAsync(ct);
        var segment = await Segment("Marché du samedi", tag is { } id ? [new SegmentCondition("tag", "has", [id.ToString(System.Globalization.CultureInfo.InvariantCulture)]), .. Agreed()] : Agreed(), ct);
        var draft = new Blast
        {
            Subject = DemoMail.DraftSubject, Preheader = DemoMail.DraftPreheader, Body = BlockTree.Write(DemoMail.DraftBody), Format = MailFormat.Blocks, Language = "fr", SegmentId = segment.Id, HeldOutShare = DemoMail.DraftHeldOut, AuthorId = author, CreatedAt = now.AddHours(-3), ChangedAt = now.AddHours(-2),
        };
        db.Add(draft);
        db.Add(new BlastVersion { BlastId = draft.Id, Place = 1, Subject = DemoMail.DraftOther, Body = draft.Body });
        db.AddRange(DemoMail.Kept.Select(k => new SavedBlock { Name = k.Name, Body = BlockTree.Write(k.Blocks), AuthorId = author, ChangedAt = now.AddDays(-40) }));
        await db.SaveChangesAsync(ct);
    }

    private async Task<Segment> Segment(string name, SegmentNode[] conditions, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var segment = new Segment { Name = name, Tree = SegmentTree.Write(new SegmentGroup(Joining.All, conditions)), CreatedAt = now, ChangedAt = now };
        db.Add(segment);
        await db.SaveChangesAsync(ct);
        return segment;
    }

    // People who agreed to news, and to messages chosen by what is known of them.
    private static SegmentNode[] Agreed() => [new SegmentCondition("consent", "given", ["news"]), new SegmentCondition("consent", "given", ["targeted"])];

    private bool Agrees(long personId, Purpose purpose, DateTimeOffset at) =>
        consents.TryGetValue((personId, purpose), out var lines) && lines.Where(l => l.At <= at).OrderBy(l => l.At).LastOrDefault().IsGiven;

    private List<(DateTimeOffset At, bool IsGiven)> Of(long personId, Purpose purpose) => consents.TryGetValue((personId, purpose), out var lines) ? lines : consents[(personId, purpose)] = [];
}
