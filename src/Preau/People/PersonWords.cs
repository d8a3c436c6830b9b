using System.Globalization;
using Preau.Shared;

namespace Preau.People;

/// <summary>The words for what is stored of people, in the user's language.</summary>
public sealed class PersonWords(Words text)
{
    public string Of(Purpose purpose) => purpose switch
    {
        Purpose.News => text["News by mail"],
        Purpose.Sms => text["Text messages"],
        Purpose.Call => text["Calls"],
        Purpose.Targeted => text["Messages chosen for them"],
        Purpose.Measure => text["Measuring of openings"],
        Purpose.AfterElection => text["News after the election"],
    };

    /// <summary>What is said next to the box that staff tick when somebody agrees in person.</summary>
    public string Question(Purpose purpose) => purpose switch
    {
        Purpose.News => text["I would like the campaign's news by mail."],
        Purpose.Sms => text["I agree to get text messages from the campaign."],
        Purpose.Call => text["I agree to be called by the campaign."],
        Purpose.Targeted => text["I agree to get messages chosen by what the campaign knows of me."],
        Purpose.Measure => text["I agree that the campaign measures whether I open its mails."],
        Purpose.AfterElection => text["I would like to hear from you after the election."],
    };

    public string Of(Sex sex) => sex switch
    {
        Sex.Female => text["Woman"],
        Sex.Male => text["Man"],
        Sex.Other => text["Other"],
    };

    public string Of(AddressKind kind) => kind switch
    {
        AddressKind.Home => text["Home"],
        AddressKind.Work => text["Work"],
        AddressKind.Mailing => text["Post"],
        AddressKind.Registered => text["Electoral roll"],
        AddressKind.Billing => text["Billing"],
    };

    public string Of(FieldKind kind) => kind switch
    {
        FieldKind.Text => text["Text"],
        FieldKind.Number => text["Number"],
        FieldKind.Date => text["Date"],
        FieldKind.Choice => text["Choice from a list"],
        FieldKind.Boolean => text["Yes or no"],
    };

    public string Of(TimelineKind kind) => kind switch
    {
        TimelineKind.Note => text["Notes"],
        TimelineKind.Consent => text["Consents"],
        TimelineKind.Gift => text["Gifts"],
        TimelineKind.Mail => text["Mails"],
        TimelineKind.Site => text["Website"],
        TimelineKind.Field => text["Field"],
        TimelineKind.Record => text["Record"],
    };

    public string Support(int level) => level switch
    {
        1 => text["1 · strong support"],
        2 => text["2 · support"],
        3 => text["3 · undecided"],
        4 => text["4 · opposed"],
        _ => text["5 · strongly opposed"],
    };

    /// <summary>A field as provenance and audit name it: «last_name», «address:home», «custom:skills».</summary>
    public string Field(string name) => name switch
    {
        "first_name" => text["First name"],
        "last_name" => text["Last name"],
        "sex" => text["Sex"],
        "born_on" => text["Date of birth"],
        "language" => text["Language"],
        "support_level" => text["Support level"],
        "employer" => text["Employer"],
        "occupation" => text["Occupation"],
        "assignee_id" => text["Looked after by"],
        "archived_at" => text["Archive"],
        "email" => text["Mail address"],
        "phone" => text["Telephone"],
        _ when name.StartsWith("address:", StringComparison.Ordinal) && EnumText<AddressKind>.TryParse(name[8..], out var kind) => text["Address: {0}", Of(kind)],
        _ when name.StartsWith("custom:", StringComparison.Ordinal) => name[7..],
        _ => name,
    };

    public string Language(string code) => CultureInfo.GetCultureInfo(code) is { EnglishName.Length: > 0 } culture ? culture.NativeName : code;
}
