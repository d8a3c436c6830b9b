using Preau.Shared;

namespace Preau.Settings;

/// <summary>First versions of the legal notice (French law of 21 June 2004, art. 6 III) and of the privacy text (GDPR art. 13 and 14), from what the campaign filled in.
/// Only where all of it is: a notice that names nobody looks done.</summary>
public static class LegalTexts
{
    public static LegalText Write(LegalSettings legal, string campaign, Words words) =>
        new(Notice(legal, campaign, words), Privacy(legal, campaign, words), legal.Fields(), legal.Fields().InPrivacy());

    private static string Notice(LegalSettings legal, string campaign, Words words) => Join(
        words["This is the site of {0}.", campaign],
        legal.Controller is null ? null : words["It is published by {0}{1}.", legal.Controller, After(legal.ControllerAddress)],
        legal.Publisher is null ? null : words["Director of publication: {0}.", legal.Publisher],
        legal.HostName is null ? null : words["Host: {0}{1}.", legal.HostName, After(legal.HostAddress)],
        legal.ContactEmail is null ? null : words["Contact: {0}.", legal.ContactEmail]);

    private static string Privacy(LegalSettings legal, string campaign, Words words) => Join(
        words["{0} is responsible for the data that {1} collects.", legal.Controller ?? campaign, campaign],
        words["We keep what you tell us when you sign up, sign a petition, give or write to us, and what you agreed to, with the words that you read and the day."],
        words["We write to you only for what you agreed to. Each purpose is asked on its own, and each can be withdrawn at any time, by the link at the foot of every mail or by writing to us."],
        words["Support for a campaign shows a political opinion. The law protects it above other data: we pass it to nobody, sell nothing, and measure no openings without your consent."],
        words["If you are on the electoral roll, we may hold the data that the law allows candidates to read there, for visits and post only."],
        words["Gifts are kept with the donor’s legal details until the campaign account has been examined, because the electoral code asks for it."],
        legal.ContactEmail is null ? null : words["You can ask what we know of you, have it put right, taken along or erased, and object to any message: write to {0}.", legal.ContactEmail],
        words["If you are not satisfied with our answer, you can turn to the data protection authority (in France the CNIL, cnil.fr)."]);

    private static string After(string? address) => string.IsNullOrWhiteSpace(address) ? "" : ", " + address.ReplaceLineEndings(", ");

    private static string Join(params string?[] paragraphs) => string.Join("\n\n", paragraphs.OfType<string>());
}
