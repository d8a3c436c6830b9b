using System.Globalization;
using System.Text;

namespace Preau.Texting.Sandbox;

/// <summary>A text as a made-up phone shows it.</summary>
/// <param name="IsDouble">The same text of the campaign had come before.</param>
/// <param name="Ours">The number of the campaign that it came from, or went to; empty where that is not told.</param>
public sealed record PhoneText(long Number, string Phone, string Campaign, bool IsFromCampaign, string Text, DateTimeOffset At, bool IsDouble, string Ours);

/// <summary>The telephones of the sandbox, and what is still to be told to campaigns. It keeps nothing when it stops.</summary>
public sealed class PhoneNetwork(HttpClient http, TimeProvider clock)
{
    /// <summary>After how long a late report comes.</summary>
    public static readonly TimeSpan LateBy = TimeSpan.FromSeconds(30);

    private const int Most = 5000;
    private const int MostTries = 5;
    private readonly Lock gate = new();
    private readonly List<PhoneText> texts = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PhoneCampaign> writers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PhoneCampaign> campaigns = new(StringComparer.Ordinal);
    private readonly HashSet<(string Campaign, string Phone)> stopped = [];
    private List<PhoneCall> calls = [];
    private long last;

    // Begun anew, it counts anew: no campaign may take an answer for one of before.
    private readonly string run = Guid.NewGuid().ToString("n")[..8];

    public PhoneMischief Switch { get; set; }

