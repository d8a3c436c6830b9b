using Preau.Donations.Acknowledging;
using Preau.Law;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>What gifts are called in the reader's language.</summary>
public sealed class GiftWords(Words text)
{
    public string Of(GiftStatus status) => status switch
    {
        GiftStatus.Pending => text["Under way"],
        GiftStatus.Received => text["Received"],
        GiftStatus.Refunded => text["Given back"],
        GiftStatus.Disputed => text["Disputed"],
        GiftStatus.Failed => text["Not paid"],
    };

    public string Of(PaymentMethod method) => method switch
    {
        PaymentMethod.Card => text["Card"],
        PaymentMethod.Cheque => text["Cheque"],
        PaymentMethod.Transfer => text["Bank transfer"],
        PaymentMethod.DirectDebit => text["Direct debit"],
        PaymentMethod.Cash => text["Cash"],
    };

    public string Of(LedgerAccount account) => account switch
    {
        LedgerAccount.Gateway => text["Due from the gateway"],
        LedgerAccount.Bank => text["Bank account"],
        LedgerAccount.Till => text["Cash in hand"],
        LedgerAccount.Gifts => text["Gifts"],
        LedgerAccount.Refunds => text["Money given back"],
        LedgerAccount.Fees => text["Gateway fees"],
        LedgerAccount.Disputes => text["Disputed payments"],
    };

    public string Of(RefundStatus status) => status switch
    {
        RefundStatus.Asked => text["Waiting for the gateway"],
        RefundStatus.Done => text["Given back"],
        RefundStatus.Refused => text["Refused by the gateway"],
        RefundStatus.Failed => text["Did not arrive: the money is at the gateway again"],
    };

    public string Of(AcknowledgementState state) => state switch
    {
        AcknowledgementState.None => text["Not mailed"],
        AcknowledgementState.Waiting => text["Waiting to be mailed"],
        AcknowledgementState.Leaving => text["Handed to the relay; whether it arrived is not known"],
        AcknowledgementState.Sent => text["Mailed"],
        AcknowledgementState.Refused => text["Refused by the relay"],
        AcknowledgementState.Shut => text["Not mailed: mail to this address comes back, or is not wanted there"],
        AcknowledgementState.NoRelay => text["Not mailed: no mail relay was set"],
    };

    public string Of(DonorRole role) => role switch
    {
        DonorRole.Supporter => text["Supporter"],
        DonorRole.Candidate => text["Candidate"],
        DonorRole.RunningMate => text["Running mate"],
        DonorRole.Agent => text["Financial agent"],
    };

    /// <summary>Reasons that gateways give for a card, in words for the panel.</summary>
    public string Reason(string? reason) => reason switch
    {
        null or "" => "",
        "card_declined" or "generic_decline" => text["Card declined"],
        "insufficient_funds" => text["Insufficient funds"],
        "authentication_failed" or "payment_intent_authentication_failure" => text["Not approved by the holder (3-D Secure)"],
        "expired_or_canceled_card" => text["Card expired or cancelled"],
        "lost_or_stolen_card" => text["Card lost or stolen"],
        "expired_card" => text["Expired card"],
        GiftAttempt.AmountDiffers => text["Paid with another amount than was asked: look at the gateway"],
        "unreachable" => text["The gateway did not answer"],
        _ => reason,
    };
}
