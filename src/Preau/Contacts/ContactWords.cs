using System.Globalization;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>What contacts are called in the reader's language.</summary>
public sealed class ContactWords(PersonWords people, Words words)
{
    public string Of(ContactMethod method) => method switch
    {
        ContactMethod.PhoneCall => words["Phone call"],
        ContactMethod.DoorKnock => words["Door knock"],
        ContactMethod.FaceToFace => words["Face to face"],
        ContactMethod.Meeting => words["Meeting"],
        ContactMethod.TextOneToOne => words["Text, one to one"],
        ContactMethod.Text => words["Text message"],
        ContactMethod.Email => words["E-mail"],
        ContactMethod.VideoCall => words["Video call"],
        ContactMethod.SnailMail => words["Letter"],
        ContactMethod.Delivery => words["Delivery"],
        ContactMethod.Facebook => words["Facebook"],
        ContactMethod.Linkedin => words["LinkedIn"],
        ContactMethod.Tweet => words["Post on X"],
        ContactMethod.Webinar => words["Webinar"],
        ContactMethod.EmailBlast => words["Mail to many"],
        ContactMethod.TextBlast => words["Text to many"],
        ContactMethod.Robocall => words["Automatic call"],
        ContactMethod.Other => words["Other"],
    };

    public string Of(ContactStatus status) => status switch
    {
        ContactStatus.Answered => words["Answered"],
        ContactStatus.MeaningfulInteraction => words["Meaningful conversation"],
        ContactStatus.NoAnswer => words["No answer"],
        ContactStatus.LeftMessage => words["Left a message"],
        ContactStatus.NotInterested => words["Not interested"],
        ContactStatus.Refused => words["Refused to talk"],
        ContactStatus.SendInformation => words["Wants information"],
        ContactStatus.Inaccessible => words["Could not be reached there"],
        ContactStatus.BadInfo => words["Details are wrong"],
        ContactStatus.Other => words["Other"],
        ContactStatus.Busy => words["Line busy"],
        ContactStatus.CallBack => words["Come back later"],
        ContactStatus.OtherLanguage => words["Speaks another language"],
        ContactStatus.Hostile => words["Hostile"],
        ContactStatus.WrongNumber => words["Wrong number"],
        ContactStatus.Disconnected => words["Number out of service"],
        ContactStatus.Moved => words["Moved away"],
        ContactStatus.Deceased => words["Deceased"],
        ContactStatus.DoNotCall => words["Asks not to be called"],
        ContactStatus.DoNotText => words["Asks for no text messages"],
        ContactStatus.DoNotMail => words["Asks for no mails"],
    };

    /// <summary>Results as a form groups them.</summary>
    public IReadOnlyList<(string Label, IReadOnlyList<ContactStatus> Statuses)> Groups =>
    [
        (words["They were reached"], [ContactStatus.Answered, ContactStatus.MeaningfulInteraction, ContactStatus.SendInformation, ContactStatus.CallBack, ContactStatus.NotInterested, ContactStatus.Refused, ContactStatus.OtherLanguage, ContactStatus.Hostile]),
        (words["Nobody was reached"], [ContactStatus.NoAnswer, ContactStatus.LeftMessage, ContactStatus.Busy, ContactStatus.Inaccessible]),
        (words["What we know is wrong"], [ContactStatus.WrongNumber, ContactStatus.Disconnected, ContactStatus.Moved, ContactStatus.Deceased, ContactStatus.BadInfo]),
        (words["They object"], [ContactStatus.DoNotCall, ContactStatus.DoNotText, ContactStatus.DoNotMail]),
        (words["Other"], [ContactStatus.Other]),
    ];

    public string Of(Contact contact) => words["{0}: {1}", Of(contact.Method), Of(contact.Status)];

    /// <summary>What they showed of where they stand; null where it was not spoken of.</summary>
    public string? Support(Contact contact) => contact switch
    {
        { SupportAfter: null } => null,
        { SupportBefore: { } before, SupportAfter: { } after } when before != after => words["Support level: {0}, before that {1}", people.Support(after), people.Support(before)],
        { SupportAfter: { } level } => words["Support level: {0}", people.Support(level)],
    };

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}

public static class ContactRights
{
    /// <summary>How long whoever wrote a contact down may correct it or take it back; staff always may.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    public static bool MayChange(this CurrentAccount account, Contact contact, DateTimeOffset now) =>
        account.Can(Permission.EditPeople) || (account.Can(Permission.WriteNotes) && contact.AuthorId is { } author && author == account.Id && now - contact.CreatedAt < Window);
}
