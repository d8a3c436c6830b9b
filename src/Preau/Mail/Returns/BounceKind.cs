namespace Preau.Mail.Returns;

/// <summary>Why a mail came back.</summary>
public enum BounceKind
{
    /// <summary>Nobody is there: the address is bad.</summary>
    Hard,

    /// <summary>Not now: full, too busy, not reached in time.</summary>
    Soft,

    /// <summary>They do not want it from us: a block list, a filter, too many at once. The address may be fine.</summary>
    Block,

    /// <summary>What we send is not as they ask: signature, size, form. The address may be fine.</summary>
    Policy,
}