    /// <summary>The mischief for a number by its last three digits, 991 to 999, or the switch's (999 answers what nobody can read): few enough that a text to many still comes to its end.</summary>
    public PhoneMischief MischiefFor(string phone) =>
        Switch != PhoneMischief.None ? Switch : phone.Length > 3 && int.TryParse(phone.AsSpan(phone.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end is >= 991 and <= 999 ? (PhoneMischief)(end - 990) : PhoneMischief.None;

    /// <summary>Phones that something was sent to, the latest first, with their last text.</summary>
    public IReadOnlyList<PhoneText> Phones
    {
        get
        {
            lock (gate)
            {
                return [.. texts.GroupBy(t => t.Phone, StringComparer.Ordinal).Select(g => g.Last()).OrderByDescending(t => t.Number)];
            }
        }
    }

    /// <summary>Campaigns that can be texted from any phone.</summary>
    public IReadOnlyList<string> Campaigns
    {
        get
        {
            lock (gate)
            {
                return [.. campaigns.Keys];
            }
        }
    }

    /// <summary>A campaign says where texts to its number go, before it has sent one.</summary>
    /// <param name="campaign">Its user name here.</param>
    /// <param name="incoming">Where they go.</param>
    /// <param name="token">By which they are told in Twilio's way; null for Kannel's.</param>
    /// <param name="number">Its number.</param>
    public void Know(string campaign, Uri incoming, string? token = null, string number = "")
    {
        lock (gate)
        {
            campaigns[campaign] = new(campaign, incoming) { Token = token, Number = number };
        }
    }

    /// <summary>Whether Twilio lets nothing more through from there to this phone.</summary>
    public bool HasStopped(string campaign, string phone)
    {
        lock (gate)
        {
            return stopped.Contains((campaign, phone));
        }
    }

    public IReadOnlyList<PhoneText> Of(string phone)
    {
        lock (gate)
        {
            return [.. texts.Where(t => t.Phone == phone)];
        }
    }

    /// <summary>A campaign sends; what it gets as the number of it.</summary>
    public string Take(PhoneOrder order, PhoneMischief mischief)
    {
        lock (gate)
        {
            var isDouble = !seen.Add(order.Reports);
            if (texts.Count >= Most) texts.RemoveRange(0, Most / 10);
            texts.Add(new(++last, order.To, order.Campaign, IsFromCampaign: true, order.Text, clock.GetUtcNow(), isDouble, order.From));
            if (Uri.TryCreate(order.Incoming, UriKind.Absolute, out var incoming)) campaigns[order.Campaign] = new(order.Campaign, incoming);
            // Whatever is written back goes to the number that it came from.
            if (campaigns.TryGetValue(order.Campaign, out var writer)) writers[order.To] = writer with { Number = order.From, HasService = order.HasService };
            var id = order.Token is null ? $"sandbox-{run}-{last}" : TwilioId;
            var due = clock.GetUtcNow() + (mischief == PhoneMischief.ReportLate ? LateBy : TimeSpan.FromSeconds(1));
            List<PhoneCall> told = mischief == PhoneMischief.ReportNever ? [] : [.. Reports(order, id, mischief == PhoneMischief.Undelivered, due)];
            calls.AddRange(told);
            if (mischief == PhoneMischief.ReportTwice) calls.AddRange(told);
            return id;
        }
    }

    // Of 32 signs, as theirs are.
    private string TwilioId => $"SM{run}{last:x24}";

    private static IEnumerable<PhoneCall> Reports(PhoneOrder order, string id, bool isLost, DateTimeOffset due)
    {
        if (!Uri.TryCreate(order.Reports.Replace("%d", isLost ? "2" : "1", StringComparison.Ordinal), UriKind.Absolute, out var address)) yield break;
        if (order.Token is not { } token)
        {
            yield return new(address, due);
            yield break;
        }

        foreach (var status in new[] { "sent", isLost ? "undelivered" : "delivered" })
        {
            List<KeyValuePair<string, string>> form = [new("AccountSid", order.Campaign), new("MessageSid", id), new("SmsSid", id), new("MessageStatus", status), new("SmsStatus", status), new("To", order.To), new("From", order.From), new("ApiVersion", "2010-04-01")];
            if (status == "undelivered") form.Add(new("ErrorCode", "30003"));
            yield return new(address, due, form, token);
        }
    }

    /// <summary>Whoever has the phone writes back, or to the campaign that is named. False where no campaign is known that could be meant.</summary>
    public bool Write(string phone, string text, string? campaign = null)
    {
        lock (gate)
        {
            if (campaign is not null && campaigns.TryGetValue(campaign, out var known)) writers[phone] = known;
            if (!writers.TryGetValue(phone, out var writer)) return false;
            texts.Add(new(++last, phone, writer.Name, IsFromCampaign: false, text, clock.GetUtcNow(), IsDouble: false, writer.Number));
            calls.Add(writer.Token is null ? AsKannel(writer, phone, text) : AsTwilio(writer, writer.Token, phone, text));
            return true;
        }
    }

    /// <summary>A text in which a telephone has to write UCS-2 goes on as it came, as in a Kannel that recodes nothing.</summary>
    private PhoneCall AsKannel(PhoneCampaign writer, string phone, string text)
    {
        var isWide = SmsText.Of(text).IsUnicode;
        var bytes = (isWide ? Encoding.BigEndianUnicode : Encoding.UTF8).GetBytes(text);
        var query = $"from={Uri.EscapeDataString(phone)}&to={Uri.EscapeDataString(writer.Number)}&id=sandbox-{run}-{last}&charset={(isWide ? "UTF-16BE" : "UTF-8")}&text={string.Concat(bytes.Select(b => $"%{b:X2}"))}";
        return new(new UriBuilder(writer.Incoming) { Query = query }.Uri, clock.GetUtcNow());
    }

    private PhoneCall AsTwilio(PhoneCampaign writer, string token, string phone, string text)
    {
        List<KeyValuePair<string, string>> form = [new("AccountSid", writer.Name), new("MessageSid", TwilioId), new("SmsSid", TwilioId), new("From", phone), new("To", writer.Number), new("Body", text), new("NumMedia", "0"), new("NumSegments", "1"), new("ApiVersion", "2010-04-01")];
        // It hears its words alone, and answers them itself; only a messaging service says so.
        var heard = text.Trim().ToUpperInvariant() switch
        {
            "STOP" or "STOPALL" or "UNSUBSCRIBE" or "CANCEL" or "END" or "QUIT" or "ARRET" => "STOP",
            "START" or "UNSTOP" => "START",
            _ => null,
        };
        if (heard == "STOP") stopped.Add((writer.Name, phone));
        if (heard == "START") stopped.Remove((writer.Name, phone));
        if (heard == "STOP") texts.Add(new(++last, phone, writer.Name, IsFromCampaign: true, "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.", clock.GetUtcNow(), IsDouble: false, writer.Number));
        if (heard is not null && writer.HasService) form.Add(new("OptOutType", heard));
        return new(writer.Incoming, clock.GetUtcNow(), form, token);
    }

    public void Clear()
    {
        lock (gate)
        {
            texts.Clear();
            seen.Clear();
        }
    }

    /// <summary>Tells campaigns what is due, again where nobody answered.</summary>
    public async Task TellDue(CancellationToken ct)
    {
        List<PhoneCall> due;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            due = calls.FindAll(c => c.DueAt <= now);
            calls = calls.FindAll(c => c.DueAt > now);
        }

        foreach (var call in due)
        {
            if (await Tell(call, ct) || call.Tries >= MostTries) continue;
            lock (gate)
            {
                calls.Add(call with { DueAt = clock.GetUtcNow() + TimeSpan.FromSeconds(5), Tries = call.Tries + 1 });
            }
        }
    }

    private async Task<bool> Tell(PhoneCall call, CancellationToken ct)
    {
        try
        {
            using var request = call.Request();
            using var response = await http.SendAsync(request, ct);
            return response.IsSuccessStatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException || (lost is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}

/// <summary>Keeps the network going while the sandbox runs.</summary>
public sealed class PhonePostman(PhoneNetwork network, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await network.TellDue(stoppingToken);
    }
}
