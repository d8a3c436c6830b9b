using System.Globalization;
using System.Text;
using MimeKit;
using Preau.Sandbox;
using static Preau.Sandbox.SandboxFrame;

namespace Preau.Mail.Sandbox;

/// <summary>The pages of the mailbox, in the reader's language.</summary>
public sealed class MailboxPages(SandboxReader reader)
{
    /// <summary>The first page of the process.</summary>
    public string Start() => Frame(Say("Sandbox", "Bac à sable"), $"""
        <ul><li><a href="/mail">{Say("Mailbox: every mail that was sent", "Boîte aux lettres : chaque courriel envoyé")}</a></li>
        <li><a href="/cards">{Say("Card network: checkouts and webhooks", "Réseau de cartes : paiements et webhooks")}</a></li>
        <li><a href="/phone">{Say("Phones: every text that was sent, and answers to it", "Téléphones : chaque SMS envoyé, et les réponses")}</a></li></ul>
        """);

    public string List(IReadOnlyList<MailRow> rows, MailTotals totals, MailSearch search, Mischief mischief)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <form class="bar" method="get" action="/mail" role="search">
              <label>{Say("Recipient or subject", "Destinataire ou objet")} <input type="search" name="q" maxlength="200" value="{Text(search.Text ?? "")}"></label>
              <label class="tick"><input type="checkbox" name="doubles" value="1"{(search.DoublesOnly ? " checked" : "")}> {Say("Doubles only", "Doublons seulement")}</label>
              <button>{Say("Search", "Chercher")}</button>
            </form>
            <p>{Sum(totals)}</p>
            """);
        page.Append(rows.Count > 0 ? Table(rows) : $"""<p class="alert">{Empty(search)}</p>""");
        if (rows.Count == search.Take) page.Append(CultureInfo.InvariantCulture, $"""<p><a rel="next" href="/mail?before={rows[^1].Id}&amp;q={Uri.EscapeDataString(search.Text ?? "")}{(search.DoublesOnly ? "&amp;doubles=1" : "")}">{Say("Older mails", "Courriels plus anciens")}</a></p>""");
        page.Append(CultureInfo.InvariantCulture, $"""
            <h2>{Say("Do something wrong on purpose", "Mal se conduire exprès")}</h2>
            <form class="bar" method="post" action="/mail/switch">
              <label>{Say("With every mail from now on", "Avec chaque courriel, désormais")} <select name="mischief">{string.Concat(Enum.GetValues<Mischief>().Select(m => $"""<option value="{m}"{(m == mischief ? " selected" : "")}>{Says(m)}</option>"""))}</select></label>
              <button>{Say("Do it", "Appliquer")}</button>
            </form>
            <p class="quiet-text">{Say("Or with one recipient: write to", "Ou avec un seul destinataire : écrivez à")} {string.Join(", ", Moods.OfRecipients.Select(m => $"<code>{m.ToString().ToLowerInvariant()}@…</code>"))}. {Say("Taken, and answered later:", "Accepté, puis retourné :")} {string.Join(", ", LaterMail.Names.Select(n => $"<code>{n}@…</code>"))}.</p>
            <form class="plain" method="post" action="/mail/clear"><button class="quiet">{Say("Throw all mails away", "Jeter tous les courriels")}</button></form>
            """);
        return Frame(Say("Sandbox mailbox", "Boîte aux lettres d’essai"), page.ToString());
    }

    public string Show(MailRow row, MimeMessage message, long? first)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <p><a href="/mail">{Say("All mails", "Tous les courriels")}</a></p>
            {(row.IsDouble ? $"""<p class="alert double">{Say("A double: this mail had come before", "Un doublon : ce courriel était déjà arrivé")} (<a href="/mail/{first}">{Say("the first", "le premier")}</a>).</p>""" : "")}
            <dl>
              <dt>{Say("From", "De")}</dt><dd>{Text(message.From.ToString())}</dd>
              <dt>{Say("To", "À")}</dt><dd>{Text(string.Join(", ", row.Recipients))}</dd>
              <dt>{Say("Came", "Arrivé")}</dt><dd>{reader.When(row.At)}</dd>
            </dl>
            """);
        if (OneClick.AddressOf(message) is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"""<form class="plain" method="post" action="/mail/{row.Id}/unsubscribe"><button class="quiet">{Say("Unsubscribe as a mail program does, in one click", "Se désinscrire en un clic, comme un logiciel de courriel")}</button></form>""");
        }

        if (message.HtmlBody is not null) page.Append(CultureInfo.InvariantCulture, $"""<h2>{Say("As it is read", "Tel qu’on le lit")}</h2><iframe src="/mail/{row.Id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" title="{Text(row.Subject)}"></iframe>""");
        if (message.TextBody is { } text) page.Append(CultureInfo.InvariantCulture, $"<h2>{Say("As text", "En texte brut")}</h2><pre>{Text(text)}</pre>");
        page.Append(CultureInfo.InvariantCulture, $"""
            <h2>{Say("Headers", "En-têtes")}</h2><pre>{Text(string.Join('\n', message.Headers.Select(h => $"{h.Field}: {h.Value}")))}</pre>
            <p><a href="/mail/{row.Id}/source">{Say("Every byte of it", "Tous ses octets")}</a></p>
            """);
        return Frame(row.Subject.Length > 0 ? row.Subject : Say("(no subject)", "(sans objet)"), page.ToString());
    }

    public string Said(string title, string text, string back) => Frame(title, $"""<p>{Text(text)}</p><p><a href="{Text(back)}">{Say("Back to the mail", "Revenir au courriel")}</a></p>""");

    public string Gone() => Frame(Say("Not found", "Introuvable"), $"""<p>{Say("This mail is not here, or was thrown away.", "Ce courriel n’est pas ici, ou il a été jeté.")}</p><p><a href="/mail">{Say("All mails", "Tous les courriels")}</a></p>""");

    public string Say(string english, string french) => reader.Say(english, french);

    private string Table(IReadOnlyList<MailRow> rows)
    {
        var lines = rows.Select(r => $"""<tr><td>{reader.When(r.At)}</td><td>{Text(string.Join(", ", r.Recipients.Take(3)))}{(r.Recipients.Count > 3 ? " …" : "")}</td><td><a href="/mail/{r.Id}">{(r.Subject.Length > 0 ? Text(r.Subject) : Say("(no subject)", "(sans objet)"))}</a></td><td>{(r.IsDouble ? $"""<span class="double">{Say("double", "doublon")}</span>""" : "")}</td></tr>""");
        return $"""<table><thead><tr><th>{Say("Came", "Arrivé")}</th><th>{Say("To", "À")}</th><th>{Say("Subject", "Objet")}</th><th></th></tr></thead><tbody>{string.Concat(lines)}</tbody></table>""";
    }

    private string Sum(MailTotals totals) => string.Create(reader.Culture, $"{totals.Mails:N0} {Say(totals.Mails == 1 ? "mail" : "mails", totals.Mails > 1 ? "courriels" : "courriel")}, {totals.Doubles:N0} {Say(totals.Doubles == 1 ? "double" : "doubles", totals.Doubles > 1 ? "doublons" : "doublon")}.");

    private string Empty(MailSearch search) => search is { Text: null, DoublesOnly: false, Before: null }
        ? Say("No mail has come yet. Whatever the program sends arrives here, and nowhere else.", "Aucun courriel n’est encore arrivé. Tout ce que le programme envoie arrive ici, et nulle part ailleurs.")
        : Say("No mail fits.", "Aucun courriel ne correspond.");

    private string Says(Mischief mischief) => mischief switch
    {
        Mischief.None => Say("Nothing: take every mail", "Rien : prendre chaque courriel"),
        Mischief.Refuse => Say("Refuse the recipient (550)", "Refuser le destinataire (550)"),
        Mischief.Busy => Say("Ask to come back later (451)", "Demander de revenir plus tard (451)"),
        Mischief.Full => Say("Say that the mailbox is full (552)", "Dire que la boîte est pleine (552)"),
        Mischief.Spam => Say("Refuse the mail as spam (554)", "Refuser le courriel comme indésirable (554)"),
        Mischief.Stall => Say("Never answer", "Ne jamais répondre"),
        Mischief.Drop => Say("Hang up in the middle of the mail", "Raccrocher au milieu du courriel"),
        Mischief.Silent => Say("Keep the mail and hang up without saying so", "Garder le courriel et raccrocher sans le dire"),
        Mischief.Closed => Say("Let nobody in (421)", "Ne laisser entrer personne (421)"),
    };

    private string Frame(string title, string body) => Of(reader.Language, Say("Sandbox mailbox: no mail leaves this machine.", "Boîte aux lettres d’essai : aucun courriel ne quitte cette machine."), title, body, isWide: true);
}
