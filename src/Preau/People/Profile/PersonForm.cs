using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Preau.People.Meanwhile;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>What can be edited of a person, by hand. The form is the whole truth: what was emptied goes.</summary>
public sealed class PersonForm : OpenedForm
{
    public const int MaxWays = 20;

    [StringLength(80), Display(Name = "First name")]
    public string? FirstName { get; set; }

    [StringLength(80), Display(Name = "Last name")]
    public string? LastName { get; set; }

    [Display(Name = "Sex")]
    public Sex? Sex { get; set; }

    [Display(Name = "Date of birth")]
    public DateOnly? BornOn { get; set; }

    [StringLength(10), Display(Name = "Language")]
    public string? Language { get; set; }

    [Range(1, 5), Display(Name = "Support level")]
    public int? SupportLevel { get; set; }

    [Range(1, 5), Display(Name = "Priority")]
    public int? Priority { get; set; }

    [StringLength(120), Display(Name = "Employer")]
    public string? Employer { get; set; }

    [StringLength(120), Display(Name = "Occupation")]
    public string? Occupation { get; set; }

    public List<EmailRow> Emails { get; set; } = [];
    public List<PhoneRow> Phones { get; set; } = [];
    public List<AddressRow> Addresses { get; set; } = [];

    private static readonly Dictionary<string, (Func<PersonForm, string?> Text, Action<PersonForm, string> Put)> Columns = new(StringComparer.Ordinal)
    {
        ["first_name"] = (f => f.FirstName, (f, text) => f.FirstName = text),
        ["last_name"] = (f => f.LastName, (f, text) => f.LastName = text),
        ["sex"] = (f => f.Sex is { } sex ? EnumText<Sex>.Of(sex) : null, (f, text) => f.Sex = EnumText<Sex>.TryParse(text, out var sex) ? sex : null),
        ["born_on"] = (f => f.BornOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), (f, text) => f.BornOn = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null),
        ["language"] = (f => f.Language, (f, text) => f.Language = text),
        ["support_level"] = (f => f.SupportLevel?.ToString(CultureInfo.InvariantCulture), (f, text) => f.SupportLevel = Level(text)),
        ["priority"] = (f => f.Priority?.ToString(CultureInfo.InvariantCulture), (f, text) => f.Priority = Level(text)),
        ["employer"] = (f => f.Employer, (f, text) => f.Employer = text),
        ["occupation"] = (f => f.Occupation, (f, text) => f.Occupation = text),
        ["email"] = (f => Lines.Write(f.Emails.Select(e => e.Line)), (f, text) => f.Emails = [.. Lines.Read(text).Select(EmailRow.Of)]),
        ["phone"] = (f => Lines.Write(f.Phones.Select(p => p.Line)), (f, text) => f.Phones = [.. Lines.Read(text).Select(PhoneRow.Of)]),
        ["address"] = (f => Lines.Write(f.Addresses.Select(a => a.Line)), (f, text) => f.Addresses = [.. Lines.Read(text).Select(AddressRow.Of)]),
    };

    public override Dictionary<string, string> Texts()
    {
        var texts = Columns.ToDictionary(c => c.Key, c => c.Value.Text(this)?.Trim() ?? "", StringComparer.Ordinal);
        foreach (var (field, text) in base.Texts()) texts[field] = text;
        return texts;
    }

    protected override void Put(string field, string text)
    {
        if (Columns.TryGetValue(field, out var column)) column.Put(this, text);
        else base.Put(field, text);
    }

    private static int? Level(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : null;

    /// <summary>One empty line more of each, to write into.</summary>
    public PersonForm WithRoom(string country)
    {
        if (Emails.Count == 0 || !string.IsNullOrWhiteSpace(Emails[^1].Address)) Emails.Add(new());
        if (Phones.Count == 0 || !string.IsNullOrWhiteSpace(Phones[^1].Number)) Phones.Add(new());
        if (Addresses.Count == 0 || !Addresses[^1].IsEmpty) Addresses.Add(new() { Country = country });
        return this;
    }

    /// <summary>An empty line more of one kind, for somebody who asked for it.</summary>
    public void AddLine(string kind, string country)
    {
        if (kind == "emails" && Emails.Count < MaxWays) Emails.Add(new());
        if (kind == "phones" && Phones.Count < MaxWays) Phones.Add(new());
        if (kind == "addresses" && Addresses.Count < MaxWays) Addresses.Add(new() { Country = country });
    }

    /// <summary>The parsed form; what is wrong stands in the model state, beside its field.</summary>
    public PersonInput? Parse(ModelStateDictionary state, string country, DateOnly today, Words words)
    {
        if (BornOn is { } born && !Ages.IsPossible(born, today)) state.AddModelError("Form.BornOn", words["Nobody alive was born on that day."]);
        var emails = new List<EmailAddress>();
        for (var i = 0; i < Emails.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Emails[i].Address)) continue;
            if (!EmailAddress.TryParse(Emails[i].Address, out var email)) state.AddModelError($"Form.Emails[{i}].Address", words["“{0}” is not a mail address.", Emails[i].Address]);
            else if (MailSlip.Say(email, words) is { } slip) state.AddModelError($"Form.Emails[{i}].Address", slip);
            else emails.Add(email);
        }
        var phones = new List<PhoneNumber>();
        for (var i = 0; i < Phones.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Phones[i].Number)) continue;
            if (PhoneNumber.TryParse(Phones[i].Number, country, out var phone)) phones.Add(phone);
            else state.AddModelError($"Form.Phones[{i}].Number", words["“{0}” is not a telephone number. Write it with its country code, such as +33 6…, when it is of another country.", Phones[i].Number]);
        }
        if (Emails.Count > MaxWays || Phones.Count > MaxWays || Addresses.Count > MaxWays) state.AddModelError("", words["At most {0} of each kind.", MaxWays]);
        if (string.IsNullOrWhiteSpace(FirstName) && string.IsNullOrWhiteSpace(LastName) && emails.Count == 0 && phones.Count == 0 && state.IsValid)
            state.AddModelError("Form.LastName", words["Give a name, a mail address or a telephone, so that the person can be found again."]);
        return state.IsValid ? Input(emails, phones, country) : null;
    }

    private PersonInput Input(List<EmailAddress> emails, List<PhoneNumber> phones, string country) => new()
    {
        FirstName = FirstName, LastName = LastName, Sex = Sex, BornOn = BornOn, Language = Language, SupportLevel = SupportLevel, Priority = Priority, Employer = Employer, Occupation = Occupation,
        Emails = emails, Phones = phones, Addresses = [.. Addresses.Where(a => !a.IsEmpty).Select(a => a.Input(country))],
    };
}

