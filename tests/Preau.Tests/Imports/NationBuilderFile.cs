using System.Globalization;
using System.Text;

namespace Preau.Tests.Imports;

/// <summary>A people export of NationBuilder as it leaves that program, filled with made-up people: every column, with its quirks.</summary>
internal sealed class NationBuilderFile(string[] headers, int rows)
{
    private static readonly string[] Kinds = ["address", "registered", "billing", "work", "mailing"];

    public string[] Headers => headers;

    public int Rows => rows;

    /// <summary>The header of a real export, where the material of the project lies beside it; no person is in it.</summary>
    public static string[]? RealHeader() => RealData.NationBuilderColumns("people_export_2019_us.header.csv");

    public byte[] Bytes()
    {
        var text = new StringBuilder(string.Join(',', headers)).Append('\n');
        for (var i = 1; i <= rows; i++) text.AppendJoin(',', headers.Select(h => Quoted(Cell(h, i)))).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The cell of a column in row <paramref name="i"/> (from 1), as it stands in the file.</summary>
    public static string Cell(string header, int i)
    {
        var n = i.ToString(CultureInfo.InvariantCulture);
        var place = Array.Find(Kinds, k => header.StartsWith(k + "_", StringComparison.Ordinal));
        if (place is not null && header is not ("work_phone_number" or "registered_at")) return Address(place, header[(place.Length + 1)..], i);
        return header switch
        {
            // Only digits, so that the apostrophe for Excel's benefit stands before them.
            "nationbuilder_id" => n,
            "first_name" => i == 2 ? "'t Zand" : "First" + n,
            "last_name" => i == 3 ? "O'Neil \"Nell\", Jr." : "Last" + n,
            "full_name" => $"First{n} Last{n}",
            "email" or "email1" => $"main{n}@example.org",
            "email2" => i % 2 == 0 ? $"second{n}@example.org" : "",
            "email3" or "email4" => "",
            "email1_is_bad" => i % 5 == 0 ? "true" : "false",
            "email2_is_bad" or "email3_is_bad" or "email4_is_bad" => "false",
            "email_opt_in" or "mobile_opt_in" => "true",
            "unsubscribed_at" => i % 7 == 0 ? "03/17/2019 05:12 PM" : "",
            "phone_number" => i % 3 == 0 ? "(202) 555-01" + (i % 100).ToString("00", CultureInfo.InvariantCulture) : "",
            "work_phone_number" => "",
            "mobile_number" => "'+336399810" + (i % 100).ToString("00", CultureInfo.InvariantCulture),
            "is_mobile_bad" => i % 4 == 0 ? "true" : "false",
            "do_not_call" => i % 9 == 0 ? "true" : "false",
            "do_not_contact" => i % 11 == 0 ? "true" : "false",
            "federal_donotcall" or "is_deceased" or "is_prospect" or "is_supporter" or "is_volunteer" or "is_active_voter" or "is_early_voter" or "is_absentee_voter" or "is_permanent_absentee_voter" => "false",
            "tag_list" => i % 2 == 0 ? "Volunteer, Lawn sign" : "Volunteer",
            "note" => i == 1 ? "Met at the fair.\nLikes \"dogs\"; call later." : "Note " + n,
            "employer" => "Works of " + n,
            "occupation" => "=Driver",
            "sex" => i % 2 == 0 ? "F" : "M",
            "language" => "en",
            "born_at" => $"{1 + (i % 12):00}/{13 + (i % 15)}/{1950 + (i % 40)}",
            "support_level" => (1 + (i % 5)).ToString(CultureInfo.InvariantCulture),
            "created_at" or "updated_at" or "registered_at" => "01/31/2019 05:12 PM",
            "capital_amount" => "$904.00",
            "spent_capital_amount" => "$300.00",
            "received_capital_amount" => "$1,204.00",
            "priority_level" => (1 + (i % 5)).ToString(CultureInfo.InvariantCulture),
            "membership_names" => i % 2 == 0 ? "Party, Circle" : "Party",
            "memberships_started_at" => i % 2 == 0 ? "01/31/2019, 02/28/2019" : "01/31/2019",
            "memberships_expires_on" => i % 2 == 0 ? "12/31/2027, " : "",
            "memberships_suspended_at" => i % 4 == 0 ? ", 03/31/2020" : "",
            _ when header.EndsWith("_id", StringComparison.Ordinal) || header is "rnc_regid" or "nbec_guid" or "facebook_username" or "twitter_login" => i % 2 == 0 ? $"'{n}0{header.Length}" : $"{header}-{n}",
            _ => $"{header} {n}",
        };
    }

    public static DateOnly BornOn(int i) => new(1950 + (i % 40), 1 + (i % 12), 13 + (i % 15));

    private static string Address(string place, string part, int i) => part switch
    {
        "address1" => $"{i.ToString(CultureInfo.InvariantCulture)} {place} Street",
        "address2" => $"Apt {i.ToString(CultureInfo.InvariantCulture)}",
        "city" => place + "ville",
        "state" => "OH",
        "zip" => "'0" + (4000 + i).ToString(CultureInfo.InvariantCulture),
        "country_code" => "US",
        "country" => "United States",
        _ => $"{place} {part} {i.ToString(CultureInfo.InvariantCulture)}",
    };

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
