namespace Preau.Electors;

/// <summary>Where people vote: known by its commune and its code, whatever its name is.</summary>
public sealed class PollingStation : INumbered
{
    private const int Digits = 4;

    public NationId NationId { get; set; }
    public long Id { get; set; }
    public required string CommuneCode { get; init; }
    public required string CommuneName { get; set; }
    public required string Code { get; set; }

    /// <summary>The code as all files' are compared and put in order: one writes 0001, the next 1.</summary>
    public required string CodeKey { get; init; }
    public required string Name { get; set; }

    /// <summary>For the Assembly.</summary>
    public string? Constituency { get; set; }
    public string? Canton { get; set; }

    /// <summary>Those who are on the roll there and not struck off; counted when a roll is in.</summary>
    public long ElectorCount { get; set; }

    /// <summary>The last roll that named it.</summary>
    public long? SeenImportId { get; set; }

    /// <summary>The date of the roll that had nobody there any more.</summary>
    public DateOnly? ClosedOn { get; set; }

    public static string KeyOf(string code) => code.Trim().TrimStart('0').ToUpperInvariant().PadLeft(Digits, '0');
}
