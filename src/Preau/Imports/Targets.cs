using System.Collections.Frozen;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Named;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>What a column can become, and which one its name suggests, in French, in English, and as NationBuilder exports name it.</summary>
public static class Targets
{
    public const string Skip = "";
    public const string NewField = "field:new";
    public const string FieldPrefix = "field:";
    public const string ExternalPrefix = "external:";
    public const string ConsentPrefix = "consent:";
    public const string WithdrawnPrefix = "withdrawn:";
    public const string BornOn = "born_on";
    public const string BornOnMonthFirst = "born_on:mdy";

    /// <summary>Systems whose numbers are kept apart from each other.</summary>
    public static readonly FrozenDictionary<string, string> Systems = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["civicrm"] = "CiviCRM", ["salesforce"] = "Salesforce", ["nbec"] = "NBEC", ["state_file"] = "the state’s voter file", ["county_file"] = "the county’s voter file", ["dw"] = "DW", ["van"] = "VAN", ["ngp"] = "NGP", ["rnc"] = "RNC",
        ["rnc_regid"] = "RNC regid", ["datatrust"] = "Data Trust", ["pf_strat"] = "PF Strat", ["facebook"] = "Facebook", ["twitter"] = "Twitter", ["meetup"] = "Meetup",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] AddressParts = ["line1", "line2", "postcode", "city", "region", "country"];
    private static readonly AddressKind[] OtherAddresses = [AddressKind.Registered, AddressKind.Mailing, AddressKind.Work, AddressKind.Billing];

    /// <summary>All of them, as the list of choices shows them: under headings.</summary>
    public static readonly IReadOnlyList<(string Heading, string[] Targets)> Groups =
    [
        ("Who they are", ["first_name", "last_name", BornOn, BornOnMonthFirst, "sex", "language", "employer", "occupation"]),
        ("Ways to reach them", ["email", "email_is_bad", "phone", "phone_is_bad"]),
        ("Where they live", AddressParts),
        ("Support, tags and notes", ["support_level", "priority", "tags", "note"]),
        ("What they agreed to", ["consent:news", "consent:sms", "consent:call", "withdrawn:news", "withdrawn:sms", "withdrawn:call", "withdrawn:all"]),
        ("Points and memberships", ["capital", "capital_received", "capital_spent", "memberships", "memberships_started", "memberships_expire", "memberships_suspended"]),
        ("Other people", NamedTargets.All),
        ("Other addresses", [.. OtherAddresses.SelectMany(k => AddressParts.Select(p => $"{p}@{EnumText<AddressKind>.Of(k)}"))]),
        ("Party and voting facts", VoteTargets.FactTargets),
        ("A ballot of theirs", VoteTargets.BallotTargets),
        ("Numbers in other systems", ["id", "external:nationbuilder", "external:external", .. Systems.Keys.Order(StringComparer.Ordinal).Select(s => ExternalPrefix + s)]),
    ];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [.. Groups.SelectMany(g => g.Targets)];

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["prenom"] = "first_name", ["prenoms"] = "first_name", ["first name"] = "first_name", ["given name"] = "first_name", ["nom"] = "last_name", ["nom de famille"] = "last_name", ["nom de naissance"] = "last_name", ["last name"] = "last_name",
        ["surname"] = "last_name", ["family name"] = "last_name", ["email"] = "email", ["e mail"] = "email", ["mail"] = "email", ["courriel"] = "email", ["adresse mail"] = "email",
        ["adresse electronique"] = "email", ["email address"] = "email", ["email1"] = "email", ["email2"] = "email", ["email3"] = "email", ["email4"] = "email",
        ["telephone"] = "phone", ["tel"] = "phone", ["phone"] = "phone", ["phone number"] = "phone", ["portable"] = "phone", ["mobile"] = "phone", ["mobile number"] = "phone",
        ["adresse"] = "line1", ["rue"] = "line1", ["address"] = "line1", ["street"] = "line1", ["address1"] = "line1",
        ["complement"] = "line2", ["address2"] = "line2", ["code postal"] = "postcode", ["cp"] = "postcode", ["postcode"] = "postcode", ["zip"] = "postcode",
        ["postal code"] = "postcode", ["ville"] = "city", ["commune"] = "city", ["city"] = "city", ["town"] = "city",
        ["pays"] = "country", ["country"] = "country", ["date de naissance"] = "born_on", ["ne le"] = "born_on", ["naissance"] = "born_on",
        ["date of birth"] = "born_on", ["dob"] = "born_on", ["born at"] = "born_on", ["born on"] = "born_on", ["birthday"] = "born_on", ["birthdate"] = "born_on", ["birth date"] = "born_on", ["date naissance"] = "born_on", ["sexe"] = "sex", ["genre"] = "sex", ["sex"] = "sex",
        ["gender"] = "sex", ["langue"] = "language", ["language"] = "language", ["soutien"] = "support_level", ["niveau de soutien"] = "support_level", ["support level"] = "support_level", ["priority level"] = "priority", ["priority"] = "priority", ["priorite"] = "priority",
        ["employeur"] = "employer", ["employer"] = "employer", ["profession"] = "occupation", ["occupation"] = "occupation", ["metier"] = "occupation", ["tags"] = "tags", ["tag list"] = "tags",
        ["etiquettes"] = "tags", ["note"] = "note", ["notes"] = "note", ["nationbuilder id"] = "external:nationbuilder", ["external id"] = "external:external", ["preau id"] = "id", ["number in preau"] = "id", ["numero dans preau"] = "id",
        ["work phone number"] = "phone", ["region"] = "region", ["state"] = "region", ["departement"] = "region", ["province"] = "region", ["is mobile bad"] = "phone_is_bad",
        ["email1 is bad"] = "email_is_bad", ["email2 is bad"] = "email_is_bad", ["email3 is bad"] = "email_is_bad", ["email4 is bad"] = "email_is_bad",
        ["unsubscribed at"] = "withdrawn:news", ["desabonne le"] = "withdrawn:news", ["desinscrit le"] = "withdrawn:news", ["do not call"] = "withdrawn:call", ["federal donotcall"] = "withdrawn:call",
        ["ne pas appeler"] = "withdrawn:call", ["do not contact"] = "withdrawn:all", ["ne pas contacter"] = "withdrawn:all",
        ["capital amount"] = "capital", ["received capital amount"] = "capital_received", ["spent capital amount"] = "capital_spent",
        ["membership names"] = "memberships", ["memberships started at"] = "memberships_started", ["memberships expires on"] = "memberships_expire", ["memberships suspended at"] = "memberships_suspended",
        ["membership level name"] = "memberships", ["membership started at"] = "memberships_started", ["membership expires at"] = "memberships_expire",
        ["civicrm id"] = "external:civicrm", ["salesforce id"] = "external:salesforce", ["nbec guid"] = "external:nbec", ["state file id"] = "external:state_file", ["county file id"] = "external:county_file",
        ["dw id"] = "external:dw", ["van id"] = "external:van", ["ngp id"] = "external:ngp", ["rnc id"] = "external:rnc", ["rnc regid"] = "external:rnc_regid", ["datatrust id"] = "external:datatrust",
        ["pf strat id"] = "external:pf_strat", ["facebook username"] = "external:facebook", ["twitter login"] = "external:twitter", ["meetup id"] = "external:meetup",
    };

    /// <summary>What files call each of them, for whoever looks for it in such a word.</summary>
    public static readonly IReadOnlyDictionary<string, string> AlsoCalled = Names.Concat(NamedTargets.Names).Concat(VoteTargets.Names).GroupBy(n => n.Value, n => n.Key, StringComparer.Ordinal).ToDictionary(n => n.Key, n => string.Join(' ', n), StringComparer.Ordinal);

    /// <summary>The parts of addresses, as other systems name them behind «registered_», «mailing_», «work_», «billing_», «address_» or «primary_».</summary>
    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["address1"] = "line1", ["address2"] = "line2", ["zip"] = "postcode", ["city"] = "city", ["state"] = "region", ["country code"] = "country", ["country"] = "country",
    };

    /// <summary>Names that give way to any other column for the same, however short: who goes by another name has told it there.</summary>
    private static readonly string[] Lesser = ["prenoms", "nom de naissance"];

    /// <summary>What Préau itself writes before rows that it hands back.</summary>
    private const string OurOwn = "preau ";

    /// <summary>Columns that other systems compute from the others, or that somebody must have said themselves: left out, but for a whole export of NationBuilder, whose every figure is kept for the audit as it stood there.</summary>
    private static readonly string[] LeftOut =
    [
        "email opt in", "mobile opt in", "donations ", "is donor", "first donated at", "last donated at", "user submitted ", "created at", "updated at",
        "first invoice", "last invoice", "invoices ", "closed invoices", "outstanding invoices", "invoice payments", "maximum donation", "capital amount in", "spent capital amount in", "received capital amount in",
    ];

    // What several columns of a file can fill; also a refusal, which one column is enough for, and a country, which files write as name and as code.
    private static readonly string[] Several = ["email", "email_is_bad", "phone", "phone_is_bad", "tags"];

    /// <summary>What a person has only one of, so that one column alone can become it.</summary>
    public static bool IsOne(string target) => target.Length > 0 && target != NewField && !Several.Contains(target, StringComparer.Ordinal) && !target.StartsWith("country", StringComparison.Ordinal) && !target.StartsWith(WithdrawnPrefix, StringComparison.Ordinal);

    /// <summary>What the columns of a file seem to be. Where two seem the same, the one that says it in more words is: in other systems' exports a bare «city» is a field of the campaign's own.</summary>
    public static Dictionary<string, string> Guess(IReadOnlyList<string> headers, bool keepUnknown, IReadOnlyDictionary<string, DateOrder> dates, string country, IReadOnlyList<CustomField> fields)
    {
        var guesses = headers.ToDictionary(h => h, h => Guess(h, keepUnknown, dates, country), StringComparer.Ordinal);
        if (keepUnknown && guesses.ContainsValue("external:nationbuilder"))
        {
            foreach (var kept in headers.Where(h => guesses[h] == Skip && !Folded(h).StartsWith(OurOwn, StringComparison.Ordinal))) guesses[kept] = NewField;
        }

        foreach (var repeated in Repeated(headers)) guesses[repeated] = Skip;

        foreach (var same in headers.Where(h => IsOne(guesses[h])).GroupBy(h => guesses[h] == BornOnMonthFirst ? BornOn : guesses[h], StringComparer.Ordinal).ToList())
        {
            foreach (var other in same.OrderBy(h => Lesser.Contains(Folded(h), StringComparer.Ordinal)).ThenByDescending(h => h.Length).Skip(1)) guesses[other] = keepUnknown ? NewField : Skip;
        }

        NewFields.Recognise(guesses, headers, fields);
        return guesses;
    }

    /// <summary>The columns that say again what others of their file say: a whole name beside its parts, and NationBuilder's «primary_» address beside the one at home, which it is a copy of.</summary>
    public static IReadOnlyList<string> Repeated(IReadOnlyList<string> headers)
    {
        var names = headers.Select(Folded).ToList();
        bool Has(string target) => names.Exists(n => Names.GetValueOrDefault(n) == target);
        var (hasName, hasHome) = (Has("first_name") && Has("last_name"), names.Exists(n => n.StartsWith("address ", StringComparison.Ordinal) && AddressPart(n) is not null));
        return [.. headers.Where((_, i) => (hasName && names[i] == "full name") || (hasHome && names[i].StartsWith("primary ", StringComparison.Ordinal)))];
    }

    /// <param name="keepUnknown">Whether a column that nobody knows becomes a field of the campaign's own.</param>
    public static string Guess(string header, bool keepUnknown)
    {
        var name = Folded(header);
        if (Names.TryGetValue(name, out var target) || NamedTargets.Names.TryGetValue(name, out target) || VoteTargets.Names.TryGetValue(name, out target)) return target;
        if (AddressPart(name) is { } part) return part;
        return !keepUnknown || RollLayout.IsDropped(name) || name.StartsWith(OurOwn, StringComparison.Ordinal) || Array.Exists(LeftOut, name.StartsWith) ? Skip : NewField;
    }

    private static string Folded(string header) => NameKey.Of(header.Replace('_', ' ').Replace('-', ' '));

    /// <summary>Dates of birth by what the column itself tells; where it does not, as the country writes them.</summary>
    public static string Guess(string header, bool keepUnknown, IReadOnlyDictionary<string, DateOrder> dates, string country) => Guess(header, keepUnknown) switch
    {
        BornOn when dates.TryGetValue(header, out var order) && (order == DateOrder.MonthFirst || (order == DateOrder.Either && country == "US")) => BornOnMonthFirst,
        var target => target,
    };

    private static string? AddressPart(string name)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !Parts.TryGetValue(name[(space + 1)..], out var part)) return null;
        if (name[..space] is "address" or "primary") return part;
        return EnumText<AddressKind>.TryParse(name[..space], out var kind) ? $"{part}@{EnumText<AddressKind>.Of(kind)}" : null;
    }
}
