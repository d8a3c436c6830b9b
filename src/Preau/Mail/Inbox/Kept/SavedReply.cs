namespace Preau.Mail.Inbox;

/// <summary>An answer that comes again, with names to be filled in.</summary>
public sealed class SavedReply : INumbered
{
    public const int Most = 200, LongestName = 80;

    public NationId NationId { get; set; }
    public long Id { get; set; }
    public required string Name
    {
        get;
        set
        {
            field = value;
            NameKey = Shared.NameKey.Of(value);
        }
    }

    public string NameKey { get; private set; } = "";
    public required string Language { get; set; }
    public required string Text { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}
