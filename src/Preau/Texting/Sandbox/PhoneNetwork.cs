using System.Globalization;

namespace Preau.Texting.Sandbox;

/// <summary>A text as a made-up phone shows it.</summary>
/// <param name="IsDouble">The same text of the campaign had come before.</param>
public sealed record PhoneText(long Number, string Phone, string Campaign, bool IsFromCampaign, string Text, DateTimeOffset At, bool IsDouble);

/// <summary>Something that the campaign is to be told: a report, or a text that came in.</summary>
internal sealed record PhoneCall(Uri Address, DateTimeOffset DueAt, int Tries = 0);

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
    private readonly Dictionary<string, (string Campaign, Uri Incoming)> writers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Uri> campaigns = new(StringComparer.Ordinal);
    private List<PhoneCall> calls = [];
    private long last;

    // Begun anew, it counts anew: no campaign may take an answer for one of before.
    private readonly string run = Guid.NewGuid().ToString("n")[..8];

    public PhoneMischief Switch { get; set; }

    /// <summary>The mischief for a number by its last three digits, 991 to 998, or the switch's: few enough that a text to many still comes to its end.</summary>
    public PhoneMischief MischiefFor(string phone) =>
        Switch != PhoneMischief.None ? Switch : phone.Length > 3 && int.TryParse(phone.AsSpan(phone.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end is >= 991 and <= 998 ? (PhoneMischief)(end - 990) : PhoneMischief.None;

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
    public void Know(string campaign, Uri incoming)
    {
        lock (gate)
        {
            campaigns[campaign] = incoming;
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
            texts.Add(new(++last, order.To, order.Campaign, IsFromCampaign: true, order.Text, clock.GetUtcNow(), isDouble));
            if (Uri.TryCreate(order.Incoming, UriKind.Absolute, out var incoming)) writers[order.To] = (order.Campaign, campaigns[order.Campaign] = incoming);
            var status = mischief == PhoneMischief.Undelivered ? 2 : 1;
            var due = clock.GetUtcNow() + (mischief == PhoneMischief.ReportLate ? LateBy : TimeSpan.FromSeconds(1));
            if (mischief != PhoneMischief.ReportNever && Uri.TryCreate(order.Reports.Replace("%d", status.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), UriKind.Absolute, out var report))
            {
                calls.Add(new(report, due));
                if (mischief == PhoneMischief.ReportTwice) calls.Add(new(report, due));
            }

            return $"sandbox-{run}-{last}";
        }
    }

    /// <summary>Whoever has the phone writes back, or to the campaign that is named. False where no campaign is known that could be meant.</summary>
    public bool Write(string phone, string text, string? campaign = null)
    {
        lock (gate)
        {
            if (campaign is not null && campaigns.TryGetValue(campaign, out var known)) writers[phone] = (campaign, known);
            if (!writers.TryGetValue(phone, out var writer)) return false;
            texts.Add(new(++last, phone, writer.Campaign, IsFromCampaign: false, text, clock.GetUtcNow(), IsDouble: false));
            var query = $"from={Uri.EscapeDataString(phone)}&id=sandbox-{run}-{last}&charset=UTF-8&text={Uri.EscapeDataString(text)}";
            calls.Add(new(new UriBuilder(writer.Incoming) { Query = query }.Uri, clock.GetUtcNow()));
            return true;
        }
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
            using var response = await http.GetAsync(call.Address, ct);
            return response.IsSuccessStatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException || (lost is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}

/// <param name="Campaign">Its user name here.</param>
/// <param name="Reports">Where reports go, with a place for the status.</param>
/// <param name="Incoming">Where texts that are written back go.</param>
public sealed record PhoneOrder(string Campaign, string To, string Text, string Reports, string Incoming);

/// <summary>Keeps the network going while the sandbox runs.</summary>
public sealed class PhonePostman(PhoneNetwork network, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await network.TellDue(stoppingToken);
    }
}
