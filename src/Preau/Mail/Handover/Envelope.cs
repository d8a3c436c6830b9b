using Preau.People;

namespace Preau.Mail;

/// <summary>A mail that is in hand: leased, checked, ready to be written.</summary>
public sealed record Envelope(long PersonId, int Attempt, string Address, bool IsNewAddress, PersonDrop Person, string Why);
