using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Duplicates;
using Preau.People;

namespace Preau.Tests.Memberships;

public sealed class MembershipTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Today => DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Somebody_becomes_a_member_is_suspended_with_a_reason_and_leaves()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person()).Id;
        var type = await Type(nation, "Association", 10);

        var profile = await (await Give(nation, person, type, Today, Today.AddDays(300))).Follow();
        profile.Shows("Member of “Association” now.");
        profile.Shows("Association active");
        var membership = await nation.Db.PersonMemberships.SingleAsync(Ct);
        var again = await Give(nation, person, type, Today, null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        again.Shows("They are a member of that already.");

        var why = await nation.Panel.PostFrom($"/memberships/{membership.Id}", $"/memberships/{membership.Id}", new { Form_TypeId = type, Form_StartedOn = Iso(Today), Form_ExpiresOn = Iso(Today), Form_State = "Suspended", Form_Reason = "" });
        why.Shows("Say why.");
        foreach (var state in new[] { "Suspended", "Cancelled", "Runs" })
        {
            var page = await (await nation.Panel.PostFrom($"/memberships/{membership.Id}", $"/memberships/{membership.Id}", new { Form_TypeId = type, Form_StartedOn = Iso(Today), Form_ExpiresOn = Iso(Today.AddDays(300)), Form_State = state, Form_Reason = "A déménagé" })).Follow();
            page.Shows(state switch { "Suspended" => "Association suspended", "Cancelled" => "Association cancelled by somebody", _ => "Association active" });
        }

        (await nation.Panel.Get($"/people/{person}?kind=membership")).Shows("Member: Association");
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "person_membership.changed" && a.ConcernsId == person, Ct));
        (await (await nation.Panel.PostFrom($"/memberships/{membership.Id}", $"/memberships/{membership.Id}/removal", new { })).Follow()).Shows("The membership is removed.");
        Assert.Empty(await nation.Db.PersonMemberships.ToListAsync(Ct));
    }

    [Fact]
    public async Task How_a_membership_stands_follows_from_its_days_in_the_list_and_in_segments()
    {
        await using var nation = await app.NewNation();
        var (graceful, strict) = (await Type(nation, "Avec délai", 10), await Type(nation, "Sans délai", 0));
        var people = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, type, last) in new[] { ("Endless", strict, (int?)null), ("Soon", graceful, 5), ("Late", graceful, 200), ("Grace", graceful, -5), ("Gone", graceful, -11), ("Strict", strict, -5) })
        {
            people[name] = (await nation.Seeds.Person(p => p.LastName = name)).Id;
            var given = await Give(nation, people[name], type, Today.AddDays(-400), last is null ? null : Today.AddDays(last.Value));
            Assert.Equal(HttpStatusCode.Redirect, given.Status);
        }

        foreach (var (view, expected) in new[] { ("members", "Endless Grace Late Soon"), ("soon", "Soon"), ("grace", "Grace"), ("expired", "Gone Strict"), ("suspended", "") })
        {
            var page = await nation.Panel.Get($"/memberships?view={view}");
            Assert.Equal(expected, string.Join(' ', page.Document.QuerySelectorAll("th[scope=row] a").Select(a => a.TextContent.Split(' ')[^1]).Order(StringComparer.Ordinal)));
        }

        Assert.Equal(Ids("Endless"), await Found(nation, "membership", "member", strict));
        Assert.Equal(Ids("Soon", "Late", "Grace"), await Found(nation, "membership", "member", graceful));
        Assert.Equal(Ids("Grace"), await Found(nation, "membership", "grace", graceful));
        Assert.Equal(Ids("Gone"), await Found(nation, "membership", "expired", graceful));
        Assert.Equal(Ids("Endless", "Soon", "Late", "Grace"), await Found(nation, "membership_any", "is", null));
        Assert.Equal(Ids("Gone", "Strict"), await Found(nation, "membership_any", "not", null));
        Assert.Equal(Ids("Soon"), await Found(nation, "membership_end", "within_days", "30"));
        Assert.Equal(2, (await nation.Panel.Get("/memberships/export.csv?view=expired")).Html.Split('\n').Count(l => l.Contains("Camille", StringComparison.Ordinal)));

        long[] Ids(params string[] names) => [.. names.Select(n => people[n]).Order()];
    }

    [Fact]
    public async Task A_whole_search_becomes_members_but_for_those_who_are_and_it_is_taken_back_but_where_somebody_changed_it()
    {
        await using var nation = await app.NewNation();
        var people = new List<long>();
        for (var i = 0; i < 3; i++) people.Add((await nation.Seeds.Person()).Id);
        var type = await Type(nation, "Association", 0);
        await Give(nation, people[0], type, Today, null);
        var act = await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow();
        act.Shows("Make them members");
        (await nation.Panel.Submit($"{act.Path}/membership", new { Form_TypeId = type, Form_StartedOn = Iso(Today), Form_ExpiresOn = Iso(Today.AddDays(-1)), Form_Reason = "" })).Shows("It would end before it began.");

        var question = await (await nation.Panel.Submit($"{act.Path}/membership", new { Form_TypeId = type, Form_StartedOn = Iso(Today), Form_ExpiresOn = Iso(Today.AddDays(365)), Form_Reason = "" })).Follow();
        question.Shows("Make them members of “Association” until");
        question.Shows("2 people will change.");
        question.Shows("1 person is so already and stays as they are.");
        (await (await nation.Panel.Submit(act.Path, new { }, "/start")).Follow()).Shows("2 people are members now.");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = await nation.Db.PersonMemberships.SingleAsync(m => m.PersonId == people[1], Ct);
        await nation.Panel.PostFrom($"/memberships/{changed.Id}", $"/memberships/{changed.Id}", new { Form_TypeId = type, Form_StartedOn = Iso(Today), Form_ExpiresOn = "", Form_State = "Runs", Form_Reason = "" });

        (await (await nation.Panel.Submit(act.Path, new { }, "/undo")).Follow()).Shows("Taken back for 1 person.");

        Assert.Equal(people.Take(2), await nation.Db.PersonMemberships.OrderBy(m => m.PersonId).Select(m => m.PersonId).ToListAsync(Ct));
    }

    [Fact]
    public async Task Who_is_suspended_or_runs_already_gets_no_second_membership_of_the_same()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person()).Id;
        await nation.Seeds.Person();
        var type = await Type(nation, "Association", 0);
        await Give(nation, person, type, Today, null);
        var first = await nation.Db.PersonMemberships.Select(m => m.Id).SingleAsync(Ct);
        Assert.Equal(HttpStatusCode.Redirect, (await Set(nation, first, type, "Suspended", "Enquête")).Status);

        (await Give(nation, person, type, Today, null)).Shows("They are a member of that already.");
        var act = await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow();
        var question = await (await nation.Panel.Submit($"{act.Path}/membership", new { Form_TypeId = type, Form_StartedOn = Iso(Today), Form_ExpiresOn = "", Form_Reason = "" })).Follow();
        question.Shows("1 person will change.");
        Assert.Single(await nation.Db.PersonMemberships.ToListAsync(Ct));

        // Cancelled, it leaves room for another, and does not start again beside it.
        await Set(nation, first, type, "Cancelled", "Partie");
        Assert.Equal(HttpStatusCode.Redirect, (await Give(nation, person, type, Today, null)).Status);
        var again = await Set(nation, first, type, "Runs", "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        again.Shows("They are a member of that already.");
        Assert.NotNull((await nation.Db.PersonMemberships.SingleAsync(m => m.Id == first, Ct)).CancelledOn);
    }

    [Fact]
    public async Task Memberships_go_with_a_merge_come_back_with_its_undo_and_are_gone_with_the_person()
    {
        await using var nation = await app.NewNation();
        var one = (await nation.Seeds.Person()).Id;
        var two = (await nation.Seeds.Person()).Id;
        var type = await Type(nation, "Association", 0);
        await Give(nation, one, type, Today, null);
        await Give(nation, two, type, Today, null);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var merge = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(one, two, new Dictionary<string, Side>(), null, Ct)).MergeId;
        Assert.Equal([one, one], await nation.Db.PersonMemberships.Select(m => m.PersonId).ToListAsync(Ct));
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge, Ct));
        Assert.Equal([one, two], await nation.Db.PersonMemberships.OrderBy(m => m.PersonId).Select(m => m.PersonId).ToListAsync(Ct));

        await nation.Services.GetRequiredService<ErasePerson>().Run(one, Ct);
        Assert.Equal(two, (await nation.Db.PersonMemberships.SingleAsync(Ct)).PersonId);
    }

    [Fact]
    public async Task What_people_can_be_members_of_has_a_name_of_its_own_and_keeps_its_members_when_it_goes()
    {
        await using var nation = await app.NewNation();
        var type = await Type(nation, "Association", 0);
        var person = (await nation.Seeds.Person()).Id;
        await Give(nation, person, type, Today, null);
        foreach (var (name, grace, told) in new[] { ("ASSOCIATION", "0", "to be a member of already"), ("…", "0", "A name needs"), (new string('x', 51), "0", "50"), ("Autre", "900", "366") })
        {
            var refused = await nation.Panel.PostFrom("/settings/memberships", "/settings/memberships", new { Form_Name = name, Form_GraceDays = grace });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            refused.Shows(told);
        }

        await nation.Panel.PostFrom("/settings/memberships", $"/settings/memberships/{type}/removal", new { });
        (await nation.Panel.Get($"/people/{person}")).Shows("Association active");
        (await nation.Panel.Get("/memberships")).Shows("Association");
        (await Give(nation, (await nation.Seeds.Person()).Id, type, Today, null)).Shows("There is nothing to be a member of yet");
        await nation.Panel.PostFrom("/settings/memberships", $"/settings/memberships/{type}/restoration", new { });
        Assert.Null((await nation.Db.MembershipTypes.SingleAsync(Ct)).RemovedAt);
        foreach (var path in new[] { "/settings/memberships", "/memberships" }) Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Volunteer)).Get(path)).Status);
    }

    internal static async Task<string> Type(TestNation nation, string name, int grace)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Panel.PostFrom("/settings/memberships", "/settings/memberships", new { Form_Name = name, Form_GraceDays = grace })).Status);
        return (await nation.Db.MembershipTypes.MaxAsync(t => t.Id, Ct)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Page> Give(TestNation nation, long person, string type, DateOnly from, DateOnly? to) =>
        nation.Panel.PostFrom($"/people/{person}/memberships", $"/people/{person}/memberships", new { Form_TypeId = type, Form_StartedOn = Iso(from), Form_ExpiresOn = Iso(to) ?? "", Form_Reason = "" });

    private Task<Page> Set(TestNation nation, long membership, string type, string state, string reason) =>
        nation.Panel.PostFrom($"/memberships/{membership}", $"/memberships/{membership}", new { Form_TypeId = type, Form_StartedOn = Iso(Today), Form_ExpiresOn = "", Form_State = state, Form_Reason = reason });

    private static async Task<long[]> Found(TestNation nation, string field, string op, string? value)
    {
        var tree = $$"""{"join":"all","parts":[{"field":"{{field}}","operator":"{{op}}","values":[{{(value is null ? "" : $"\"{value}\"")}}]}]}""";
        await nation.Panel.Submit("/segments/new", new { Name = $"{field} {op} {value}", Tree = tree });
        var id = await nation.Db.Segments.MaxAsync(s => s.Id, Ct);
        await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = $"segment:{id}" });
        var act = await nation.Db.BulkActs.MaxAsync(a => a.Id, Ct);
        return await nation.Db.BulkPeople.Where(b => b.BulkActId == act).OrderBy(b => b.PersonId).Select(b => b.PersonId).ToArrayAsync(Ct);
    }
}
