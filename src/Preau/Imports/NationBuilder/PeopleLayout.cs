using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Capital;
using Preau.Electors.Votes;
using Preau.Memberships;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.NationBuilder;

/// <summary>
/// Everybody as NationBuilder's people export names the columns, so that whoever came from there can go back, or elsewhere: what Préau knows under its own names, then every own field by its slug, which
/// is what a column of such a file that Préau does not know was kept as. A file of theirs that came in leaves as it was, less what repeats other columns.
/// </summary>
public sealed class PeopleLayout(Database db, OwnFields ownFields, CurrentNation nation)
{
    private const int BatchSize = 1000;
    private const int Mails = 4;

    private static readonly (AddressKind Kind, string Prefix)[] Places = [(AddressKind.Home, "address"), (AddressKind.Registered, "registered"), (AddressKind.Billing, "billing"), (AddressKind.Work, "work"), (AddressKind.Mailing, "mailing")];
    private static readonly string[] Parts = ["address1", "address2", "city", "state", "zip", "country_code"];

    /// <summary>Numbers in other systems, and the columns that they stand in.</summary>
    private static readonly (string System, string Column)[] Numbers =
    [
        ("nationbuilder", "nationbuilder_id"), ("external", "external_id"), ("civicrm", "civicrm_id"), ("salesforce", "salesforce_id"), ("nbec", "nbec_guid"), ("state_file", "state_file_id"), ("county_file", "county_file_id"), ("dw", "dw_id"),
        ("van", "van_id"), ("ngp", "ngp_id"), ("rnc", "rnc_id"), ("rnc_regid", "rnc_regid"), ("datatrust", "datatrust_id"), ("pf_strat", "pf_strat_id"), ("facebook", "facebook_username"), ("twitter", "twitter_login"), ("meetup", "meetup_id"),
    ];

    /// <summary>Party and voting facts, and the columns that they stand in.</summary>
    private static readonly (string Fact, string Column)[] Voting =
    [
        ("party", "party"), ("previous_party", "previous_party"), ("registered_on", "registered_at"), ("is_active", "is_active_voter"), ("is_early", "is_early_voter"), ("is_absentee", "is_absentee_voter"),
        ("is_permanent_absentee", "is_permanent_absentee_voter"), ("precinct_name", "precinct_name"), ("precinct_code", "precinct_code"),
    ];

    private static readonly string[] Known =
    [
        .. Numbers.Select(n => n.Column), "first_name", "last_name", "full_name", "email", .. Enumerable.Range(1, Mails).SelectMany(i => (string[])[Column("email", i), Column("email", i) + "_is_bad"]),
        "email_opt_in", "unsubscribed_at", "phone_number", "work_phone_number", "mobile_number", "is_mobile_bad", "mobile_opt_in", "do_not_call", "do_not_contact",
        .. Places.SelectMany(p => Parts.Select(part => $"{p.Prefix}_{part}")), "sex", "born_at", "language", "support_level", "priority_level", "employer", "occupation", "tag_list", "note", "created_at", "updated_at", .. NamedColumns.All, .. Voting.Select(v => v.Column),
        "capital_amount", "spent_capital_amount", "received_capital_amount", "membership_names", "memberships_started_at", "memberships_expires_on", "memberships_suspended_at",
    ];

    // Where such a file brought them: their own dates stand before ours, what somebody agreed to, and whom it named, only where we know nothing.
    private static readonly string[] Theirs = ["created_at", "updated_at", "email_opt_in", "mobile_opt_in", .. NamedColumns.All];

    /// <summary>How many people there are to write, for the audit trail.</summary>
    public Task<int> Count(CancellationToken ct) => db.People.CountAsync(p => p.ArchivedAt == null, ct);

