using Preau.Law;

namespace Preau.Donations;

/// <summary>The only writer of ledger lines. The caller saves, in the transaction of the fact.</summary>
public sealed class Ledger(Database db, TimeProvider clock)
{
    public static LedgerAccount Holding(PaymentMethod method) => method switch
    {
        PaymentMethod.Card or PaymentMethod.DirectDebit => LedgerAccount.Gateway,
        PaymentMethod.Cheque or PaymentMethod.Transfer => LedgerAccount.Bank,
        PaymentMethod.Cash => LedgerAccount.Till,
    };

    public void Received(Gift gift) => Move("gift", gift, Holding(gift.Method), LedgerAccount.Gifts, gift.AmountCents);

    public void Fee(Gift gift, long cents) => Move("fee", gift, LedgerAccount.Fees, Holding(gift.Method), cents);

    public void GaveBack(Gift gift, long cents) => Move("refund", gift, LedgerAccount.Refunds, Holding(gift.Method), cents);

    public void RefundFailed(Gift gift, long cents) => Move("refund_failed", gift, Holding(gift.Method), LedgerAccount.Refunds, cents);

    public void Disputed(Gift gift) => Move("dispute", gift, LedgerAccount.Disputes, Holding(gift.Method), gift.Net.Cents);

    public void DisputeWon(Gift gift, long cents) => Move("dispute_won", gift, Holding(gift.Method), LedgerAccount.Disputes, cents);

    private void Move(string kind, Gift gift, LedgerAccount debit, LedgerAccount credit, long cents)
    {
        if (cents <= 0) throw new InvalidOperationException($"A movement of {cents} cents moves nothing.");
        var first = db.Ids.Reserve("ledger_entry", 2);
        db.Add(Line(first, debit, cents));
        db.Add(Line(first + 1, credit, -cents));

        LedgerEntry Line(long id, LedgerAccount account, long amount) => new()
        {
            Id = id,
            Movement = first,
            Kind = kind,
            Account = account,
            AmountCents = amount,
            Currency = gift.Currency,
            GiftId = gift.Id,
            At = clock.GetUtcNow(),
        };
    }
}
