using Preau.Law.Yaml;

namespace Preau.Law.Rules;

public enum Attestation
{
    NaturalPerson,
    OwnAccount,
}

/// <summary>
/// Who may give: people of a nationality or with a tax domicile, who attest something, whose card is from a country, who are not part of
/// the ticket. Only what the pack names is asked; a blank answer is not a yes. An unknown card country is no breach: gateways need not say.
/// </summary>
public sealed record DonorEligibility(
    RuleHeader Header,
    IReadOnlyList<string> Nationalities,
    IReadOnlyList<string> Countries,
    IReadOnlyList<Attestation> Attests,
    string? CardCountry,
    IReadOnlyList<DonorRole> NotRoles) : Rule(Header), IGiftRule
{
    public Outcome Judge(GiftFacts facts) => Breach(
        !IsAttached(facts.Donor)
        || Attests.Any(a => !Has(facts.Donor, a))
        || NotRoles.Contains(facts.Donor.Role)
        || (CardCountry is not null && facts.Donor.CardCountry is { } card && !Same(card, CardCountry)));

    private bool IsAttached(DonorFacts donor) =>
        (Nationalities.Count == 0 && Countries.Count == 0)
        || Nationalities.Any(n => Same(n, donor.Nationality))
        || Countries.Any(c => Same(c, donor.Country));

    private static bool Has(DonorFacts donor, Attestation attestation) => attestation switch
    {
        Attestation.NaturalPerson => donor.AttestsNaturalPerson,
        Attestation.OwnAccount => donor.AttestsOwnAccount,
    };

    private static bool Same(string a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    internal static DonorEligibility Read(RuleHeader header, YamlMap map)
    {
        var nationalities = new List<string>();
        var countries = new List<string>();
        foreach (var either in map.Maps("any_of"))
        {
            if (either.OptionalText("nationality") is { } nationality)
            {
                nationalities.Add(nationality);
            }
            if (either.OptionalText("residence") is { } country)
            {
                countries.Add(country);
            }
            either.Done();
        }
        return new(header, nationalities, countries, map.Words<Attestation>("attests"), map.OptionalText("card_country"), map.Words<DonorRole>("not_roles"));
    }
}
