using Preau.People;
using Preau.Shared;
using Preau.Site;

namespace Preau.Actions;

/// <summary>What a visitor sent with a sign-up or a signature, read once: an order, or what is wrong with each field.</summary>
public sealed class VisitorForm(IFormCollection sent, SitePage page, string country, Words words)
{
    private const int LongestText = 120;
    private const int LongestComment = 500;
    private readonly List<(string Field, string Problem)> problems = [];

    public bool IsFromProgram => Text(SentForm.Trap).Length > 0;

    public FormState State => new(SentForm.Shown(sent), problems);

    public void Refuse(string sentence) => problems.Add(("form", sentence));

    /// <summary>The order, or null with the problems in <see cref="State"/>.</summary>
    public ActionOrder? Read(IReadOnlyList<ConsentQuestion> questions)
    {
        var postcode = Postcode.Clean(Limited("postcode", 12), country);
        var order = new ActionOrder
        {
            Page = page,
            Kind = page.Kind == PageKind.Petition ? ActionKind.Signature : ActionKind.SignUp,
            Person = new PersonInput
            {
                FirstName = Needed("first_name", words["Fill in your first name."]),
                LastName = Needed("last_name", words["Fill in your last name."]),
                Language = page.Language,
                Emails = Email() is { } email ? [email] : [],
                Phones = Phone() is { } phone ? [phone] : [],
                Addresses = postcode.Length == 0 ? [] : [new AddressInput(AddressKind.Home, "", "", postcode, "", country)],
            },
            Consents = [.. questions.Where(q => Ticked(q.Name))],
            IsNamePublic = Ticked("is_name_public"),
            Comment = Limited("comment", LongestComment) is { Length: > 0 } comment ? comment : null,
        };
        if (order.Consents.Any(c => c.Purpose == Purpose.Sms) && Text("phone").Length == 0) problems.Add(("phone", words["Fill in a telephone number, or leave text messages unticked."]));
        return problems.Count == 0 ? order : null;
    }

    private EmailAddress? Email()
    {
        var isOne = EmailAddress.TryParse(Text("email"), out var email);
        var problem = isOne ? MailSlip.Say(email, words) : Text("email").Length == 0 ? words["Fill in your mail address."] : words["“{0}” is not a mail address.", Short(Text("email"))];
        if (problem is null) return email;
        problems.Add(("email", problem));
        return null;
    }

    private PhoneNumber? Phone()
    {
        if (Text("phone").Length == 0) return null;
        if (PhoneNumber.TryParse(Text("phone"), country, out var phone)) return phone;
        problems.Add(("phone", words["“{0}” is not a telephone number.", Short(Text("phone"))]));
        return null;
    }

    private string Needed(string name, string sentence)
    {
        var text = Limited(name, LongestText);
        if (text.Length == 0) problems.Add((name, sentence));
        return text;
    }

    private string Limited(string name, int most)
    {
        var text = Text(name);
        if (text.Length <= most) return text;
        problems.Add((name, words["Write {0} characters at most.", most]));
        return text[..most];
    }

    private bool Ticked(string name) => sent[name].ToString() is "true" or "on";

    // Control characters have no place in a name; a comment may have lines.
    private string Text(string name) => new([.. sent[name].ToString().Trim().Where(c => !char.IsControl(c) || (name == "comment" && c == '\n'))]);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
