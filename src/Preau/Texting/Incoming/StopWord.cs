using System.Globalization;
using System.Text;

namespace Preau.Texting;

/// <summary>Whether somebody asks for no more texts: one of the usual words alone, whatever its case, accents and signs, or STOP with a word behind it.</summary>
/// <remarks>47 CFR 64.1200(a)(10) for the English words; those of French operators. «Non» is none of them: in a conversation it answers a question.</remarks>
public static class StopWord
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "STOP", "ARRET", "ARRETEZ", "ARRETER", "STOPALL", "STOPSMS", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT", "DESABO", "DESABONNEMENT", "DESINSCRIPTION",
    };

    // «STOP SMS», «stop merci», «ARRET svp», «stop 36111»: with more behind it, it may be a sentence that only begins so.
    private static readonly HashSet<string> Leading = new(StringComparer.Ordinal) { "STOP", "ARRET", "UNSUBSCRIBE" };

    // «please stop», «stop sms merci», «arrêtez les SMS svp»: beside these words alone, «arrêtez» means it too.
    private static readonly HashSet<string> Courtesy = new(StringComparer.Ordinal) { "PLEASE", "PLS", "SVP", "MERCI", "THANKS" };
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal) { "SMS", "TEXTS", "TEXTOS", "MESSAGES", "PUB" };
    private static readonly HashSet<string> Articles = new(StringComparer.Ordinal) { "LES", "AUX", "VOS", "CES", "LA" };

    // In a sentence they may mean it, which somebody has to read: «comment arrêter les SMS ?», «no more texts». «Cancel» and «end» mean something else there.
    private static readonly HashSet<string> Spoken = new(StringComparer.Ordinal) { "STOP", "STOPPER", "STOPPEZ", "ARRET", "ARRETE", "ARRETER", "ARRETEZ", "UNSUBSCRIBE", "UNSUBSCRIBED", "OPTOUT", "DESABO" };
    private static readonly string[] Phrases = [" PLUS DE SMS", " PLUS DE TEXTO", " PLUS DE MESSAGE", " PLUS DE PUB", " NO MORE TEXT", " NO MORE SMS", " NO MORE MESSAGE", " LAISSEZ MOI TRANQUILLE ", " LEAVE ME ALONE "];

    // What follows below a STOP may be who they are, not what they say.
    private const int LongestName = 3;

    public static bool Is(string text) => IsAlone(text) || IsSigned(text) || IsPolite(InWords(text));

    private static bool IsSigned(string text)
    {
        var lines = text.Trim().Split('\n', 2);
        return lines.Length == 2 && InWords(lines[0]) is { Length: > 0 } first && Array.TrueForAll(first, Leading.Contains) && InWords(lines[1]).Length <= LongestName;
    }

    private static bool IsPolite(string[] words)
    {
        if (words is [var first, _] && Leading.Contains(first)) return true;
        bool Stops(string word) => Leading.Contains(word) || word == "ARRETEZ";
        bool IsBeside(string word, int at) => Courtesy.Contains(word) || Texts.Contains(word) || (Articles.Contains(word) && at + 1 < words.Length && Texts.Contains(words[at + 1]));
        return words.Length is > 1 and <= 5 && Array.Exists(words, Stops) && words.Index().All(w => Stops(w.Item) || IsBeside(w.Item, w.Index));
    }

    /// <summary>The same, and nothing beside it that somebody may have to read.</summary>
    public static bool IsAlone(string text) => InWords(text) is { Length: > 0 and <= 4 } words && (Words.Contains(string.Concat(words)) || Array.TrueForAll(words, Words.Contains));

    /// <summary>Whether it may ask for no more texts, by a word that stops them anywhere in it or by a phrase: what else it says is not to be taken for a yes.</summary>
    public static bool IsIn(string text) => InWords(text) is var words && (Array.Exists(words, Spoken.Contains) || $" {string.Join(' ', words)} " is var said && Array.Exists(Phrases, p => said.Contains(p, StringComparison.Ordinal)));

    private static string[] InWords(string text) => Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Capitals without accents; every other sign is a gap, so that «S.T.O.P» is four letters and «stop!!!» a word.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        // What is no sign at all cannot be taken apart.
        var whole = string.Concat(text.EnumerateRunes().Where(r => r.Value is not (0xFFFE or 0xFFFF)));
        foreach (var sign in whole.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            plain.Append(char.IsAsciiLetterOrDigit(sign) ? char.ToUpperInvariant(sign) : ' ');
        }

        return plain.ToString();
    }
}
