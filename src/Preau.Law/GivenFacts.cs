using System.Globalization;
using Preau.Law.Rules;
using Preau.Law.Yaml;

namespace Preau.Law;

/// <summary>The facts of one case of a pack: an act that is fine by itself, changed by what the case gives.</summary>
internal sealed class GivenFacts
{
    private readonly IReadOnlyDictionary<string, string> given;
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    public GivenFacts(PackTest test)
    {
        given = test.Given;
        Zone = Text("tz") ?? "Europe/Paris";
        Election = ReadElection();
        At = Text("at") is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
        Collector = ReadCollector();
        Gift = ReadGift();
        Send = ReadSend();
        Use = Text("use") is { } use ? Word<ConsentUse>(use) : ConsentUse.Send;
        Recipient = new RecipientFacts(new HashSet<Purpose>(Words<Purpose>("has")), Day("born"));
        IsPublication = given.ContainsKey("publish");
        Publish = new PublishFacts
        {
            At = At,
            Election = Election,
            Collector = Collector,
            Publication = Text("publish") is { } what ? Word<Publication>(what) : Publication.Page,
            Territory = Send.Territory,
        };
        Unread = given.Keys.FirstOrDefault(k => !read.Contains(k));
    }

    public string Zone { get; }
    public ElectionFacts? Election { get; }
    public DateTimeOffset At { get; }
    public DateOnly On => DateOnly.FromDateTime(At.UtcDateTime);
    public CollectorFacts Collector { get; }
    public GiftFacts Gift { get; }
    public SendFacts Send { get; }
    public ConsentUse Use { get; }
    public RecipientFacts Recipient { get; }
    public bool IsPublication { get; }
    public PublishFacts Publish { get; }

    /// <summary>A key of the case that means nothing, or null.</summary>
    public string? Unread { get; }

    private ElectionFacts? ReadElection()
    {
        var poll = Day("poll") ?? new DateOnly(2027, 3, 14);
        var second = Day("second_poll");
        var election = new ElectionFacts
        {
            Kind = Text("election") is { } kind && kind != "none" ? Word<ElectionKind>(kind) : ElectionKind.Municipal,
            Polls = second is { } day ? [new(poll, Zone), new(day, Zone)] : [new(poll, Zone)],
            IsByElection = Flag("by_election"),
            TriggerEventOn = Day("trigger"),
            AccountFiledOn = Day("filed"),
            Population = Text("population") is { } inhabitants ? int.Parse(inhabitants, CultureInfo.InvariantCulture) : null,
            SpendingCeilingCents = Cents("ceiling"),
        };
        return Text("election") == "none" ? null : election;
    }

    private CollectorFacts ReadCollector() => new()
    {
        Kind = Blank("collector_kind") ? null : Text("collector_kind") is { } kind ? Word<CollectorKind>(kind) : CollectorKind.Agent,
        Name = Text("collector_name") ?? "Camille Exemple",
        DeclaredOn = Blank("declared") ? null : Day("declared") ?? new DateOnly(2020, 1, 1),
        Account = Text("account") ?? "FR00",
        Beneficiary = Text("beneficiary") ?? "Liste d’exemple",
    };

    private GiftFacts ReadGift() => new()
    {
        At = At,
        AmountCents = Cents("gift") ?? 1000,
        Currency = Text("currency") ?? "EUR",
        Method = Text("method") is { } method ? Word<PaymentMethod>(method) : PaymentMethod.Card,
        PriorSettledCents = Cents("prior") ?? 0,
        PriorPendingCents = Cents("pending") ?? 0,
        CashTotalCents = Cents("cash_total") ?? 0,
        Collector = Collector,
        Election = Election,
        Donor = new DonorFacts
        {
            FirstName = Text("first_name") ?? "Dominique",
            LastName = Text("last_name") ?? "Exemple",
            Nationality = Text("nationality") ?? "FR",
            Street = Text("street") ?? "1 rue de l’Exemple",
            Postcode = Text("postcode") ?? "99999",
            City = Text("city") ?? "Exemple",
            Country = Text("residence") ?? "FR",
            AttestsNaturalPerson = Text("natural_person") != "false",
            AttestsOwnAccount = Text("own_account") != "false",
            CardCountry = Text("card_country"),
            Role = Text("role") is { } role ? Word<DonorRole>(role) : DonorRole.Supporter,
        },
    };

    private SendFacts ReadSend() => new()
    {
        At = At,
        Channel = Text("channel") is { } channel ? Word<Channel>(channel) : Channel.Email,
        IsPropaganda = Text("propaganda") != "false",
        IsTargeted = Flag("targeted"),
        Criteria = new HashSet<Criterion>(Words<Criterion>("criteria")),
        Election = Election,
        Territory = Text("territory"),
        HasSender = Text("sender") != "false",
        HasOptOut = Text("opt_out") != "false",
    };

    private string? Text(string key)
    {
        read.Add(key);
        return given.GetValueOrDefault(key);
    }

    private bool Blank(string key) => Text(key) is "";

    private bool Flag(string key) => Text(key) is "true";

    private long? Cents(string key) => Text(key) is { } text ? (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100) : null;

    private DateOnly? Day(string key) =>
        Text(key) is { Length: > 0 } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private T[] Words<T>(string key) where T : struct, Enum =>
        [.. (Text(key) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Word<T>)];

    private static T Word<T>(string text) where T : struct, Enum =>
        Enum.GetValues<T>().First(v => string.Equals(SnakeCase.Of(v), text, StringComparison.Ordinal));
}
