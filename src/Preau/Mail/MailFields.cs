using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Mail;

/// <summary>What segments may ask about mails: who got which, who followed a link in it and who did not. Only mails that the relay took count as got.</summary>
public sealed class MailFields(Database db) : ISegmentFields
{
    private const int MostChosen = 50;
    private const int MostOffered = 500;
    private const string OfMail = "d.blast_id in (select b.id from blast b where b.nation_id = @nation_id and b.channel = 'email')";

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var blasts = await db.Blasts.AsNoTracking().Where(b => b.FrozenAt != null && b.StepId == null && b.Channel == Law.Channel.Email).OrderByDescending(b => b.Id).Take(MostOffered).Select(b => new { b.Id, b.Subject }).ToListAsync(ct);
        IReadOnlyList<SegmentChoice> choices = [.. blasts.Select(b => new SegmentChoice(b.Id.ToString(CultureInfo.InvariantCulture), SubjectLine.Plain(b.Subject)))];
        return [Received(choices), Clicked(choices)];
    }

    // mail_delivery_by_person answers for each person, mail_delivery_by_state for each mail.
    private static SegmentField Received(IReadOnlyList<SegmentChoice> choices) => new()
    {
        Name = "received", Label = "Mail received", Family = "Mail", Choices = choices,
        Operators =
        [
            new("any", "got at least one", "got at least one mail", ValueKind.Text, 0, 0), new("one_of", "got one of", "got the mail “{0}”", ValueKind.Choice, Most: MostChosen),
            new("within_days", "got one within the last days", "got a mail within the last {0} days", ValueKind.Whole),
        ],
        Sql = (c, parts) => c.Operator switch
        {
            "any" => $"exists (select 1 from mail_delivery d where d.nation_id = @nation_id and d.person_id = p.id and d.state = 'sent' and {OfMail})",
            "one_of" => $"p.id in (select d.person_id from mail_delivery d where d.nation_id = @nation_id and d.blast_id in ({Ids(c, parts)}) and d.state = 'sent')",
            _ => $"exists (select 1 from mail_delivery d where d.nation_id = @nation_id and d.person_id = p.id and d.state = 'sent' and {OfMail} and d.at >= {parts.Value(parts.Now.AddDays(-Math.Min(int.Parse(c.Values[0], CultureInfo.InvariantCulture), 100_000)))})",
        },
    };

    // mail_delivery_by_click holds those who clicked and nobody else.
    private static SegmentField Clicked(IReadOnlyList<SegmentChoice> choices) => new()
    {
        Name = "clicked", Label = "Clicks in mails", Family = "Mail", Choices = choices,
        Operators =
        [
            new("any", "clicked in at least one", "followed a link in a mail", ValueKind.Text, 0, 0), new("one_of", "clicked in one of", "followed a link in “{0}”", ValueKind.Choice, Most: MostChosen),
            new("not_in", "got but did not click in", "got “{0}” but followed no link in it", ValueKind.Choice, Most: MostChosen),
        ],
        Sql = (c, parts) => c.Operator switch
        {
            "any" => "exists (select 1 from mail_click c where c.nation_id = @nation_id and c.person_id = p.id)",
            "one_of" => $"p.id in (select d.person_id from mail_delivery d where d.nation_id = @nation_id and d.blast_id in ({Ids(c, parts)}) and d.clicked_at is not null)",
            _ => $"p.id in (select d.person_id from mail_delivery d where d.nation_id = @nation_id and d.blast_id in ({Ids(c, parts)}) and d.state = 'sent' and d.clicked_at is null)",
        },
    };

    private static string Ids(SegmentCondition condition, SqlParts parts) => parts.Values(condition.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)));
}
