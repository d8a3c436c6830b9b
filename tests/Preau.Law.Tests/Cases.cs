namespace Preau.Law.Tests;

/// <summary>Acts that break nothing by themselves, and seeded random ones for the invariants.</summary>
internal static class Cases
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly ElectionFacts Election = new()
    {
        Kind = ElectionKind.Municipal,
        Polls = [new PollDay(new DateOnly(2027, 3, 14), "Europe/Paris"), new PollDay(new DateOnly(2027, 3, 21), "Europe/Paris")],
        Population = 20_000,
        SpendingCeilingCents = 3_000_000,
    };

    public static readonly CollectorFacts Collector = new()
    {
        Kind = CollectorKind.Agent,
        Name = "Camille Exemple",
        DeclaredOn = new DateOnly(2026, 10, 1),
        Account = "FR00 0000",
        Beneficiary = "Liste Exemple",
    };

    public static readonly DonorFacts Donor = new()
    {
        FirstName = "Dominique",
        LastName = "Exemple",
        Nationality = "FR",
        Street = "1 rue de l’Exemple",
        City = "Exemple",
        Country = "FR",
        AttestsNaturalPerson = true,
        AttestsOwnAccount = true,
    };

    public static readonly GiftFacts Gift = new()
    {
        At = Now,
        AmountCents = 5000,
        Currency = "EUR",
        Method = PaymentMethod.Card,
        Donor = Donor,
        Collector = Collector,
        Election = Election,
    };

    public static readonly SendFacts Mail = new() { At = Now, Channel = Channel.Email, Election = Election };

    public static Pack Pack(string name = "fr") => PackLibrary.Embedded().Load(name);

    /// <summary>A pack of one text, alone or on top of those given.</summary>
    public static Pack Of(string rules, string extends = "", string name = "test") =>
        PackLibrary.Embedded().With(name, Yaml(rules, extends, name)).Load(name);

    public static string Yaml(string rules, string extends = "", string name = "test") =>
        $"pack: {name}\nversion: 1\nlast_verified: 2026-11-23\nextends: [{extends}]\nrules:\n{rules}";

    public static string Limit(string id, int euros, string from = "2000-01-01", string outcome = "block", string confidence = "V1") =>
        $"""
          - id: {id}
            kind: contribution_limit
            amount: {"{"}value: {euros}, currency: EUR{"}"}
            counts: [settled, pending]
            on_breach: {outcome}
            message: {"{"}en: too much, fr: trop{"}"}
            valid: {"{"}from: {from}{"}"}
            source: {"{"}ref: made up for a test{"}"}
            confidence: {confidence}

        """;

    public static GiftFacts RandomGift(Random random) => Gift with
    {
        At = Now.AddHours(random.Next(-9000, 6000)),
        AmountCents = random.Next(1, 600_000),
        Currency = random.Next(10) == 0 ? "USD" : "EUR",
        Method = (PaymentMethod)random.Next(5),
        PriorSettledCents = random.Next(2) * random.Next(500_000),
        PriorPendingCents = random.Next(2) * random.Next(500_000),
        CashTotalCents = random.Next(1_000_000),
        Election = random.Next(8) == 0 ? null : Election with { Population = random.Next(3) switch { 0 => null, 1 => 500, _ => 30_000 } },
        Collector = random.Next(4) == 0 ? Collector with { DeclaredOn = null } : Collector,
        Donor = Donor with
        {
            Nationality = random.Next(3) == 0 ? "BE" : "FR",
            Country = random.Next(3) == 0 ? "BE" : "FR",
            AttestsOwnAccount = random.Next(5) > 0,
            CardCountry = random.Next(3) == 0 ? "US" : null,
        },
    };

    private const string AnyChannel =
        """
          - id: FREE
            kind: consent_requirement
            channels: [email, sms, push, social, ads, phone, robocall, door, post, leaflet, event, site]
            message: {en: free, fr: libre}
            valid: {from: 2000-01-01}
            source: {ref: made up for a test}
            confidence: V1

        """;

    private static readonly Pack Europe = PackLibrary.Embedded().With("open", Yaml(AnyChannel, "eu", "open")).Load("open");

    /// <summary>What the European layer alone says where every channel is otherwise free.</summary>
    public static Outcome EuropeSays(SendFacts facts) => Europe.MaySend(facts).Outcome;

    public static SendFacts RandomSend(Random random) => Mail with
    {
        At = Now.AddHours(random.Next(-100, 4000)),
        Channel = (Channel)random.Next(12),
        IsTargeted = random.Next(2) == 0,
        IsPropaganda = random.Next(5) > 0,
        Criteria = random.Next(3) == 0 ? new HashSet<Criterion> { (Criterion)random.Next(3) } : new HashSet<Criterion>(),
        HasOptOut = random.Next(6) > 0,
    };
}
