using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Imports;
using Preau.Law;
using Preau.Nations;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>A campaign brings along what it has in NationBuilder.</summary>
public sealed class NationBuilderTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const int Rows = 60;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // What says the same a second time. What that program computes, and what only the person can say, is kept as fields of the campaign's own, which nothing follows from.
    private static bool IsLeftOut(string header) => header.StartsWith("primary_", StringComparison.Ordinal) || header == "full_name";

    // Every column that is known of such files, as the layouts of several years have them, with money as it reads and in cents.
    private static readonly string[] MoreColumns =
    [
        "donations_amount", "donations_amount_in_cents", "donations_count", "is_donor", "first_donated_at", "capital_amount_in_cents", "invoices_amount", "invoices_amount_in_cents", "maximum_donation_possible_this_cycle", "membership_names", "memberships_started_at",
        "twitter_id", "prefix", "middle_name", "suffix", "legal_name", "marital_status", "registered_unit_number", "registered_carrier_route", "federal_district", "precinct_name", "inferred_support_level", "turnout_probability_score", "parent_id", "point_person_name_or_email",
    ];

    [Fact]
    public async Task A_people_export_lands_column_by_column_leaves_again_and_is_undone()
    {
        Assert.SkipUnless(NationBuilderFile.RealHeader() is not null, "the header of a real export is not beside the project (shared/data/nationbuilder-csv)");
        var file = new NationBuilderFile(NationBuilderFile.RealHeader()!, Rows);
        await using var nation = await American();

        var id = await nation.Begin(file.Bytes());
        await nation.RunJobs();

        var import = await nation.Import(id);
        Assert.Empty(await nation.Db.ImportRefusals.Select(r => r.Reason).ToListAsync(Ct));
        Assert.Equal((ImportState.Done, (long)Rows, 0L), (import.State, import.CreatedCount, import.RefusedCount));
        var targets = import.Targets();
        Assert.DoesNotContain(file.Headers, h => IsLeftOut(h) == targets.ContainsKey(h));
        var people = await People(nation);
        await Records(nation, people);
        await Contacts(nation, people);
        await Numbers(nation, people, targets);
        await Fields(nation, people, targets);
        await Words(nation, people);

        var export = (await nation.Panel.Get("/people/export")).Html;
        Assert.Equal(Rows + 1, Lines(export));
        Assert.Contains("\"O'Neil \"\"Nell\"\", Jr.\"", export, StringComparison.Ordinal);
        Assert.Contains("main1@example.org", export, StringComparison.Ordinal);
        Assert.Contains("church 7", export, StringComparison.Ordinal);

        var undone = await nation.Undo(id);
        // What they said of their consent is in the ledger, which nothing is taken out of.
        var withdrew = Enumerable.Range(1, Rows).Count(i => i % 7 == 0 || i % 9 == 0 || i % 11 == 0);
        Assert.Equal((ImportState.Undone, (long)withdrew), (undone.State, undone.KeptCount));
        Assert.Equal(withdrew, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task What_came_from_there_leaves_in_the_same_columns_and_comes_in_elsewhere_as_it_was()
    {
        string[] headers = ["nationbuilder_id", "external_id", "van_id", "first_name", "last_name", "full_name", "email", "email1", "email1_is_bad", "email2", "email2_is_bad", "email_opt_in", "unsubscribed_at", "phone_number", "mobile_number", "is_mobile_bad",
            "do_not_call", "do_not_contact", "address_address1", "address_address2", "address_address3", "address_city", "address_state", "address_zip", "address_country_code", "registered_address1", "registered_city", "registered_state", "registered_zip", "registered_country_code",
            "sex", "born_at", "language", "support_level", "employer", "occupation", "tag_list", "note", "created_at", "capital_amount", "spent_capital_amount", "received_capital_amount", "priority_level", "memberships_expires_on", "memberships_suspended_at", .. MoreColumns, "shoe_size"];
        await using var first = await American();
        var id = await first.Begin(new NationBuilderFile(headers, 25).Bytes());
        await first.RunJobs();
        Assert.Equal((25L, 0L), ((await first.Import(id)).CreatedCount, (await first.Import(id)).RefusedCount));

        var export = await first.Panel.Get("/imports/nationbuilder.csv");
        var names = export.Html.Split('\n')[0].TrimEnd('\r').Split(',');
        Assert.Empty(headers.Except(names, StringComparer.Ordinal));
        Assert.Contains("'=Driver", export.Html, StringComparison.Ordinal);
        Assert.Contains("\"Lawn sign, Volunteer\"", export.Html, StringComparison.Ordinal);
        Assert.Contains("'t Zand", export.Html, StringComparison.Ordinal);
        Assert.Contains("01/31/2019 05:12 PM", export.Html, StringComparison.Ordinal);
        await using var second = await American();
        var again = await second.Begin(export.Bytes);
        await second.RunJobs();

        Assert.Equal((25L, 0L), ((await second.Import(again)).CreatedCount, (await second.Import(again)).RefusedCount));
        Assert.Equal(await Everything(first), await Everything(second));
        Assert.Equal(25, (await first.Db.AuditEntries.SingleAsync(a => a.Action == "person.exported", Ct)).Count);
    }

    [Fact]
    public async Task Who_withdrew_since_leaves_as_unsubscribed_whatever_the_old_file_said()
    {
        await using var nation = await American();
        await nation.Begin("nationbuilder_id,first_name,email1,email_opt_in\n7,Ann,ann@example.org,true\n");
        await nation.RunJobs();
        var person = (await nation.Db.People.SingleAsync(Ct)).Id;
        var services = nation.Services;
        var ledger = services.GetRequiredService<ConsentLedger>();
        await ledger.Give(person, Purpose.News, "en", "Yes.", "page:1", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        await ledger.WithdrawAll(person, "panel", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        var lines = (await nation.Panel.Get("/imports/nationbuilder.csv")).Html.Split('\n');

        Assert.Equal("false", lines[1].Split(',')[Array.IndexOf(lines[0].TrimEnd('\r').Split(','), "email_opt_in")]);
    }

    /// <summary>All that a file can say of people, by their number there; not when it came, nor numbers of our own.</summary>
    private static async Task<string> Everything(TestNation nation)
    {
        var db = nation.Db;
        var number = await db.PersonExternalIds.Where(e => e.Source == "nationbuilder").ToDictionaryAsync(e => e.PersonId, e => e.Value, Ct);
        var slugs = await db.CustomFields.ToDictionaryAsync(f => f.Id, f => f.Slug, Ct);
        var tags = await db.Tags.ToDictionaryAsync(t => t.Id, t => t.Name, Ct);
        IEnumerable<string> lines =
        [
            .. (await db.People.ToListAsync(Ct)).Select(p => $"{number[p.Id]} {p.FirstName}|{p.LastName}|{p.Sex}|{p.BornOn}|{p.Language}|{p.SupportLevel}|{p.Priority}|{p.Employer}|{p.Occupation}"),
            .. (await db.PersonEmails.ToListAsync(Ct)).Select(e => $"{number[e.PersonId]} mail {e.Address} {e.IsBad}"),
            .. (await db.PersonPhones.ToListAsync(Ct)).Select(e => $"{number[e.PersonId]} phone {e.Number} {e.IsBad} {e.Kind}"),
            .. (await db.PersonAddresses.ToListAsync(Ct)).Select(a => $"{number[a.PersonId]} {a.Kind} {a.Line1}|{a.Line2}|{a.Postcode}|{a.City}|{a.Region}|{a.Country}"),
            .. (await db.PersonExternalIds.ToListAsync(Ct)).Select(e => $"{number[e.PersonId]} {e.Source} {e.Value}"),
            .. (await db.PersonTags.ToListAsync(Ct)).Select(t => $"{number[t.PersonId]} tag {tags[t.TagId]}"),
            .. (await db.CapitalBalances.ToListAsync(Ct)).Select(b => $"{number[b.PersonId]} points {b.BalanceCents} {b.EarnedCents} {b.SpentCents}"),
            .. (await db.PersonMemberships.Join(db.MembershipTypes, m => m.MembershipTypeId, t => t.Id, (m, t) => new { t.Name, Membership = m }).ToListAsync(Ct)).Select(m => $"{number[m.Membership.PersonId]} member {m.Name} {m.Membership.StartedOn} {m.Membership.ExpiresOn} {m.Membership.SuspendedOn}"),
            .. (await db.Notes.ToListAsync(Ct)).Select(n => $"{number[n.PersonId]} note {n.Text}"),
            .. (await db.ConsentStates.ToListAsync(Ct)).Select(c => $"{number[c.PersonId]} {c.Purpose} {c.IsGiven}"),
            // What somebody who withdrew had said there leaves as withdrawn; what our export adds of itself was not in the file.
            .. (await db.CustomValues.ToListAsync(Ct)).Where(v => slugs[v.CustomFieldId] is not ("email_opt_in" or "mobile_opt_in" or "updated_at")).Select(v => $"{number[v.PersonId]} {slugs[v.CustomFieldId]} {v.TextValue}"),
        ];
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_people_a_second_time_are_known_by_their_numbers()
    {
        await using var nation = await American();
        string[] headers = ["nationbuilder_id", "first_name", "last_name", "email1", "email1_is_bad", "mobile_number", "is_mobile_bad", "tag_list", "born_at", "address_city", "city"];
        var file = new NationBuilderFile(headers, 10).Bytes();
        await nation.Begin(file);
        await nation.RunJobs();

        var second = await nation.Begin(file);
        await nation.RunJobs();

        var import = await nation.Import(second);
        Assert.Equal((0L, 0L, 10L), (import.CreatedCount, import.ChangedCount, import.SameCount));
        Assert.Equal(10, await nation.Db.People.CountAsync(Ct));
        // A bare «city» at the end of such a file is a field of the campaign's own, not where somebody lives.
        Assert.Equal("city 1", (await nation.Db.CustomValues.OrderBy(v => v.PersonId).FirstAsync(Ct)).TextValue);
        Assert.All(await nation.Db.PersonAddresses.ToListAsync(Ct), a => Assert.Equal("addressville", a.City));
    }

    private async Task<TestNation> American()
    {
        var nation = await app.NewNation();
        var db = nation.Db;
        await db.Nations.Where(n => n.Id == nation.Facts.Id.Value).ExecuteUpdateAsync(s => s.SetProperty(n => n.Country, "US"), Ct);
        app.Services.GetRequiredService<NationDirectory>().Forget();
        return nation;
    }

    /// <summary>Who came of which row.</summary>
    private static async Task<Dictionary<long, int>> People(TestNation nation) => (await nation.Db.PersonExternalIds.Where(e => e.Source == "nationbuilder").ToListAsync(Ct))
        .ToDictionary(e => e.PersonId, e => int.Parse(e.Value, System.Globalization.CultureInfo.InvariantCulture));

    private static async Task Records(TestNation nation, Dictionary<long, int> people)
    {
        foreach (var person in await nation.Db.People.AsNoTracking().ToListAsync(Ct))
        {
            var i = people[person.Id];
            string Cell(string header) => NationBuilderFile.Cell(header, i);
            Assert.Equal((Cell("first_name"), Cell("last_name"), Cell("employer"), Cell("occupation"), Cell("language")), (person.FirstName, person.LastName, person.Employer, person.Occupation, person.Language));
            Assert.Equal((NationBuilderFile.BornOn(i), i % 2 == 0 ? Sex.Female : Sex.Male, 1 + (i % 5)), (person.BornOn, person.Sex, person.SupportLevel));
        }
    }

    private static async Task Contacts(TestNation nation, Dictionary<long, int> people)
    {
        var emails = (await nation.Db.PersonEmails.AsNoTracking().OrderBy(e => e.Position).ToListAsync(Ct)).ToLookup(e => people[e.PersonId]);
        var phones = (await nation.Db.PersonPhones.AsNoTracking().ToListAsync(Ct)).ToLookup(e => people[e.PersonId]);
        var addresses = (await nation.Db.PersonAddresses.AsNoTracking().ToListAsync(Ct)).ToLookup(e => people[e.PersonId]);
        foreach (var i in people.Values)
        {
            Assert.Equal([(NationBuilderFile.Cell("email", i), i % 5 == 0), .. i % 2 == 0 ? [(NationBuilderFile.Cell("email2", i), false)] : Array.Empty<(string, bool)>()], emails[i].Select(e => (e.Address, e.IsBad)));
            Assert.Contains(phones[i], p => p.Number == NationBuilderFile.Cell("mobile_number", i)[1..] && p.IsBad == (i % 4 == 0));
            Assert.Equal(i % 3 == 0 ? 2 : 1, phones[i].Count());
            Assert.Equal(["address", "registered", "billing", "work", "mailing"], addresses[i].Select(a => a.Kind).Select(k => k == AddressKind.Home ? "address" : EnumText<AddressKind>.Of(k)).OrderBy(k => Array.IndexOf(["address", "registered", "billing", "work", "mailing"], k)));
            foreach (var address in addresses[i])
            {
                var kind = address.Kind == AddressKind.Home ? "address" : EnumText<AddressKind>.Of(address.Kind);
                string Cell(string part) => NationBuilderFile.Cell($"{kind}_{part}", i);
                Assert.Equal((Cell("address1"), Cell("address2"), Cell("city"), "OH", Cell("zip")[1..], "US"), (address.Line1, address.Line2, address.City, address.Region, address.Postcode, address.Country));
            }
        }
    }

    private static async Task Numbers(TestNation nation, Dictionary<long, int> people, Dictionary<string, string> targets)
    {
        var numbers = (await nation.Db.PersonExternalIds.AsNoTracking().ToListAsync(Ct)).ToDictionary(e => (people[e.PersonId], e.Source), e => e.Value);
        var columns = targets.Where(t => t.Value.StartsWith(Targets.ExternalPrefix, StringComparison.Ordinal)).ToList();
        Assert.Equal(17, columns.Count);
        foreach (var (header, target) in columns)
        {
            foreach (var i in people.Values) Assert.Equal(NationBuilderFile.Cell(header, i).TrimStart('\''), numbers[(i, target[Targets.ExternalPrefix.Length..])]);
        }
    }

    private static async Task Fields(TestNation nation, Dictionary<long, int> people, Dictionary<string, string> targets)
    {
        var fields = await nation.Db.CustomFields.ToDictionaryAsync(f => f.Id, f => f.Slug, Ct);
        var values = (await nation.Db.CustomValues.AsNoTracking().ToListAsync(Ct)).ToDictionary(v => (people[v.PersonId], fields[v.CustomFieldId]), v => v.TextValue);
        var columns = targets.Where(t => t.Value.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal)).ToList();
        Assert.True(columns.Count > 80, "fields of their own are missing");
        foreach (var (header, target) in columns)
        {
            foreach (var i in people.Values)
            {
                var cell = NationBuilderFile.Cell(header, i);
                Assert.Equal(cell.Length > 1 && cell[0] == '\'' && char.IsAsciiDigit(cell[1]) ? cell[1..] : cell, values[(i, target[Targets.FieldPrefix.Length..])]);
            }
        }
    }

    private static async Task Words(TestNation nation, Dictionary<long, int> people)
    {
        var db = nation.Db;
        var notes = (await nation.Db.Notes.AsNoTracking().ToListAsync(Ct)).ToDictionary(n => people[n.PersonId], n => n.Text);
        var tags = (await db.PersonTags.Join(db.Tags, t => t.TagId, t => t.Id, (p, t) => new { p.PersonId, t.Name }).ToListAsync(Ct)).ToLookup(t => people[t.PersonId], t => t.Name);
        var consents = (await nation.Db.ConsentStates.AsNoTracking().ToListAsync(Ct)).ToLookup(c => people[c.PersonId]);
        foreach (var i in people.Values)
        {
            Assert.Equal(NationBuilderFile.Cell("note", i), notes[i]);
            Assert.Equal(i % 2 == 0 ? ["Lawn sign", "Volunteer"] : ["Volunteer"], tags[i].Order(StringComparer.Ordinal));
            var all = i % 11 == 0;
            Assert.Equal([.. i % 7 == 0 || all ? [Purpose.News] : Array.Empty<Purpose>(), .. all ? [Purpose.Sms] : Array.Empty<Purpose>(), .. i % 9 == 0 || all ? [Purpose.Call] : Array.Empty<Purpose>()], consents[i].Select(c => c.Purpose).Order());
            Assert.DoesNotContain(consents[i], c => c.IsGiven);
        }
    }

    private static int Lines(string csv)
    {
        var (lines, isQuoted) = (0, false);
        foreach (var c in csv)
        {
            if (c == '"') isQuoted = !isQuoted;
            if (c == '\n' && !isQuoted) lines++;
        }

        return lines;
    }
}
