using Preau.Imports;
using Preau.Imports.Named;
using Preau.Imports.NationBuilder;

namespace Preau.Tests.Imports;

/// <summary>No column of NationBuilder's is lost without a word.</summary>
public sealed class NationBuilderColumnTests
{
    /// <summary>The columns of people exports of several years, and of what its import takes, side by side.</summary>
    private const string Known = """
        nationbuilder_id external_id civicrm_id salesforce_id nbec_guid state_file_id county_file_id dw_id van_id ngp_id rnc_id rnc_regid datatrust_id pf_strat_id prefix first_name middle_name last_name suffix full_name
        legal_name email email_opt_in email1 email1_is_bad email2 email2_is_bad email3 email3_is_bad email4 email4_is_bad unsubscribed_at phone_number work_phone_number mobile_number mobile_opt_in is_mobile_bad fax_number
        do_not_call do_not_contact federal_donotcall website facebook_username twitter_login meetup_id primary_address1 primary_address2 primary_address3 primary_city primary_county primary_state primary_zip primary_country_code
        primary_country primary_fips primary_submitted_address address_address1 address_address2 address_address3 address_city address_county address_state address_zip address_country_code address_country address_fips
        address_submitted_address registered_address1 registered_address2 registered_address3 registered_city registered_county registered_state registered_zip registered_country_code registered_country registered_street_number
        registered_street_prefix registered_street_name registered_street_type registered_street_suffix registered_unit_number registered_zip5 registered_zip4 registered_fips registered_sort_sequence registered_delivery_point
        registered_lot registered_carrier_route registered_submitted_address billing_address1 billing_address2 billing_address3 billing_city billing_county billing_state billing_zip billing_country_code billing_country
        billing_fips billing_submitted_address work_address1 work_address2 work_address3 work_city work_county work_state work_zip work_country_code work_country work_fips work_submitted_address mailing_address1 mailing_address2
        mailing_address3 mailing_city mailing_county mailing_state mailing_zip mailing_country_code mailing_country mailing_street_number mailing_street_prefix mailing_street_name mailing_street_type mailing_street_suffix
        mailing_unit_number mailing_zip5 mailing_zip4 mailing_fips mailing_sort_sequence mailing_delivery_point mailing_lot mailing_carrier_route mailing_submitted_address user_submitted_address1 user_submitted_address2
        user_submitted_address3 user_submitted_city user_submitted_county user_submitted_state user_submitted_zip user_submitted_country_code user_submitted_country user_submitted_fips user_submitted_submitted_address
        supranational_district federal_district state_upper_district state_lower_district county_district city_district city_sub_district village_district judicial_district school_district school_sub_district fire_district
        precinct_name precinct_code media_market_name signup_type tag_list note employer occupation marital_status sex demo ethnicity language religion church born_at is_deceased is_prospect is_supporter support_level
        inferred_support_level priority_level created_at updated_at recruiter_name_or_email recruiter_id point_person_name_or_email parent_id capital_amount spent_capital_amount received_capital_amount party previous_party
        inferred_party party_member registered_at is_active_voter is_early_voter is_absentee_voter is_permanent_absentee_voter support_probability_score turnout_probability_score is_volunteer availability membership_names
        twitter_id is_donor is_fundraiser is_ignore_donation_limits first_donated_at last_donated_at donations_count donations_amount donations_amount_in_cents donations_raised_count donations_raised_amount
        donations_raised_amount_in_cents donations_pledged_amount donations_pledged_amount_in_cents donations_count_this_cycle donations_amount_this_cycle donations_amount_this_cycle_in_cents donations_raised_count_this_cycle
        donations_raised_amount_this_cycle donations_raised_amount_this_cycle_in_cents maximum_donation_possible_this_cycle maximum_donation_possible_this_cycle_in_cents is_customer first_invoice_at last_invoice_at
        active_customer_started_at active_customer_expires_at invoices_count closed_invoices_count outstanding_invoices_count invoices_amount_in_cents invoices_amount closed_invoices_amount_in_cents closed_invoices_amount
        outstanding_invoices_amount_in_cents outstanding_invoices_amount invoice_payments_amount_in_cents invoice_payments_amount invoice_payments_referred_amount invoice_payments_referred_amount_in_cents memberships_started_at
        memberships_expires_on memberships_suspended_at capital_amount_in_cents spent_capital_amount_in_cents received_capital_amount_in_cents primary_geocode_accuracy address_geocode_accuracy registered_geocode_accuracy
        billing_geocode_accuracy work_geocode_accuracy mailing_geocode_accuracy user_submitted_geocode_accuracy point_person_id assistant_id assistant_name_or_email name household_size facebook_uid membership_level_name
        membership_started_at membership_expires_at
        """;