    public async IAsyncEnumerable<string[]> Rows([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var fields = await ownFields.Seen(ct);
        var own = fields.Where(f => !Known.Contains(f.Slug, StringComparer.Ordinal)).ToList();
        var theirs = fields.Where(f => Theirs.Contains(f.Slug, StringComparer.Ordinal)).ToDictionary(f => f.Slug, f => f.Id, StringComparer.Ordinal);
        yield return [.. Known, .. own.Select(f => f.Slug)];
        long after = 0;
        while (await db.People.AsNoTracking().Where(p => p.ArchivedAt == null && p.Id > after).OrderBy(p => p.Id).Take(BatchSize).ToListAsync(ct) is { Count: > 0 } people)
        {
            var some = await Batch.Read(db, [.. people.Select(p => p.Id)], ct);
            var named = await NamedColumns.Read(db, people, ct);
            foreach (var person in people)
            {
                var row = some.Of(person, nation.Facts.Country);
                var (isNamed, cells) = named.Of(person);
                foreach (var (column, text) in cells) row[column] = text;
                foreach (var (slug, id) in theirs)
                {
                    if (!isNamed.Contains(slug) && some.Own(person.Id, id) is { Length: > 0 } said && (slug.EndsWith("_at", StringComparison.Ordinal) || row.GetValueOrDefault(slug) is null)) row[slug] = said;
                }

                yield return [.. Known.Select(c => Excel(row.GetValueOrDefault(c))), .. own.Select(f => Excel(some.Own(person.Id, f.Id)))];
            }

            after = people[^1].Id;
        }
    }

    private static string Column(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");

    /// <summary>An apostrophe before what a spreadsheet would run or round, as that program writes it and as our import takes it off.</summary>
    private static string Excel(string? text) => text switch
    {
        null => "",
        ['=' or '+' or '-' or '@' or '\t' or '\r', ..] => "'" + text,
        ['0', _, ..] when text.All(char.IsAsciiDigit) => "'" + text,
        _ => text,
    };

    /// <summary>All that is known of some people.</summary>
    private sealed class Batch
    {
        private ILookup<long, PersonEmail> emails = default!;
        private ILookup<long, PersonPhone> phones = default!;
        private ILookup<long, PersonAddress> addresses = default!;
        private ILookup<long, PersonExternalId> numbers = default!;
        private ILookup<long, string> tags = default!;
        private ILookup<long, string> notes = default!;
        private ILookup<long, ConsentState> consents = default!;
        private Dictionary<long, CapitalBalance> capital = [];
        private ILookup<long, (string Type, PersonMembership Membership)> memberships = default!;
        private Dictionary<(long, long), CustomValue> values = [];
        private Dictionary<long, VoterFacts> facts = [];

        public static async Task<Batch> Read(Database db, long[] ids, CancellationToken ct) => new()
        {
            emails = (await db.PersonEmails.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId),
            phones = (await db.PersonPhones.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId),
            addresses = (await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId)).OrderBy(a => a.Position).ToListAsync(ct)).ToLookup(a => a.PersonId),
            numbers = (await db.PersonExternalIds.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId)).ToListAsync(ct)).ToLookup(e => e.PersonId),
            tags = (await db.PersonTags.Where(t => EF.Parameter(ids).Contains(t.PersonId)).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { p.PersonId, t.Name }).OrderBy(t => t.Name).ToListAsync(ct)).ToLookup(t => t.PersonId, t => t.Name),
            notes = (await db.Notes.Where(n => EF.Parameter(ids).Contains(n.PersonId)).OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => new { n.PersonId, n.Text }).ToListAsync(ct)).ToLookup(n => n.PersonId, n => n.Text),
            consents = (await db.ConsentStates.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.PersonId)).ToListAsync(ct)).ToLookup(c => c.PersonId),
            facts = await db.VoterFacts.AsNoTracking().Where(f => EF.Parameter(ids).Contains(f.PersonId)).ToDictionaryAsync(f => f.PersonId, ct),
            capital = await db.CapitalBalances.AsNoTracking().Where(b => EF.Parameter(ids).Contains(b.PersonId)).ToDictionaryAsync(b => b.PersonId, ct),
            memberships = (await db.PersonMemberships.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.PersonId) && m.CancelledOn == null).OrderBy(m => m.Id)
                .Join(db.MembershipTypes, m => m.MembershipTypeId, t => t.Id, (m, t) => new { Type = t.Name, Membership = m }).ToListAsync(ct)).OrderBy(m => m.Membership.Id).ToLookup(m => m.Membership.PersonId, m => (m.Type.Replace(',', ' '), m.Membership)),
            values = (await db.CustomValues.AsNoTracking().Where(v => EF.Parameter(ids).Contains(v.PersonId)).ToListAsync(ct)).ToDictionary(v => (v.PersonId, v.CustomFieldId)),
        };

        public string? Own(long personId, long fieldId) => values.TryGetValue((personId, fieldId), out var value) ? OwnFields.Text(value) : null;

        public Dictionary<string, string?> Of(Person person, string country)
        {
            var row = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["first_name"] = person.FirstName, ["last_name"] = person.LastName, ["full_name"] = person.FullName, ["sex"] = person.Sex switch { Sex.Female => "F", Sex.Male => "M", Sex.Other => "O", _ => null },
                // As the import of such a nation reads it.
                ["born_at"] = person.BornOn?.ToString(country == "US" ? "MM/dd/yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture), ["language"] = person.Language,
                ["support_level"] = person.SupportLevel?.ToString(CultureInfo.InvariantCulture), ["priority_level"] = person.Priority?.ToString(CultureInfo.InvariantCulture), ["employer"] = person.Employer, ["occupation"] = person.Occupation,
                ["tag_list"] = string.Join(", ", tags[person.Id]), ["note"] = string.Join("\n\n", notes[person.Id]), ["created_at"] = At(person.CreatedAt), ["updated_at"] = At(person.ChangedAt),
            };
            foreach (var number in numbers[person.Id])
            {
                if (Array.Find(Numbers, n => n.System == number.Source) is { Column: { } column }) row[column] = number.Value;
            }

            if (capital.TryGetValue(person.Id, out var points))
                (row["capital_amount"], row["spent_capital_amount"], row["received_capital_amount"]) = (Points.Plain(points.BalanceCents), Points.Plain(points.SpentCents), Points.Plain(points.EarnedCents));
            Members(person.Id, row);
            Ways(person.Id, row);
            foreach (var (kind, prefix) in Places)
            {
                if (addresses[person.Id].FirstOrDefault(a => a.Kind == kind) is not { } a) continue;
                foreach (var (part, text) in Parts.Zip((string?[])[a.Line1, a.Line2, a.City, a.Region, a.Postcode, a.Country])) row[$"{prefix}_{part}"] = text;
            }

            if (facts.TryGetValue(person.Id, out var voter))
            {
                foreach (var (fact, column) in Voting) row[column] = voter.Read(fact);
                row["registered_at"] = voter.RegisteredOn?.ToString(country == "US" ? "MM/dd/yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
            }

            Consents(person.Id, row);
            return row;
        }

        /// <summary>Lists in the same order; of memberships of one thing the latest, for that is all such a file can say.</summary>
        private void Members(long id, Dictionary<string, string?> row)
        {
            var of = memberships[id].GroupBy(m => m.Type, StringComparer.Ordinal).Select(g => g.MaxBy(m => m.Membership.StartedOn)).ToList();
            if (of.Count == 0) return;
            string? Days(Func<PersonMembership, DateOnly?> day) => string.Join(", ", of.Select(m => day(m.Membership)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "")) is var text && text.Trim(' ', ',').Length > 0 ? text : null;
            (row["membership_names"], row["memberships_started_at"]) = (string.Join(", ", of.Select(m => m.Type)), Days(m => m.StartedOn));
            (row["memberships_expires_on"], row["memberships_suspended_at"]) = (Days(m => m.ExpiresOn), Days(m => m.SuspendedOn));
        }

        private void Ways(long id, Dictionary<string, string?> row)
        {
            var mails = emails[id].ToList();
            row["email"] = (mails.Find(m => m is { IsBad: false, IsShut: false }) ?? mails.FirstOrDefault())?.Address;
            for (var i = 0; i < Math.Min(mails.Count, Mails); i++) (row[Column("email", i + 1)], row[Column("email", i + 1) + "_is_bad"]) = (mails[i].Address, mails[i].IsBad ? "true" : "false");
            var left = phones[id].ToList();
            if (Take(left, p => p.Kind == PhoneKind.Mobile) is { } mobile) (row["mobile_number"], row["is_mobile_bad"]) = (mobile.Number, mobile.IsBad ? "true" : "false");
            row["phone_number"] = Take(left, _ => true)?.Number;
            row["work_phone_number"] = Take(left, _ => true)?.Number;
        }

        private static PersonPhone? Take(List<PersonPhone> from, Predicate<PersonPhone> which)
        {
            // One that is dead can be said of a mobile alone, so it stands there.
            var found = from.Find(p => which(p) && p.IsBad) ?? from.Find(which);
            if (found is not null) from.Remove(found);
            return found;
        }

        private void Consents(long id, Dictionary<string, string?> row)
        {
            var said = consents[id].ToDictionary(c => c.Purpose);
            bool Refuses(Purpose purpose) => said.TryGetValue(purpose, out var state) && !state.IsGiven;
            row["email_opt_in"] = said.TryGetValue(Purpose.News, out var news) ? (news.IsGiven ? "true" : "false") : null;
            row["mobile_opt_in"] = said.TryGetValue(Purpose.Sms, out var sms) ? (sms.IsGiven ? "true" : "false") : null;
            row["unsubscribed_at"] = Refuses(Purpose.News) ? At(said[Purpose.News].At) : null;
            row["do_not_call"] = Refuses(Purpose.Call) ? "true" : "false";
            row["do_not_contact"] = Refuses(Purpose.News) && Refuses(Purpose.Sms) && Refuses(Purpose.Call) ? "true" : "false";
        }

        private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}
