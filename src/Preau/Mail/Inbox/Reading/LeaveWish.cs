using System.Text.RegularExpressions;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Inbox;

public enum Wish
{
    None,

    /// <summary>A person has to read it.</summary>
    Perhaps,
    Sure,
}

/// <summary>Whether somebody asks by mail to get no more of them. Sure is only a short mail that asks nothing else.</summary>
public static partial class LeaveWish
{
    private const int MostWords = 15;

    /// <param name="subject">Of an answer it is ours, and says nothing of what they want.</param>
    /// <param name="own">What they wrote themselves.</param>
    public static Wish Of(string subject, string own)
    {
        var isOurs = Answering().IsMatch(subject);
        var text = own.Trim();
        if (text.Length == 0) return !isOurs && Asks(subject) ? Wish.Sure : Wish.None;
        if (!Asks(text)) return !isOurs && Asks(subject) ? Wish.Perhaps : Wish.None;
        var words = NameKey.Words(text);
        return words.Length <= MostWords && !text.Contains('?', StringComparison.Ordinal) && !Unless().IsMatch(string.Join(' ', words)) ? Wish.Sure : Wish.Perhaps;
    }

    /// <summary>The words that a text takes for it, alone in the first line; or a sentence that says so.</summary>
    private static bool Asks(string text) => StopWord.Is(text.Split('\n')[0]) || Sentences().IsMatch(NameKey.Of(text));

    [GeneratedRegex(@"^\s*(re|fw|fwd|tr|rep|réf|aw|sv)\s*:", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Answering();

    // Of folded text: no accents, no signs, one space between words.
    [GeneratedRegex(@"\b(desinscri(s|re|vez|ption)|desabonn(e|er|ez|ement)|unsubscribe|opt out|remove (me|my (e ?mail|address))|take me off|stop (aux? )?(mails?|e mails?|emails?|courriels?|emailing|mailing|sending|writing)|((veux|souhaite|desire|voudrais) plus|ne plus) (rien )?(recevoir|etre contacte|etre sollicite)|ne (me|m) (envoyez|ecrivez|contactez|sollicitez) plus|(arretez|arretiez|arreter|cessez|cessiez|cesser) de (me |m |nous )?(envoyer|ecrire|contacter|solliciter)|ne (me |m )?(envoyiez|ecriviez|contactiez|sollicitiez) plus|(retirez|enlevez|supprimez|rayez|otez) (moi|mon (adresse|mail|courriel|nom))|(retirer|enlever|supprimer|rayer) de (votre|vos|la|cette) liste|no more (e ?mails?|mails?)|stop (e ?mailing|contacting) me|(do not|don t) (want|wish) (to receive|any more|your)|(do not|don t|never) (write|e ?mail|mail|contact)( to)? (me|us))\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sentences();

    // «Ne me désinscrivez pas», «sauf pour…», «do not unsubscribe me»: whoever says more than yes or no is read by a person.
    [GeneratedRegex(@"\b(pas|sauf|mais|seulement|uniquement|not|don t|except|but|only|par erreur|mistake)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Unless();
}