public sealed class EmailRow
{
    [StringLength(254), Display(Name = "Mail address")]
    public string? Address { get; set; }

    [Display(Name = "bounces")]
    public bool IsBad { get; set; }

    internal string[] Line => string.IsNullOrWhiteSpace(Address) ? [] : [Address.Trim(), IsBad ? "bad" : ""];

    internal static EmailRow Of(string[] line) => new() { Address = line.Cell(0), IsBad = line.Cell(1).Length > 0 };
}

public sealed class PhoneRow
{
    [StringLength(40), Display(Name = "Telephone")]
    public string? Number { get; set; }

    [Display(Name = "wrong number")]
    public bool IsBad { get; set; }

    internal string[] Line => string.IsNullOrWhiteSpace(Number) ? [] : [Number.Trim(), IsBad ? "bad" : ""];

    internal static PhoneRow Of(string[] line) => new() { Number = line.Cell(0), IsBad = line.Cell(1).Length > 0 };
}

public sealed class AddressRow
{
    [Display(Name = "Kind of address")]
    public AddressKind Kind { get; set; }

    [StringLength(120), Display(Name = "Street and number")]
    public string? Line1 { get; set; }

    [StringLength(120), Display(Name = "Building, floor")]
    public string? Line2 { get; set; }

    [StringLength(12), Display(Name = "Postcode")]
    public string? Postcode { get; set; }

    [StringLength(80), Display(Name = "City")]
    public string? City { get; set; }

    [StringLength(2), Display(Name = "Country")]
    public string? Country { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Line1 + Line2 + Postcode + City);

    internal string[] Line => IsEmpty ? [] : [EnumText<AddressKind>.Of(Kind), .. new[] { Line1, Line2, Postcode, City, Country }.Select(t => t?.Trim() ?? "")];

    internal static AddressRow Of(string[] line) => new()
    {
        Kind = EnumText<AddressKind>.TryParse(line.Cell(0), out var kind) ? kind : default, Line1 = line.Cell(1), Line2 = line.Cell(2), Postcode = line.Cell(3), City = line.Cell(4), Country = line.Cell(5),
    };

    public AddressInput Input(string country) =>
        new(Kind, Line1 ?? "", Line2 ?? "", Postcode ?? "", City ?? "", string.IsNullOrWhiteSpace(Country) ? country : Country.Trim().ToUpperInvariant());
}
