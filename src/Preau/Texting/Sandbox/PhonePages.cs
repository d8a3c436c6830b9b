using System.Globalization;
using System.Text;
using Preau.Sandbox;
using Preau.Shared;
using static Preau.Sandbox.SandboxFrame;

namespace Preau.Texting.Sandbox;

/// <summary>The pages of the telephones, in the reader's language.</summary>
public sealed class PhonePages(SandboxReader reader)
{
    public string List(PhoneNetwork network)
    {
        var page = new StringBuilder();
        var phones = network.Phones;
        page.Append(phones.Count > 0
            ? $"""<table><thead><tr><th>{Say("Phone", "Téléphone")}</th><th>{Say("Last text", "Dernier SMS")}</th><th>{Say("Came", "Arrivé")}</th></tr></thead><tbody>{string.Concat(phones.Select(Row))}</tbody></table>"""
            : $"""<p class="alert">{Say("No text has come yet. Whatever the program sends arrives here, and nowhere else.", "Aucun SMS n’est encore arrivé. Tout ce que le programme envoie arrive ici, et nulle part ailleurs.")}</p>""");
        if (network.Campaigns is { Count: > 0 } campaigns)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <h2>{Say("Text the campaign first", "Écrire le premier à la campagne")}</h2>
                <form class="bar" method="post" action="/phone/text">
                  <label>{Say("From the number", "Depuis le numéro")} <input name="number" type="tel" value="06 39 98 12 34" maxlength="20" required></label>
                  <label>{Say("to", "à")} <select name="campaign">{string.Concat(campaigns.Select(c => $"<option>{Text(c)}</option>"))}</select></label>
                  <label>{Say("Text", "Texte")} <input name="text" maxlength="1000" autocomplete="off" required></label>
                  <button>{Say("Send", "Envoyer")}</button>
                </form>
                """);
        }

        page.Append(CultureInfo.InvariantCulture, $"""
            <h2>{Say("Do something wrong on purpose", "Mal se conduire exprès")}</h2>
            <form class="bar" method="post" action="/phone/switch">
              <label>{Say("With every text from now on", "Avec chaque SMS, désormais")} <select name="mischief">{string.Concat(Enum.GetValues<PhoneMischief>().Select(m => $"""<option value="{m}"{(m == network.Switch ? " selected" : "")}>{Says(m)}</option>"""))}</select></label>
              <button>{Say("Do it", "Appliquer")}</button>
            </form>
            <p class="quiet-text">{Say("Or with one number, by its last three digits:", "Ou avec un seul numéro, selon ses trois derniers chiffres :")} {string.Join(", ", Enum.GetValues<PhoneMischief>().Skip(1).Select(m => $"<code>{990 + (int)m}</code> {Says(m)}"))}.</p>
            <h2>{Say("As at Twilio", "Comme chez Twilio")}</h2>
            <p class="quiet-text">{Say("The same phones behind an interface like Twilio’s: in the settings of the campaign, this machine’s address is that of the interface. Any account (AC and 32 signs from 0 to f) and any token will do; give them here, with the number and the address that the settings show for texts that come in.", "Les mêmes téléphones derrière une interface comme celle de Twilio : dans les réglages de la campagne, l’adresse de cette machine est celle de l’interface. N’importe quel compte (AC et 32 signes de 0 à f) et n’importe quel jeton conviennent ; donnez-les ici, avec le numéro et l’adresse que les réglages montrent pour les SMS entrants.")}</p>
            <form class="bar" method="post" action="/phone/twilio">
              <label>{Say("Account", "Compte")} <input name="sid" pattern="AC[0-9a-fA-F]{"{32}"}" autocomplete="off" required></label>
              <label>{Say("Token", "Jeton")} <input name="token" autocomplete="off" required></label>
              <label>{Say("Number", "Numéro")} <input name="number" type="tel" required></label>
              <label>{Say("Address", "Adresse")} <input name="address" type="url" required></label>
              <button>{Say("Keep", "Garder")}</button>
            </form>
            <form class="plain" method="post" action="/phone/clear"><button class="quiet">{Say("Throw all texts away", "Jeter tous les SMS")}</button></form>
            """);
        return Frame(Say("Sandbox phones", "Téléphones d’essai"), page.ToString(), isWide: true);
    }

    public string Show(string number, PhoneNetwork network)
    {
        var address = "/phone/" + Uri.EscapeDataString(number);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""<p><a href="/phone">{Say("All phones", "Tous les téléphones")}</a></p><div class="phone">""");
        var texts = network.Of(number);
        foreach (var text in texts)
        {
            page.Append(CultureInfo.InvariantCulture, $"""<p class="bubble{(text.IsFromCampaign ? "" : " mine")}">{Text(text.Text).Replace("\n", "<br>", StringComparison.Ordinal)}<br><small>{(text.IsFromCampaign ? Text(text.Campaign) + " · " + (text.Ours.Length > 0 ? Text(TextSenders.Shown(text.Ours, "FR")) + " · " : "") : "")}{reader.When(text.At)}{(text.IsDouble ? $""" · <span class="double">{Say("double", "doublon")}</span>""" : "")}</small></p>""");
        }

        page.Append(texts.Count > 0
            ? $"""
               <form method="post" action="{address}"><label>{Say("Write back", "Répondre")} <input name="text" maxlength="1000" autocomplete="off" required></label><button>{Say("Send", "Envoyer")}</button></form>
               <form class="plain" method="post" action="{address}"><button class="quiet" name="text" value="STOP">STOP</button></form>
               <form class="plain" method="get" action="{address}"><button class="quiet">{Say("Look again", "Actualiser")}</button></form>
               """
            : $"""<p>{Say("Nothing was sent to this number yet.", "Rien n’a encore été envoyé à ce numéro.")}</p>""");
        page.Append("</div>");
        return Frame(PhoneNumber.Display(number, "FR"), page.ToString(), isWide: false);
    }

    private string Row(PhoneText text) =>
        $"""<tr><td><a href="/phone/{Uri.EscapeDataString(text.Phone)}">{Text(PhoneNumber.Display(text.Phone, "FR"))}</a></td><td>{Text(text.Text.Length > 80 ? text.Text[..80] + "…" : text.Text)}</td><td>{reader.When(text.At)}</td></tr>""";

    private string Says(PhoneMischief mischief) => mischief switch
    {
        PhoneMischief.None => Say("nothing: take every text", "rien : prendre chaque SMS"),
        PhoneMischief.Refuse => Say("refuse the number (400)", "refuser le numéro (400)"),
        PhoneMischief.Busy => Say("ask to come back later (503)", "demander de revenir plus tard (503)"),
        PhoneMischief.Stall => Say("keep the text and never answer", "garder le SMS et ne jamais répondre"),
        PhoneMischief.Silent => Say("keep the text and hang up without saying so", "garder le SMS et raccrocher sans le dire"),
        PhoneMischief.ReportTwice => Say("report twice", "rendre compte deux fois"),
        PhoneMischief.ReportLate => Say("report late", "rendre compte en retard"),
        PhoneMischief.ReportNever => Say("never report", "ne jamais rendre compte"),
        PhoneMischief.Garble => Say("keep the text and answer with half a sentence", "garder le SMS et répondre par une moitié de phrase"),
        PhoneMischief.Undelivered => Say("take the text and not deliver it", "prendre le SMS et ne pas le remettre"),
    };

    private string Say(string english, string french) => reader.Say(english, french);

    private string Frame(string title, string body, bool isWide) => Of(reader.Language, Say("Sandbox phones: no text leaves this machine.", "Téléphones d’essai : aucun SMS ne quitte cette machine."), title, body, isWide);
}
