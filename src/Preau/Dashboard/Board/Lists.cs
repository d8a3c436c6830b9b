using System.Globalization;
using Preau.Actions;
using Preau.Dashboard.Counting;
using Preau.Donations.Listing;
using Preau.People.Listing;

namespace Preau.Dashboard.Board;

/// <summary>For each measure, the list that finds the rows which <see cref="Shares"/> counts.</summary>
public static class Lists
{
    public static string Of(Measure measure, DateOnly? from = null, DateOnly? to = null) => measure switch
    {
        Measure.Contacts => new PersonFilter { From = from, To = to }.Address(),
        Measure.News => new PersonFilter { Consent = EnumText<Purpose>.Of(Purpose.News), AgreedFrom = from, AgreedTo = to }.Address(),
        Measure.Unwritten => new PersonFilter { Set = "unwritten" }.Address(),
        Measure.SignUps => Actions(ActionKind.SignUp, from, to),
        Measure.Signatures => Actions(ActionKind.Signature, from, to),
        Measure.Gifts => "/gifts" + new GiftFilter { Counted = true, From = from, To = to }.Query(),
    };

    private static string Actions(ActionKind kind, DateOnly? from, DateOnly? to) => $"/actions?kind={kind}{Day("from", from)}{Day("to", to)}";

    private static string Day(string name, DateOnly? day) => day is { } date ? $"&{name}={date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "";
}
