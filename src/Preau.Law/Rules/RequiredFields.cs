using System.Globalization;
using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>A thing that must be known before an act. The closed list that packs choose from.</summary>
public enum RequiredField
{
    FirstName,
    LastName,
    Nationality,
    Street,
    Postcode,
    City,
    Country,
    CollectorKind,
    CollectorName,
    CollectorDeclaredOn,
    CollectorAccount,
    Beneficiary,
    Sender,
    OptOut,
}

/// <summary>What must be filled in: of the donor, of whoever collects, or in a message of some channels.</summary>
public sealed record RequiredFields(RuleHeader Header, IReadOnlyList<RequiredField> Fields, IReadOnlyList<Channel> Channels)
    : Rule(Header), IGiftRule, ICollectionRule, ISendRule
{
    public Outcome Judge(GiftFacts facts) =>
        Breach(Fields.Any(f => IsOfDonor(f) && IsMissing(f, facts.Donor) || IsOfCollector(f) && IsMissing(f, facts.Collector)));

    public Outcome Judge(CollectorFacts collector, ElectionFacts? election, DateTimeOffset at) =>
        Breach(Fields.Any(f => IsOfCollector(f) && IsMissing(f, collector)));

    public Outcome Judge(SendFacts facts) => Breach(
        Channels.Contains(facts.Channel) && facts.IsPropaganda
        && (Fields.Contains(RequiredField.Sender) && !facts.HasSender || Fields.Contains(RequiredField.OptOut) && !facts.HasOptOut));

    internal override bool Concerns(Type act) =>
        act == typeof(ISendRule) ? Channels.Count > 0
        : act == typeof(ICollectionRule) ? Fields.Any(IsOfCollector)
        : Fields.Any(f => IsOfDonor(f) || IsOfCollector(f));

    internal static bool IsOfDonor(RequiredField field) => field <= RequiredField.Country;

    internal static bool IsOfCollector(RequiredField field) => field is >= RequiredField.CollectorKind and <= RequiredField.Beneficiary;

    internal static bool IsMissing(RequiredField field, DonorFacts donor) => string.IsNullOrWhiteSpace(field switch
    {
        RequiredField.FirstName => donor.FirstName,
        RequiredField.LastName => donor.LastName,
        RequiredField.Nationality => donor.Nationality,
        RequiredField.Street => donor.Street,
        RequiredField.Postcode => donor.Postcode,
        RequiredField.City => donor.City,
        RequiredField.Country => donor.Country,
        _ => "not asked of donors",
    });

    internal static bool IsMissing(RequiredField field, CollectorFacts collector) => field switch
    {
        RequiredField.CollectorKind => collector.Kind is null,
        RequiredField.CollectorName => string.IsNullOrWhiteSpace(collector.Name),
        RequiredField.CollectorDeclaredOn => collector.DeclaredOn is null,
        RequiredField.CollectorAccount => string.IsNullOrWhiteSpace(collector.Account),
        RequiredField.Beneficiary => string.IsNullOrWhiteSpace(collector.Beneficiary),
        _ => false,
    };

    internal override IReadOnlyDictionary<string, Func<CultureInfo, string>> Values => new Dictionary<string, Func<CultureInfo, string>>(StringComparer.Ordinal)
    {
        ["fields"] = culture => string.Join(", ", Fields.Select(f => Say(f).In(culture))),
    };

    private static Sentence Say(RequiredField field) => field switch
    {
        RequiredField.FirstName => new("first name", "prénom"),
        RequiredField.LastName => new("last name", "nom"),
        RequiredField.Nationality => new("nationality", "nationalité"),
        RequiredField.Street => new("street", "adresse"),
        RequiredField.Postcode => new("postcode", "code postal"),
        RequiredField.City => new("town", "commune"),
        RequiredField.Country => new("country of tax domicile", "pays du domicile fiscal"),
        RequiredField.CollectorKind => new("agent or association", "mandataire ou association"),
        RequiredField.CollectorName => new("name of the agent or association", "nom du mandataire ou de l’association"),
        RequiredField.CollectorDeclaredOn => new("date of declaration", "date de déclaration"),
        RequiredField.CollectorAccount => new("single bank account", "compte bancaire unique"),
        RequiredField.Beneficiary => new("candidate or list", "candidat ou liste"),
        RequiredField.Sender => new("who sends the message", "expéditeur du message"),
        RequiredField.OptOut => new("a way to stop the messages", "moyen de se désinscrire"),
    };

    internal static RequiredFields Read(RuleHeader header, YamlMap map) =>
        new(header, map.Words<RequiredField>("fields"), map.Words<Channel>("channels"));
}
