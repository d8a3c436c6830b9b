using System.Globalization;
using Preau.Shared;

namespace Preau.People;

/// <summary>The words for what is stored of people, in the user's language.</summary>
public sealed class PersonWords(Words words)
{
    public string Of(Purpose purpose) => purpose switch
    {
        Purpose.News => words["News by mail"],
        Purpose.Sms => words["Text messages"],
        Purpose.Call => words["Calls"],
        Purpose.Targeted => words["Messages chosen for them"],
        Purpose.Measure => words["Measuring of openings"],
        Purpose.AfterElection => words["News after the election"],
    };

    /// <summary>What somebody agreed to, within a sentence.</summary>
    public string InSentence(Purpose purpose) => purpose switch
    {
        Purpose.News => words["news by mail"],
        Purpose.Sms => words["text messages"],
        Purpose.Call => words["calls"],
        Purpose.Targeted => words["messages chosen for them"],
        Purpose.Measure => words["measuring of openings"],
        Purpose.AfterElection => words["news after the election"],
    };

    /// <summary>What is said next to the box that staff tick when somebody agrees in person.</summary>
    public string Question(Purpose purpose) => purpose switch
    {
        Purpose.News => words["I would like the campaign's news by mail."],
        Purpose.Sms => words["I agree to get text messages from the campaign."],
        Purpose.Call => words["I agree to be called by the campaign."],
        Purpose.Targeted => words["I agree to get messages chosen by what the campaign knows of me."],
        Purpose.Measure => words["I agree that the campaign measures whether I open its mails."],
        Purpose.AfterElection => words["I would like to hear from you after the election."],
    };

    public string Of(Sex sex) => sex switch
    {
        Sex.Female => words["Woman"],
        Sex.Male => words["Man"],
        Sex.Other => words["Other"],
    };

    public string Of(AddressKind kind) => kind switch
    {
        AddressKind.Home => words["At home"],
        AddressKind.Work => words["At work"],
        AddressKind.Mailing => words["Postal address"],
        AddressKind.Registered => words["Electoral roll"],
        AddressKind.Billing => words["Billing"],
    };

    public string Of(FieldKind kind) => kind switch
    {
        FieldKind.Text => words["Text"],
        FieldKind.LongText => words["Long text"],
        FieldKind.Number => words["Number"],
        FieldKind.Money => words["Amount of money"],
        FieldKind.Date => words["Date"],
        FieldKind.Choice => words["Choice from a list"],
        FieldKind.Several => words["Several choices from a list"],
        FieldKind.Boolean => words["Yes or no"],
        FieldKind.Person => words["Another person"],
    };

    public string Of(TimelineKind kind) => kind switch
    {
        TimelineKind.Note => words["Notes"],
        TimelineKind.Contact => words["Contacts made"],
        TimelineKind.Consent => words["Consents"],
        TimelineKind.Gift => words["Gifts"],
        TimelineKind.Mail => words["Mails"],
        TimelineKind.Text => words["Text messages"],
        TimelineKind.Site => words["Website"],
        TimelineKind.Field => words["In the field"],
        TimelineKind.Capital => words["Points"],
        TimelineKind.Membership => words["Memberships"],
        TimelineKind.List => words["Lists"],
        TimelineKind.Record => words["Record"],
    };

    public string Support(int level) => level switch
    {
        1 => words["1 · strong support"],
        2 => words["2 · support"],
        3 => words["3 · undecided"],
        4 => words["4 · opposed"],
        _ => words["5 · strongly opposed"],
    };

    public string SupportInSentence(int level) => level switch
    {
        1 => words["“strong support”"],
        2 => words["“support”"],
        3 => words["“undecided”"],
        4 => words["“opposed”"],
        _ => words["“strongly opposed”"],
    };

    public string Priority(int level) => level switch
    {
        1 => words["1 · first of all"],
        2 => words["2 · high"],
        3 => words["3 · middling"],
        4 => words["4 · low"],
        _ => words["5 · last"],
    };

    /// <summary>A field as provenance and audit name it: «last_name», «address:home», «custom:skills».</summary>
    public string Field(string name) => name switch
    {
        "first_name" => words["First name"],
        "last_name" => words["Last name"],
        "sex" => words["Sex"],
        "born_on" => words["Date of birth"],
        "language" => words["Language"],
        "support_level" => words["Support level"],
        "priority" => words["Priority"],
        "employer" => words["Employer"],
        "occupation" => words["Occupation"],
        "assignee_id" => words["Looked after by"],
        "archived_at" => words["Archiving"],
        "email" => words["Mail address"],
        "phone" => words["Telephone"],
        "voter" => words["Party and voting facts"],
        Provenance.Everything => words["All that is not named here"],
        _ when name.StartsWith("address:", StringComparison.Ordinal) && EnumText<AddressKind>.TryParse(name[8..], out var kind) => words["Address: {0}", Of(kind)],
        _ when name.StartsWith(CustomField.Prefix, StringComparison.Ordinal) => name[CustomField.Prefix.Length..],
        _ => name,
    };

    public string Language(string code) => CultureInfo.GetCultureInfo(code) is { EnglishName.Length: > 0 } culture ? culture.NativeName : code;
}
