using Preau.Imports;
using Preau.Imports.Choices;
using Preau.Imports.Templates;

namespace Preau.Electors.Votes;

/// <summary>
/// Templates for official files whose columns are published: put on a file that has them all as soon as it is opened. Where each layout is documented stands in docs/campaign.
/// They have numbers below nought, since they are no rows of a campaign.
/// </summary>
public static class ShippedTemplates
{
    public static readonly IReadOnlyList<ImportTemplate> All =
    [
        Made(-1, "North Carolina: voter file (ncvoter)",
            [
                ("ncid", "external:state_file"), ("last_name", "last_name"), ("first_name", "first_name"), ("status_cd", "voter:is_active"), ("res_street_address", "line1@registered"), ("res_city_desc", "city@registered"),
                ("state_cd", "region@registered"), ("zip_code", "postcode@registered"), ("mail_addr1", "line1@mailing"), ("mail_addr2", "line2@mailing"), ("mail_city", "city@mailing"), ("mail_state", "region@mailing"),
                ("mail_zipcode", "postcode@mailing"), ("full_phone_number", "phone"), ("registr_dt", "voter:registered_on"), ("party_cd", "voter:party"), ("gender_code", "sex"), ("precinct_abbrv", "voter:precinct_code"), ("precinct_desc", "voter:precinct_name"),
                ("county_id", ""), ("voter_reg_num", ""), ("race_code", ""), ("ethnic_code", ""), ("birth_year", ""),
            ]),
        Made(-2, "North Carolina: voter history (ncvhis)",
            [("ncid", "external:state_file"), ("election_lbl", VoteTargets.HeldOn), ("election_desc", VoteTargets.Election), ("voting_method", VoteTargets.Method), ("voted_party_cd", VoteTargets.Party), ("county_id", ""), ("voter_reg_num", "")]),
        Made(-3, "NationBuilder: voter history",
            [
                ("signup_id", "external:nationbuilder"), ("voter_guid", "external:nbec"), ("first_name", ""), ("last_name", ""), ("election_country", VoteTargets.Country), ("election_state", VoteTargets.State), ("election_at", VoteTargets.HeldOn),
                ("ballot_vote_method", VoteTargets.Method), ("ballot_party", VoteTargets.Party), ("ballot_cast_at", VoteTargets.CastOn),
            ]),
        Made(-4, "United Kingdom: register of electors",
            [
                ("Elector Number Prefix", "voter:precinct_code"), ("Elector Number", ""), ("Elector Number Suffix", ""), ("Elector Markers", ""), ("Elector DOB", ""), ("Elector Surname", "last_name"), ("Elector Forename", "first_name"),
                ("PostCode", "postcode@registered"), ("Address1", "line1@registered"), ("Address2", "line2@registered"), ("Address3", "city@registered"), ("Address4", ""), ("Address5", ""), ("Address6", ""),
            ]),
    ];

    public static ImportTemplate? WithId(long id) => All.FirstOrDefault(t => t.Id == id);

    /// <summary>Those whose every column is in the file.</summary>
    public static IReadOnlyList<ImportTemplate> Fitting(IReadOnlyList<string> headers)
    {
        var there = headers.ToHashSet(StringComparer.Ordinal);
        return [.. All.Where(t => TemplateFile.Stored(t).Columns.All(c => there.Contains(c.Name)))];
    }

    /// <summary>On a file that has just been opened; columns that the template does not name are left out. False where none fits.</summary>
    public static bool PutOn(Import import, IReadOnlyList<string> headers)
    {
        if (Fitting(headers) is not [var template, ..]) return false;
        var file = TemplateFile.Stored(template);
        import.MapTo(file.Columns.Where(c => c.Becomes != Targets.Skip).ToDictionary(c => c.Name, c => c.Becomes, StringComparer.Ordinal));
        import.Matching = MatchKeyNames.Write(file.Keys);
        return true;
    }

    private static ImportTemplate Made(long id, string name, (string Column, string Becomes)[] columns) => new()
    {
        Id = id, Name = name, Body = new TemplateFile(TemplateFile.Kind, name, MatchKeyNames.Names(MatchKeys.Usual), [.. columns.Select(c => new TemplateColumn(c.Column, c.Becomes))]).Write(),
    };
}
