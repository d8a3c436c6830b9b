namespace Preau.Audit;

/// <summary>How people call the fields that lines of the audit trail name. A feature above says it of its own rows; what nobody answers for is shown as its columns are called.</summary>
public interface IAuditFields
{
    /// <summary>The tables that it answers for.</summary>
    IReadOnlyCollection<string> Subjects { get; }

    /// <summary>The names of the fields in the reader's language, one after the other; nothing where the line names none.</summary>
    Task<string> Of(AuditLine line, CancellationToken ct);
}
