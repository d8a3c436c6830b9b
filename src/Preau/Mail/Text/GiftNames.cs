using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>A text that names what its readers gave is written by those who may see gifts.</summary>
public sealed class GiftNames(CurrentAccount account, Words words)
{
    public bool MayBeUsed => account.Can(Permission.ViewGifts);

    public string? WhyNot(params ReadOnlySpan<string?> texts) =>
        MayBeUsed || !PersonFacts.In(texts).HasFlag(PersonFact.Gifts) ? null : words["It names what people gave: only somebody who may see gifts can write that."];
}
