using System.Globalization;
using System.Text;
using Preau.Sandbox;
using Preau.Shared;
using static Preau.Sandbox.SandboxFrame;

namespace Preau.Donations.Sandbox;

/// <summary>The pages of the sandbox card network. Plain HTML: this process has no theme, no scripts and no translations file.</summary>
public static class CardPages
{
    public static string Checkout(CardSession session, string? problem)
    {
        var fr = IsFrench(session);
        var cards = new StringBuilder();
        foreach (var card in TestCard.All)
        {
            cards.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{card.Grouped}</code></td><td>{Says(card, fr)}</td></tr>");
        }
        var alert = problem is null ? "" : $"""<p class="alert" role="alert">{Says(problem, fr)}</p>""";
        return Page(session, fr ? "Payer par carte" : "Pay by card", $"""
            {alert}
            <form method="post" action="/cards/pay/{session.Id}">
              <label for="number">{(fr ? "Numéro de carte" : "Card number")}</label>
              <input id="number" name="number" inputmode="numeric" autocomplete="cc-number" required maxlength="23" value="4242 4242 4242 4242">
              <button>{(fr ? "Payer" : "Pay")} {InTheirWords(session)}</button>
            </form>
            <p><a href="{Text(session.Order.CancelUrl.ToString())}">{(fr ? "Annuler et revenir au site" : "Cancel and go back to the site")}</a></p>
            <details open><summary>{(fr ? "Cartes d’essai" : "Test cards")}</summary><table>{cards}</table></details>
            """);
    }

    public static string Challenge(CardSession session)
    {
        var fr = IsFrench(session);
        return Page(session, "3-D Secure", $"""
            <p>{(fr ? "Votre banque vous demande d’approuver ce paiement de" : "Your bank asks you to approve this payment of")} <b>{InTheirWords(session)}</b>.</p>
            <form method="post" action="/cards/pay/{session.Id}/challenge">
              <button name="answer" value="approve">{(fr ? "Approuver" : "Approve")}</button>
              <button name="answer" value="refuse" class="quiet">{(fr ? "Refuser" : "Refuse")}</button>
            </form>
            """);
    }

    public static string Over(CardSession session)
    {
        var fr = IsFrench(session);
        return Page(session, fr ? "Paiement fermé" : "Checkout closed", $"""
            <p>{(fr ? "Ce paiement a expiré ou a été annulé. Rien n’a été débité." : "This checkout expired or was cancelled. Nothing was charged.")}</p>
            <p><a href="{Text(session.Order.CancelUrl.ToString())}">{(fr ? "Revenir au site" : "Back to the site")}</a></p>
            """);
    }

    public static string Gone(SandboxReader reader) => Frame(
        reader.Language, reader.Say("Not found", "Introuvable"),
        $"<p>{reader.Say("The sandbox card network does not know this checkout. It forgets everything when it is restarted.", "Le réseau de cartes d’essai ne connaît pas ce paiement. Il oublie tout quand on le redémarre.")}</p>");

    public static string Overview(SandboxReader reader, IReadOnlyList<CardSession> sessions, IReadOnlyList<WebhookDelivery> deliveries)
    {
        var rows = sessions.Select(s => $"""<tr><td>{reader.When(s.OpenedAt)}</td><td><code>{s.Id}</code></td><td>{Text(s.Order.Description)}</td><td>{Amount(s, reader.Culture)}</td><td>{Says(s.Status, reader)}</td><td>{s.Card?.Grouped}</td></tr>""");
        var events = deliveries.Select(d => string.Create(reader.Culture, $"""<tr><td><code>{d.About.Id}</code></td><td>{Says(d.About.Kind, reader)}</td><td>{d.Attempts}</td><td>{Text(d.Answer)}</td><td>{Says(d, reader)}</td><td><form method="post" action="/cards/events/{d.About.Id}"><button class="quiet">{reader.Say("Send again", "Renvoyer")}</button></form></td></tr>"""));
        return Of(reader.Language, Banner(reader.IsFrench), reader.Say("Sandbox card network", "Réseau de cartes d’essai"), $"""
            <p>{reader.Say("No money moves here. Every checkout and every webhook of this process is listed, newest first.", "Aucun argent ne circule ici. Tous les paiements et tous les webhooks de ce processus sont listés, les plus récents d’abord.")}</p>
            <h2>{reader.Say("Checkouts", "Paiements")}</h2>
            <table>{Head(reader.Say("Opened", "Ouvert"), reader.Say("Checkout", "Paiement"), reader.Say("For", "Pour"), reader.Say("Amount", "Montant"), reader.Say("State", "État"), reader.Say("Card", "Carte"))}{string.Concat(rows)}</table>
            <h2>Webhooks</h2>
            <table>{Head(reader.Say("Event", "Événement"), reader.Say("Kind", "Nature"), reader.Say("Tries", "Essais"), reader.Say("Answer", "Réponse"), reader.Say("State", "État"), "")}{string.Concat(events)}</table>
            """, isWide: true);
    }

