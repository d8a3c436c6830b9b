using System.Globalization;
using Preau.Actions;
using Preau.Law.Rules;
using Preau.Shared;
using Preau.Site;

namespace Preau.Donations.Give;

/// <summary>
/// What a visitor sent, read once: an order that can be taken, or what is wrong with each field. Works for a browser without scripts.
/// </summary>
public sealed class GiveForm(IFormCollection form, NationFacts nation, DonationSettings settings, IReadOnlySet<RequiredField> asked, Words words)
{
    private const int LongestText = 120;
    private readonly List<GiveProblem> problems = [];

    public IReadOnlyList<GiveProblem> Problems => problems;

    public string Stamp => form[FormStamp.Field].ToString();

    public bool IsFromProgram => Text(SentForm.Trap).Length > 0;

    public string Language => LanguageOf(form["lang"].ToString(), nation);

    public string Source => form["page"].ToString() is { Length: > 0 and < 12 } page && page.All(char.IsAsciiDigit) ? $"page:{page}" : "page";

    public Dictionary<string, string> Values => SentForm.Shown(form);

    public static string LanguageOf(string? asked, NationFacts nation) => asked is "fr" or "en" ? asked : nation.Language;

    /// <summary>The order, or null with <see cref="Problems"/>.</summary>
    public GiftOrder? Read(Uri site, IReadOnlyList<ConsentQuestion> questions, string attested)
    {
        var amount = Amount();
        var country = Country("country", RequiredField.Country);
        var donor = new Donor
        {
            FirstName = Needed("first_name", RequiredField.FirstName, words["First name"]),
            LastName = Needed("last_name", RequiredField.LastName, words["Last name"]),
            Email = Email(),
            Phone = Phone(country),
            Nationality = Country("nationality", RequiredField.Nationality),
            Street = Needed("street", RequiredField.Street, words["Street and number"]),
            Street2 = Limited("street2"),
            Postcode = country == "FR" && Text("postcode").Length == 0 ? Wrong("postcode", words["Fill in “{0}”: the law asks it of donors.", words["Postcode"]], "") : Postcode.Clean(Limited("postcode"), country),
            City = Needed("city", RequiredField.City, words["Town"]),
            Country = country,
            AttestsNaturalPerson = Ticked("natural_person"),
            AttestsOwnAccount = Ticked("own_account"),
            Attested = attested,
            Language = Language,
        };
        if (!donor.AttestsNaturalPerson) Wrong("natural_person", words["Confirm that you give as a natural person: companies and associations may not give."], "");
        if (!donor.AttestsOwnAccount) Wrong("own_account", words["Confirm that the money comes from your own account."], "");
        return problems.Count > 0 ? null : new GiftOrder
        {
            Donor = donor,
            Amount = amount,
            IsNamePublic = Ticked("is_name_public"),
            Consents = [.. questions.Where(q => Ticked(q.Name)).Select(q => (q.Purpose, q.Text))],
            Source = Source,
            Site = site,
        };
    }

    private Money Amount()
    {
        var typed = Text("other_amount") is { Length: > 0 } own ? own : Text("amount") is "other" ? "" : Text("amount");
        if (typed.Length == 0) return Wrong("amount", words["Choose an amount, or write your own."], Money.Zero(nation.Currency));
        if (!TypedAmount.Read(typed, nation.Currency, words, out var amount, out var problem)) return Wrong("amount", problem, amount);
        var least = new Money(settings.MinimumAmount * 100L, nation.Currency);
        return amount < least ? Wrong("amount", words["The smallest gift is {0}.", least.Brief(Culture)], amount) : amount;
    }

    private EmailAddress? Email() =>
        Text("email").Length == 0 ? Wrong<EmailAddress?>("email", words["Fill in your mail address: it is how the campaign reaches you about your gift."], null)
        : EmailAddress.TryParse(Text("email"), out var email) ? MailSlip.Say(email, words) is { } slip ? Wrong<EmailAddress?>("email", slip, null) : email
        : Wrong<EmailAddress?>("email", words["“{0}” is not a mail address.", Short(Text("email"))], null);

    private PhoneNumber? Phone(string country) =>
        Text("phone").Length == 0 ? null
        : PhoneNumber.TryParse(Text("phone"), country.Length == 2 ? country : nation.Country, out var phone) ? phone
        : Wrong<PhoneNumber?>("phone", words["“{0}” is not a telephone number.", Short(Text("phone"))], null);

    private string Country(string name, RequiredField field) =>
        Text(name) is { Length: > 0 } code ? Countries.Exists(code) ? code : Wrong(name, words["Choose a country."], "")
        : asked.Contains(field) ? Wrong(name, words["Choose a country."], "") : nation.Country;

    private string Needed(string name, RequiredField field, string label) =>
        Text(name).Length == 0 && asked.Contains(field) ? Wrong(name, words["Fill in “{0}”: the law asks it of donors.", label], "") : Limited(name);

    private string Limited(string name) =>
        Text(name).Length > LongestText ? Wrong(name, words["Write {0} characters at most.", LongestText], "") : Text(name);

    private bool Ticked(string name) => form[name].ToString() is "true" or "on";

    // Control characters have no place in a name; they are how headers and files are broken into.
    private string Text(string name) => new([.. form[name].ToString().Trim().Where(c => !char.IsControl(c))]);

    private T Wrong<T>(string field, string message, T instead)
    {
        problems.Add(new GiveProblem(field, message));
        return instead;
    }

    private CultureInfo Culture => CultureInfo.GetCultureInfo(Language == "fr" ? "fr-FR" : "en-GB");

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}

public sealed record GiveProblem(string Field, string Message);
