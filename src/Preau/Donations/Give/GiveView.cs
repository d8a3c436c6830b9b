using System.Globalization;
using Preau.Actions;
using Preau.Law;
using Preau.Law.Rules;
using Preau.Nations;
using Preau.Shared;
using Preau.Site;

namespace Preau.Donations.Give;

public sealed record GiveAmount(int Value, string Label, bool Checked);

public sealed record GiveLaw(string Text, string? QuoteLanguage);

public sealed record GiveCountry(string Code, string Name);

/// <summary>All that the form of a donation page shows, for the theme's snippet.</summary>
public sealed record GiveView
{
    public required string Language { get; init; }
    public required string Page { get; init; }
    public required string Stamp { get; init; }
    public required IReadOnlyList<GiveAmount> Amounts { get; init; }
    public required string CurrencySign { get; init; }
    public required IReadOnlyList<GiveCountry> Countries { get; init; }
    public required IReadOnlyList<ConsentQuestion> Consents { get; init; }
    public required IReadOnlyList<GiveLaw> Law { get; init; }
    public required string NaturalPerson { get; init; }
    public required string OwnAccount { get; init; }
    public required bool IsOpen { get; init; }
    public Dictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is wrong, by field; the whole form's under «form».</summary>
    public IReadOnlyList<GiveProblem> Problems { get; init; } = [];

    /// <summary>The first message of each field.</summary>
    public Dictionary<string, string> Errors => Problems.DistinctBy(p => p.Field, StringComparer.Ordinal).ToDictionary(p => p.Field, p => p.Message, StringComparer.Ordinal);

    public string Trap => SentForm.Trap;
}

/// <summary>Puts the form's view together for a nation in a language, empty or as it was filled.</summary>
public sealed class GiveViews(CurrentNation nation, NationSettings settings, CampaignLaw law, GiftDoor door, ConsentQuestions questions, FormStamp stamp, Words words)
{
    public Task<IReadOnlyList<ConsentQuestion>> Questions(string language, CancellationToken ct) => questions.In(language, ct);

    public string Attested(string language) => $"{NaturalPerson(language)} {OwnAccount(language)}";

    public async Task<GiveView> Of(string language, string page, GiveForm? filled, IReadOnlyList<GiveProblem>? problems, CancellationToken ct)
    {
        var kept = await settings.Get<DonationSettings>(ct);
        var culture = CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");
        var values = filled?.Values ?? new Dictionary<string, string>(StringComparer.Ordinal) { ["nationality"] = nation.Facts.Country, ["country"] = nation.Facts.Country };
        var chosen = values.GetValueOrDefault("amount");
        return new GiveView
        {
            Language = language,
            Page = page,
            Stamp = stamp.Now,
            Amounts = [.. kept.Amounts.Select(a => new GiveAmount(a, new Money(a * 100L, nation.Facts.Currency).Brief(culture), a.ToString(CultureInfo.InvariantCulture) == chosen))],
            CurrencySign = nation.Facts.Currency == "EUR" ? "€" : nation.Facts.Currency,
            Countries = [.. Shared.Countries.In(language, nation.Facts.Country).Select(c => new GiveCountry(c.Code, c.Name))],
            Consents = await Questions(language, ct),
            Law = [.. (await law.RequiredText(TextPlace.GiftPage, ct)).Select(p => new GiveLaw(p.Text.In(culture), p.QuoteLanguage))],
            NaturalPerson = NaturalPerson(language),
            OwnAccount = OwnAccount(language),
            IsOpen = await door.IsOpen(ct),
            Values = values,
            Problems = problems ?? [],
        };
    }

    private string NaturalPerson(string language) => words.In(language)["I give as a natural person: this gift comes from no company, association or public body."];

    private string OwnAccount(string language) => words.In(language)["The money comes from my own account, or one that I share."];
}