    private static string Head(params string[] words) => $"<tr>{string.Concat(words.Select(w => $"<th>{w}</th>"))}</tr>";

    private static string Says(CardSessionStatus status, SandboxReader reader) => status switch
    {
        CardSessionStatus.Open => reader.Say("open", "ouvert"),
        CardSessionStatus.Challenge => "3-D Secure",
        CardSessionStatus.Paid => reader.Say("paid", "payé"),
        CardSessionStatus.Over => reader.Say("over", "terminé"),
    };

    private static string Says(GatewayEventKind kind, SandboxReader reader) => kind switch
    {
        GatewayEventKind.Paid => reader.Say("paid", "payé"),
        GatewayEventKind.Declined => reader.Say("card declined", "carte refusée"),
        GatewayEventKind.Over => reader.Say("over", "terminé"),
        GatewayEventKind.Refunded => reader.Say("given back", "remboursé"),
        GatewayEventKind.RefundFailed => reader.Say("refund failed", "remboursement échoué"),
        GatewayEventKind.FeeKnown => reader.Say("fee known", "frais connus"),
        GatewayEventKind.Disputed => reader.Say("disputed", "contesté"),
        GatewayEventKind.DisputeWon => reader.Say("dispute won", "contestation gagnée"),
        GatewayEventKind.DisputeLost => reader.Say("dispute lost", "contestation perdue"),
        GatewayEventKind.Other => reader.Say("other", "autre"),
    };

    private static string Says(WebhookDelivery delivery, SandboxReader reader) => delivery switch
    {
        { DeliveredAt: { } at } => $"{reader.Say("delivered", "remis")}, {reader.When(at)}",
        { DueAt: { } at } => $"{reader.Say("waiting", "en attente")}, {reader.When(at)}",
        _ => reader.Say("given up", "abandonné"),
    };

    private static string Says(TestCard card, bool fr) => card.Behaviour switch
    {
        CardBehaviour.Pays when card.Country == "FR" => fr ? "paie" : "pays",
        CardBehaviour.Pays => fr ? "paie, carte étrangère" : "pays, foreign card",
        CardBehaviour.Challenges => fr ? "demande 3-D Secure" : "asks for 3-D Secure",
        CardBehaviour.Declines when card.Reason == "insufficient_funds" => fr ? "refusée, provision insuffisante" : "declined, insufficient funds",
        CardBehaviour.Declines => fr ? "refusée" : "declined",
        CardBehaviour.PaysLate => fr ? "paie, la campagne l’apprend plus tard" : "pays, the campaign is told later",
        CardBehaviour.PricedLate => fr ? "paie, les frais sont connus plus tard" : "pays, the fee is known later",
        CardBehaviour.PaysHalf => fr ? "paie la moitié de ce qui est demandé" : "pays half of what is asked",
        CardBehaviour.TakesNothingBack => fr ? "paie, mais aucun remboursement n’aboutit" : "pays, and no refund arrives",
        CardBehaviour.Disputes => fr ? "paie, puis le porteur conteste" : "pays, then the holder disputes",
    };

    private static string Says(string problem, bool fr) => problem switch
    {
        "insufficient_funds" => fr ? "Provision insuffisante. Essayez une autre carte." : "Insufficient funds. Try another card.",
        "authentication_failed" => fr ? "Le paiement n’a pas été approuvé. Rien n’a été débité." : "The payment was not approved. Nothing was charged.",
        "unknown_card" => fr ? "Le bac à sable ne connaît que les cartes de la liste ci-dessous." : "The sandbox only knows the cards listed below.",
        _ => fr ? "La carte a été refusée. Essayez une autre carte." : "The card was declined. Try another card.",
    };

    private static string Page(CardSession session, string title, string body) => Frame(
        IsFrench(session) ? "fr" : "en", title,
        $"""<p class="sum"><span>{Text(session.Order.Description)}</span> <b>{InTheirWords(session)}</b></p>{body}""");

    private static string Frame(string language, string title, string body) =>
        Of(language, Banner(language == "fr"), title, body);

    private static string Banner(bool fr) => fr ? "Réseau de cartes d’essai : aucun argent ne circule." : "Sandbox card network: no money moves.";

    private static bool IsFrench(CardSession session) => session.Order.Language.StartsWith("fr", StringComparison.Ordinal);

    private static string InTheirWords(CardSession session) => Amount(session, CultureInfo.GetCultureInfo(IsFrench(session) ? "fr-FR" : "en-GB"));

    private static string Amount(CardSession session, CultureInfo culture) => Text(new Money(session.AmountCents, session.Order.Currency).ToString(culture));
}