    private static string[] Columns => Known.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Every_column_that_is_known_has_a_home_and_no_home_is_made_up()
    {
        Assert.True(Columns.Length > 260);
        Assert.Empty(Columns.Except(NationBuilderColumns.Homes.Keys, StringComparer.Ordinal));
        Assert.Empty(NationBuilderColumns.Homes.Keys.Except(Columns, StringComparer.Ordinal));
        Assert.Equal(Columns.Length, Columns.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_file_with_all_of_them_is_read_as_their_homes_say()
    {
        // Both ways of saying who looks after somebody, and both of saying memberships, are of different files.
        string[] other = ["point_person_id", "membership_level_name", "membership_started_at", "membership_expires_at"];
        Read([.. Columns.Except(other, StringComparer.Ordinal)]);
        Read(["nationbuilder_id", .. other]);
    }

    [Fact]
    public void A_column_that_repeats_others_takes_their_place_where_they_are_not_in_the_file()
    {
        Assert.Equal(["external:nationbuilder", "line1", "line2", "postcode", "city", "country", "city@mailing", Targets.NewField, Targets.NewField, Targets.NewField],
            Guessed("nationbuilder_id", "primary_address1", "primary_address2", "primary_zip", "primary_city", "primary_country_code", "mailing_city", "city", "primary_county", "full_name"));
        Assert.Equal(["external:nationbuilder", Targets.Skip, Targets.Skip, "city", "first_name", "last_name", Targets.Skip],
            Guessed("nationbuilder_id", "primary_address1", "primary_city", "address_city", "first_name", "last_name", "full_name"));
    }

    private static string[] Guessed(params string[] headers)
    {
        var guesses = Targets.Guess(headers, keepUnknown: true, new Dictionary<string, DateOrder>(StringComparer.Ordinal), "FR", []);
        return Array.ConvertAll(headers, h => guesses[h]);
    }

    private static void Read(string[] headers)
    {
        var guesses = Targets.Guess(headers, keepUnknown: true, new Dictionary<string, DateOrder>(StringComparer.Ordinal), "US", []);
        Assert.All(headers, h => Assert.Equal((h, NationBuilderColumns.Homes[h]), (h, HomeOf(h, guesses[h]))));
    }

    private static ColumnHome HomeOf(string header, string target) => target switch
    {
        Targets.Skip => ColumnHome.Repeated,
        Targets.NewField => NationBuilderColumns.Homes[header] == ColumnHome.Derived ? ColumnHome.Derived : ColumnHome.OwnField,
        "email" or "phone" or "email_is_bad" or "phone_is_bad" => ColumnHome.Contact,
        "tags" => ColumnHome.Tag,
        "note" => ColumnHome.Note,
        "line1" or "line2" or "postcode" or "city" or "region" or "country" => ColumnHome.Address,
        "capital" or "capital_spent" or "capital_received" => ColumnHome.Points,
        _ when NamedTargets.Is(target) => ColumnHome.Relation,
        _ when target.Contains('@', StringComparison.Ordinal) => ColumnHome.Address,
        _ when target.StartsWith(Targets.ExternalPrefix, StringComparison.Ordinal) => ColumnHome.Number,
        _ when target.StartsWith(Targets.WithdrawnPrefix, StringComparison.Ordinal) => ColumnHome.Consent,
        _ when target.StartsWith("memberships", StringComparison.Ordinal) => ColumnHome.Membership,
        _ when Preau.Electors.Votes.VoteTargets.Is(target) => ColumnHome.Voting,
        _ => ColumnHome.Person,
    };
}
