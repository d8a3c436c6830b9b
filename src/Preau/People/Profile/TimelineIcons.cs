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
        TimelineKind.Site => "world",
        TimelineKind.Field => "map-pin",
        TimelineKind.Record => "history",
    };
}
