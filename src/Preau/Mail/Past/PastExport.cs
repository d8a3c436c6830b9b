using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Law;
using Preau.Shared;

namespace Preau.Mail.Past;

/// <summary>What each message to many came to, as a file: numbers, nobody's name.</summary>
public sealed class PastExport(PastMails past, PastPeers peers, CurrentNation nation, CurrentAccount account, Words words, TimeProvider clock) : IExport
{
    private const string Name = "mails";
    private const int PeersAtOnce = 50;

    public string Kind => Name;
    public Permission Needs => Permission.ViewMail;

    public Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var asked = PastAsk.Read(ask);
        if (!asked.IsKnown) return Task.FromResult<Sheet?>(null);
        if (asked.IsPeers) return Task.FromResult<Sheet?>(Peers(asked));
        var mails = past.Of(asked.Channel, asked.Since(clock.GetUtcNow()));
        SheetColumn[] columns =
        [
            new(words["Number in Préau"], CellKind.Whole), new(words["Subject"]), new(words["For whom"]), new(words["When"], CellKind.Clock), new(words["Handed over"], CellKind.Whole), new(words["Clicked"], CellKind.Whole),
            new(words["Unsubscribed"], CellKind.Whole), new(words["Did not arrive"], CellKind.Whole), new(words["Came back"], CellKind.Whole), new(words["Called it spam"], CellKind.Whole),
            new(words["Once more to those who did not click, of number"], CellKind.Whole),
            new(words["Then acted"], CellKind.Whole),
        ];
        var hasMoney = account.Can(Permission.ViewGifts);
        if (hasMoney) columns = [.. columns, new(words["Then gave"], CellKind.Number)];
        return Task.FromResult<Sheet?>(new(asked.Channel == Channel.Sms ? "texts" : "mails", "mails.exported", columns, stop => mails.LongCountAsync(stop), stop => Rows(mails, hasMoney, stop)) { About = asked.Query() });
    }

    private Sheet Peers(PastAsk asked)
    {
        var since = asked.Since(clock.GetUtcNow());
        SheetColumn[] columns =
        [
            new(words["Number in Préau"], CellKind.Whole), new(words["Name"]), new(words["For whom"]), new(words["When"], CellKind.Clock), new(words["Sent"], CellKind.Whole), new(words["Arrived"], CellKind.Whole),
            new(words["Wrote back"], CellKind.Whole), new(words["Answered a question"], CellKind.Whole), new(words["Asked for no more"], CellKind.Whole),
        ];
        return new("texting", "mails.exported", columns, async stop => await peers.Count(since, stop), stop => PeerRows(since, stop)) { About = asked.Query() };
    }

    private async IAsyncEnumerable<object?[]> PeerRows(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var skip = 0; ; skip += PeersAtOnce)
        {
            var part = await peers.Run(since, skip, PeersAtOnce, ct);
            foreach (var one in part) yield return [one.Id, one.Name, one.Segment ?? "", At(one.At), one.Sent, one.Arrived, one.Answered, one.Told, one.Left];
            if (part.Count < PeersAtOnce) yield break;
        }
    }

    private DateTime At(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, nation.Facts.Zone).DateTime;

    private async IAsyncEnumerable<object?[]> Rows(IQueryable<PastMail> mails, bool hasMoney, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var mail in mails.AsAsyncEnumerable().WithCancellation(ct))
        {
            object?[] row = [mail.Id, mail.Heading, mail.Segment ?? "", At(mail.At), mail.Sent, mail.Clicked, mail.Unsubscribed, mail.Refused, mail.Bounced, mail.Complained, mail.ResendOf, mail.Acted];
            yield return hasMoney ? [.. row, mail.Cents / 100.0] : row;
        }
    }

    public static Task<ExportAnswer> Send(string format, HttpContext http, SendExport send, CancellationToken ct) => send.Answer(Name, http.Request.QueryString.Value ?? "", format, ct);
}
