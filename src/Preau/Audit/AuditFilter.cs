using System.Globalization;
using Preau.Shared;

namespace Preau.Audit;

/// <summary>Which lines of the audit trail are shown. Read from the address.</summary>
public sealed class AuditFilter
{
    /// <summary>An account's number, or «visitor», «system», «operator».</summary>
    public string? Who { get; set; }

    /// <summary>What was touched, as its table or operation is called.</summary>
    public string? What { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }

    /// <summary>The number of the person concerned.</summary>
    public long? Person { get; set; }

    public bool IsEmpty => string.IsNullOrEmpty(Who) && string.IsNullOrEmpty(What) && From is null && To is null && Person is null;

    public IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> lines, NationFacts nation)
    {
        if (long.TryParse(Who, NumberStyles.None, CultureInfo.InvariantCulture, out var account)) lines = lines.Where(a => a.AccountId == account);
        else if (EnumText<ActorKind>.TryParse(Who, out var kind)) lines = lines.Where(a => a.Actor == kind);
        if (!string.IsNullOrEmpty(What))
        {
            var actions = AuditWords.ActionsOf(What);
            lines = lines.Where(a => actions.Contains(a.Action));
        }

        if (Person is { } person) lines = lines.Where(a => a.ConcernsId == person);
        if (From is { } from && nation.StartOf(from) is var start) lines = lines.Where(a => a.At >= start);
        if (To is { } to && to < DateOnly.MaxValue && nation.StartOf(to.AddDays(1)) is var end) lines = lines.Where(a => a.At < end);
        return lines;
    }

    /// <summary>The same filter as the end of an address.</summary>
    public string Query(string? after)
    {
        (string Name, string? Value)[] all =
        [
            ("who", Who), ("what", What), ("person", Person?.ToString(CultureInfo.InvariantCulture)),
            ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("after", after),
        ];
        return QueryText.After("", all);
    }
}
