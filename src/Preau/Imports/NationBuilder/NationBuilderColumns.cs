namespace Preau.Imports.NationBuilder;

/// <summary>Where a column of NationBuilder's people export goes.</summary>
public enum ColumnHome
{
    /// <summary>A field that every campaign has: a name, a day of birth, a level of support.</summary>
    Person,

    /// <summary>A mail address or a telephone, or that one does not work.</summary>
    Contact,
    Address,

    /// <summary>In another system.</summary>
    Number,
    Tag,
    Note,

    /// <summary>A refusal of theirs.</summary>
    Consent,

    /// <summary>What an electoral administration says of them.</summary>
    Voting,
    Points,
    Membership,

    /// <summary>Another person.</summary>
    Relation,

    /// <summary>Préau knows no such thing: a field of the campaign’s own, called like the column.</summary>
    OwnField,

    /// <summary>Worked out from the rest. Kept as it stood in a field of the campaign’s own, and nothing follows from it: Préau works its own out anew.</summary>
    Derived,

    /// <summary>Says again what other columns say, and is left out where those are in the file (<see cref="Targets.Repeated"/>).</summary>
    Repeated,
}

/// <summary>Every column that people exports of NationBuilder and its own list of importable fields are known to have, and where each goes: so that none is lost without a word.</summary>
public static class NationBuilderColumns
{
    private static readonly string[] Place = ["address1", "address2", "city", "state", "zip", "country_code", "country"];
    private static readonly string[] PlaceRest = ["address3", "county", "fips", "submitted_address", "geocode_accuracy"];
    private static readonly string[] Street = ["street_number", "street_prefix", "street_name", "street_type", "street_suffix", "unit_number", "zip5", "zip4", "sort_sequence", "delivery_point", "lot", "carrier_route"];
    private static readonly string[] InParts = ["registered", "mailing"];
    private static readonly string[] Places = ["address", "registered", "billing", "work", "mailing"];
    private static readonly string[] Districts = ["supranational", "federal", "state_upper", "state_lower", "county", "city", "city_sub", "village", "judicial", "school", "school_sub", "fire"];
    private static readonly string[] Invoices = ["invoices", "closed_invoices", "outstanding_invoices"];

    private static readonly (ColumnHome Home, string[] Columns)[] All =
    [
        (ColumnHome.Number, ["nationbuilder_id", "external_id", "civicrm_id", "salesforce_id", "nbec_guid", "state_file_id", "county_file_id", "dw_id", "van_id", "ngp_id", "rnc_id", "rnc_regid", "datatrust_id", "pf_strat_id", "facebook_username", "twitter_login", "meetup_id"]),
        (ColumnHome.Person, ["first_name", "last_name", "sex", "born_at", "language", "support_level", "priority_level", "employer", "occupation"]),
        (ColumnHome.Contact, ["email", "email1", "email1_is_bad", "email2", "email2_is_bad", "email3", "email3_is_bad", "email4", "email4_is_bad", "phone_number", "work_phone_number", "mobile_number", "is_mobile_bad"]),
        (ColumnHome.Address, [.. Places.SelectMany(p => Place.Select(part => $"{p}_{part}"))]),
        (ColumnHome.Tag, ["tag_list"]),
        (ColumnHome.Note, ["note"]),
        (ColumnHome.Consent, ["unsubscribed_at", "do_not_call", "do_not_contact", "federal_donotcall"]),
        (ColumnHome.Voting, ["party", "previous_party", "registered_at", "is_active_voter", "is_early_voter", "is_absentee_voter", "is_permanent_absentee_voter", "precinct_name", "precinct_code"]),
        (ColumnHome.Points, ["capital_amount", "spent_capital_amount", "received_capital_amount"]),
        (ColumnHome.Membership, ["membership_names", "memberships_started_at", "memberships_expires_on", "memberships_suspended_at", "membership_level_name", "membership_started_at", "membership_expires_at"]),
        (ColumnHome.Relation, ["recruiter_id", "recruiter_name_or_email", "parent_id", "point_person_id", "point_person_name_or_email", "assistant_id", "assistant_name_or_email"]),
        // What people ticked there is kept as it stood: only they themselves can agree to something here.
        (ColumnHome.OwnField, ["email_opt_in", "mobile_opt_in", "prefix", "middle_name", "suffix", "name", "legal_name", "fax_number", "website", "twitter_id", "facebook_uid", "signup_type", "marital_status", "demo", "ethnicity", "religion", "church", "is_deceased", "availability", "household_size"]),
        (ColumnHome.OwnField, ["inferred_party", "party_member", "inferred_support_level", "support_probability_score", "turnout_probability_score", "media_market_name", "is_volunteer", "is_fundraiser", "is_ignore_donation_limits", .. Districts.Select(d => $"{d}_district")]),
        (ColumnHome.OwnField, [.. Places.SelectMany(p => PlaceRest.Select(part => $"{p}_{part}")), .. InParts.SelectMany(p => Street.Select(part => $"{p}_{part}"))]),
        (ColumnHome.OwnField, [.. Place.Concat(PlaceRest).Select(part => $"user_submitted_{part}")]),
        (ColumnHome.Derived, ["is_supporter", "is_prospect", "is_donor", "is_customer", "created_at", "updated_at", "first_donated_at", "last_donated_at", "capital_amount_in_cents", "spent_capital_amount_in_cents", "received_capital_amount_in_cents"]),
        (ColumnHome.Derived, ["donations_count", "donations_amount", "donations_amount_in_cents", "donations_raised_count", "donations_raised_amount", "donations_raised_amount_in_cents", "donations_pledged_amount", "donations_pledged_amount_in_cents"]),
        (ColumnHome.Derived, ["donations_count_this_cycle", "donations_amount_this_cycle", "donations_amount_this_cycle_in_cents", "donations_raised_count_this_cycle", "donations_raised_amount_this_cycle", "donations_raised_amount_this_cycle_in_cents"]),
        (ColumnHome.Derived, ["maximum_donation_possible_this_cycle", "maximum_donation_possible_this_cycle_in_cents", "first_invoice_at", "last_invoice_at", "active_customer_started_at", "active_customer_expires_at"]),
        (ColumnHome.Derived, [.. Invoices.SelectMany(i => (string[])[$"{i}_count", $"{i}_amount", $"{i}_amount_in_cents"]), "invoice_payments_amount", "invoice_payments_amount_in_cents", "invoice_payments_referred_amount", "invoice_payments_referred_amount_in_cents"]),
        (ColumnHome.Repeated, ["full_name", .. Place.Concat(PlaceRest).Select(part => $"primary_{part}")]),
    ];

    public static readonly IReadOnlyDictionary<string, ColumnHome> Homes = All.SelectMany(a => a.Columns.Select(c => (c, a.Home))).ToDictionary(c => c.c, c => c.Home, StringComparer.Ordinal);

    /// <summary>To translate: what somebody should know who looks at such a column. Null where its name says enough.</summary>
    public static string? Remark(string column, IReadOnlyList<string> repeated) => Homes.TryGetValue(column, out var home) ? home switch
    {
        ColumnHome.Derived => "NationBuilder works this out itself. It is kept as it stood, and nothing follows from it.",
        ColumnHome.Repeated when repeated.Contains(column, StringComparer.Ordinal) => "This says again what other columns say.",
        _ => null,
    } : null;
}
