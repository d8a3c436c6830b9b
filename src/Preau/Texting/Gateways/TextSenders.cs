using Preau.Shared;

namespace Preau.Texting;

/// <summary>A number that texts come from beside the first.</summary>
/// <param name="Number">In E.164, or a short number.</param>
/// <param name="Beginnings">Of the numbers that it writes to, such as «+1»; none where it only answers those who wrote to it.</param>
public sealed record TextSender(string Number, IReadOnlyList<string> Beginnings);

/// <summary>The numbers that a nation's texts come from, and which of them writes to whom.</summary>
/// <param name="First">Writes where no other does; null where the gateway chooses.</param>
public sealed record TextSenders(string? First, IReadOnlyList<TextSender> More)
{
    /// <summary>The number that is asked for, while it is ours; else the one for their country; else the first.</summary>
    public string? For(OutgoingSms sms) => IsOurs(sms.From) ? sms.From : ByCountry(sms.To) ?? First;

    /// <summary>As people of the country read it.</summary>
    public static string Shown(string number, string country) => number.StartsWith('+') ? PhoneNumber.Display(number, country) : number;

    public IEnumerable<string> All => More.Select(s => s.Number).Prepend(First).OfType<string>().Distinct(StringComparer.Ordinal);

    public bool IsOurs(string? number) => number is not null && (number == First || More.Any(s => s.Number == number));

    private string? ByCountry(string to) =>
        More.SelectMany(s => s.Beginnings, (s, beginning) => (s.Number, Beginning: beginning)).Where(s => to.StartsWith(s.Beginning, StringComparison.Ordinal)).OrderByDescending(s => s.Beginning.Length).Select(s => s.Number).FirstOrDefault();
}
