using Preau.Liquid;
using Preau.People;

namespace Preau.Mail;

/// <summary>A mail that is in hand: leased, checked, ready to be written.</summary>
/// <param name="PersonId">Who it is for.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Address">Where to.</param>
/// <param name="Person">What the text may say of them.</param>
/// <param name="Why">Why they get it, in words.</param>
/// <param name="Groups">Which of the parts that are for some people are for them; null where nothing may choose for them.</param>
/// <param name="Text">Which of the mail's texts: a version in a language.</param>
/// <param name="IsMeasured">They agreed to have openings measured.</param>
/// <param name="Until">Until when it may begin to leave; later it goes back, and is asked about again.</param>
public sealed record Envelope(long PersonId, int Attempt, string Address, PersonDrop Person, string Why, ReaderGroups? Groups, int Text, bool IsMeasured, DateTimeOffset Until);
