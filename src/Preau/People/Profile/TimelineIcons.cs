namespace Preau.People.Profile;

public static class TimelineIcons
{
    public static string Of(TimelineKind kind) => kind switch
    {
        TimelineKind.Note => "note",
        TimelineKind.Contact => "speakerphone",
        TimelineKind.Consent => "check",
        TimelineKind.Gift => "coin-euro",
        TimelineKind.Mail => "mail",
        TimelineKind.Text => "message",
        TimelineKind.Site => "world",
        TimelineKind.Field => "map-pin",
        TimelineKind.Capital => "trophy",
        TimelineKind.Membership => "id-badge-2",
        TimelineKind.List => "list-check",
        TimelineKind.Record => "history",
    };
}
