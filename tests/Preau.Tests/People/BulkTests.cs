using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.People;
using Preau.People.Bulk;

namespace Preau.Tests.People;

public sealed class BulkTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_a_whole_list_changes_a_page_says_how_many_will_and_how_many_are_so_already()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 3);
        await nation.Db.People.Where(p => p.Id == people[0]).ExecuteUpdateAsync(s => s.SetProperty(p => p.SupportLevel, 2), Ct);

        var act = await Begin(nation, "people?view=all");
        act.Shows("3 people are chosen.");
        var question = await (await nation.Panel.Submit($"{act.Path}/field?field=support_level", new { Value = "2" })).Follow();
        question.Shows("Set “Support level” to");
        question.Shows("2 people will change.");
        question.Shows("1 person is so already and stays as they are.");
        Assert.Equal(1, await nation.Db.People.CountAsync(p => p.SupportLevel == 2, Ct));

        var done = await (await nation.Panel.Submit(question.Path, new { }, "/start")).Follow();
        done.Shows("“Support level” set for 2 people.");
        Assert.Equal(3, await nation.Db.People.CountAsync(p => p.SupportLevel == 2, Ct));
        Assert.Equal(2, await nation.Db.Provenances.CountAsync(p => p.Field == "support_level" && p.Source == "panel", Ct));
        Assert.Equal(2, (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "person.changed" && a.Details == "support_level", Ct)).Count);
        Assert.Contains(await nation.Db.Changes.Where(c => c.Kind == "person.changed").Select(c => c.PersonIds).ToListAsync(Ct), ids => ids == $"{people[1]},{people[2]}");
    }

    [Theory]
    [InlineData(FieldKind.Text, "  Vélo ", "Vélo")]
    [InlineData(FieldKind.Number, "12,5", "12.5")]
    [InlineData(FieldKind.Date, "2026-05-03", "2026-05-03")]
    [InlineData(FieldKind.Choice, "rouge", "Rouge")]
    [InlineData(FieldKind.Boolean, "true", "true")]
    [InlineData(FieldKind.LongText, "deux\nlignes", "deux\nlignes")]
    [InlineData(FieldKind.Money, "1 250,5 €", "1250.50")]
    [InlineData(FieldKind.Several, "vert, rouge", "Rouge, Vert")]
    public async Task An_own_field_of_each_kind_is_set_for_many_and_what_stood_before_comes_back_where_nothing_changed_since(FieldKind kind, string typed, string stored)
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 4);
        var before = kind switch { FieldKind.Text => "Auto", FieldKind.Number => "3", FieldKind.Date => "2020-01-02", FieldKind.Money => "3.00", FieldKind.Boolean => "false", FieldKind.Several => "Rouge, Bleu", _ => "Bleu" };
        var (db, own) = (nation.Db, new CustomField { Slug = "own", Name = "Own", Kind = kind, Choices = "Rouge\nBleu\nVert", Currency = "EUR" });
        db.Add(own);
        foreach (var id in people.Take(2))
        {
            var value = new CustomValue { PersonId = id, CustomFieldId = own.Id };
            Assert.True(OwnFields.Put(own, before, value));
            db.Add(value);
        }

        db.Add(new Provenance { PersonId = people[0], Field = "custom:own", Source = "import:7", At = app.Clock.GetUtcNow().AddDays(-9) });
        await db.SaveChangesAsync(Ct);

        var act = await Begin(nation, "people?view=all");
        await nation.Panel.Submit($"{act.Path}/field?field=custom:own", new { Value = typed });
        await nation.Panel.Submit(act.Path, new { }, "/start");
        Assert.Equal([stored, stored, stored, stored], await Texts(nation, people));

        var other = kind switch { FieldKind.Text => "Train", FieldKind.Number => "7", FieldKind.Date => "2021-01-02", FieldKind.Money => "0.07", FieldKind.Boolean => "false", _ => "Vert" };
        var changed = await nation.Db.CustomValues.SingleAsync(v => v.PersonId == people[3], Ct);
        await nation.Db.CustomValues.Where(v => v.PersonId == people[3]).ExecuteDeleteAsync(Ct);
        var since = new CustomValue { PersonId = people[3], CustomFieldId = changed.CustomFieldId };
        OwnFields.Put(own, other, since);
        db = nation.Db;
        db.Add(since);
        await db.SaveChangesAsync(Ct);
        (await (await nation.Panel.Submit(act.Path, new { }, "/undo")).Follow()).Shows("Taken back for 3 people.");

        Assert.Equal([before, before, "", other], await Texts(nation, people));
        var from = await nation.Db.Provenances.SingleAsync(p => p.PersonId == people[0] && p.Field == "custom:own", Ct);
        Assert.Equal("import:7", from.Source);
        Assert.False(await nation.Db.Provenances.AnyAsync(p => p.PersonId == people[1] && p.Field == "custom:own", Ct));
        (await nation.Panel.Get(act.Path)).Shows("1 person changed since, and stayed as they are.");
    }

    [Theory]
    [InlineData("support_level", "9")]
    [InlineData("language", "klingon")]
    [InlineData("sex", "x")]
    [InlineData("custom:own", "not a number")]
    public async Task A_value_that_does_not_fit_is_refused_before_anything_changes(string field, string value)
    {
        await using var nation = await app.NewNation();
        await People(nation, 1);
        var db = nation.Db;
        db.Add(new CustomField { Slug = "own", Name = "Own", Kind = FieldKind.Number });
        await db.SaveChangesAsync(Ct);
        var act = await Begin(nation, "people?view=all");

        var refused = await nation.Panel.Submit($"{act.Path}/field?field={field}", new { Value = value });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("does not fit into the field");
        Assert.Equal(BulkKind.None, (await nation.Db.BulkActs.SingleAsync(Ct)).Kind);
    }

    [Fact]
    public async Task A_level_that_somebody_told_again_since_stays_when_the_act_is_taken_back()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 2);
        var act = await Begin(nation, "people?view=all");
        await nation.Panel.Submit($"{act.Path}/field?field=support_level", new { Value = "2" });
        await nation.Panel.Submit(act.Path, new { }, "/start");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Panel.Submit($"/people/{people[0]}/contacts", new { Form_Status = "Answered", Form_SupportLevel = "2" });

        (await (await nation.Panel.Submit(act.Path, new { }, "/undo")).Follow()).Shows("Taken back for 1 person.");

        Assert.Equal([2, null], await nation.Db.People.OrderBy(p => p.Id).Select(p => p.SupportLevel).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_field_can_be_emptied_for_many()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 2);
        await nation.Db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.Employer, "Mairie").SetProperty(p => p.Sex, Sex.Female), Ct);
        foreach (var field in new[] { "employer", "sex" })
        {
            var act = await Begin(nation, "people?view=all");
            (await (await nation.Panel.Submit($"{act.Path}/field?field={field}", new { Value = "" })).Follow()).Shows("Empty the field");
            await nation.Panel.Submit(act.Path, new { }, "/start");
        }

        Assert.All(await nation.Db.People.Where(p => people.Contains(p.Id)).ToListAsync(Ct), p => Assert.Equal((null, null), (p.Employer, p.Sex)));
    }

    [Fact]
    public async Task More_than_a_thousand_are_work_in_the_background_with_one_line_and_one_audit_row_a_batch()
    {
        await using var nation = await app.NewNation();
        await Crowd(nation, 2500);
        var list = await (await nation.Panel.Submit("/lists/new", new { Form_Name = "Crowd" })).Follow();
        Assert.Equal(HttpStatusCode.OK, list.Status);
        var listId = (await nation.Db.PersonLists.SingleAsync(Ct)).Id;

        var act = await Begin(nation, "people?view=all");
        act.Shows("Writing down who they are");
        await nation.RunJobs();
        (await nation.Panel.Get(act.Path)).Shows("2,500 people are chosen.");
        var question = await (await nation.Panel.Submit(act.Path + "?other=true", new { kind = "add_to_list", subject = $"{listId}", name = "" }, "/deed")).Follow();
        question.Shows("2,500 people will change.");
        (await (await nation.Panel.Submit(act.Path, new { }, "/start")).Follow()).Shows("Stop here");
        await nation.RunJobs();

        Assert.Equal(2500, (await nation.Db.PersonLists.SingleAsync(Ct)).MemberCount);
        Assert.Equal([1000, 1000, 500], await nation.Db.AuditEntries.Where(a => a.Action == "person_list_member.created").OrderBy(a => a.Id).Select(a => a.Count).ToListAsync(Ct));
        Assert.Equal(3, await nation.Db.Changes.CountAsync(c => c.Kind == "person_list_member.created", Ct));
        (await nation.Panel.Get(act.Path)).Shows("2,500");

        await nation.Panel.Submit(act.Path, new { }, "/undo");
        await nation.RunJobs();
        Assert.Equal(0, (await nation.Db.PersonLists.SingleAsync(Ct)).MemberCount);
        Assert.Equal(0, await nation.Db.PersonListMembers.CountAsync(Ct));
        Assert.Equal(BulkState.Undone, (await nation.Db.BulkActs.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task What_is_stopped_goes_no_further_and_what_was_done_can_be_undone()
    {
        await using var nation = await app.NewNation();
        await Crowd(nation, 1500);
        var act = await Begin(nation, "people?view=all");
        await nation.RunJobs();
        await nation.Panel.Submit(act.Path, new { kind = "archive" }, "/deed");
        await nation.Panel.Submit(act.Path, new { }, "/start");

        (await (await nation.Panel.Submit(act.Path, new { }, "/cancellation")).Follow()).Shows("Stopped.");
        await nation.RunJobs();

        Assert.Equal(0, await nation.Db.People.CountAsync(p => p.ArchivedAt != null, Ct));
        Assert.Equal(BulkState.Cancelled, (await nation.Db.BulkActs.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task An_act_that_was_killed_goes_on_after_its_last_batch()
    {
        await using var nation = await app.NewNation();
        await Crowd(nation, 1200);
        var act = await Begin(nation, "people?view=all");
        await nation.RunJobs();
        var id = (await nation.Db.BulkActs.SingleAsync(Ct)).Id;
        await nation.Panel.Submit(act.Path, new { kind = "tag", name = "Foule" }, "/deed");
        await nation.Panel.Submit(act.Path, new { }, "/start");
        var services = nation.Services;
        using var kill = new CancellationTokenSource();
        services.GetRequiredService<Database>().SavedChanges += (_, _) => kill.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => services.GetRequiredService<RunBulk>().Run(id, kill.Token));

        await nation.Services.GetRequiredService<RunBulk>().Run(id, Ct);

        Assert.Equal(1200, await nation.Db.PersonTags.CountAsync(Ct));
        Assert.Equal(1200, (await nation.Db.BulkActs.SingleAsync(Ct)).Changed);
        Assert.Equal(1200, await nation.Db.BulkEffects.CountAsync(Ct));
    }

    [Fact]
    public async Task Those_of_a_segment_are_written_down_before_the_act_changes_who_is_in_it()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 2);
        await nation.Panel.Submit("/segments/new", new { Name = "Unknown", Tree = """{"join":"all","parts":[{"field":"support_level","operator":"unknown","values":[]}]}""" });
        var segment = (await nation.Db.Segments.SingleAsync(Ct)).Id;

        var act = await (await nation.Panel.Submit($"/segments/{segment}", new { }, "/people/acts/new")).Follow();
        act.Shows("From “Unknown”");
        await nation.Panel.Submit($"{act.Path}/field?field=support_level", new { Value = "3" });
        await nation.Panel.Submit(act.Path, new { }, "/start");

        Assert.Equal(people.Length, await nation.Db.People.CountAsync(p => p.SupportLevel == 3, Ct));
    }

    [Fact]
    public async Task Whoever_was_erased_since_is_counted_and_left_out()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 3);
        var act = await Begin(nation, "people?view=all");
        await nation.Services.GetRequiredService<ErasePerson>().Run(people[0], Ct);

        var question = await (await nation.Panel.Submit(act.Path, new { kind = "tag", name = "Reste" }, "/deed")).Follow();
        question.Shows("2 people will change.");
        await nation.Panel.Submit(act.Path, new { }, "/start");

        Assert.Equal(2, await nation.Db.PersonTags.CountAsync(Ct));
    }

    [Fact]
    public async Task A_tag_that_is_taken_off_comes_back_as_old_as_it_was()
    {
        await using var nation = await app.NewNation();
        var people = await People(nation, 1);
        var (db, since) = (nation.Db, app.Clock.GetUtcNow().AddDays(-30));
        var tag = new Tag { Name = "Ancien", NameKey = "ancien" };
        db.Add(tag);
        db.Add(new PersonTag { TagId = tag.Id, PersonId = people[0], AddedAt = since });
        await db.SaveChangesAsync(Ct);
        var act = await Begin(nation, "people?view=all");
        await nation.Panel.Submit(act.Path, new { kind = "untag", name = "ancien" }, "/deed");
        await nation.Panel.Submit(act.Path, new { }, "/start");
        Assert.Empty(await nation.Db.PersonTags.ToListAsync(Ct));

        await nation.Panel.Submit(act.Path, new { }, "/undo");

        Assert.Equal(since, (await nation.Db.PersonTags.SingleAsync(Ct)).AddedAt, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task After_a_day_nothing_of_an_act_is_kept()
    {
        await using var nation = await app.NewNation();
        await People(nation, 2);
        var act = await Begin(nation, "people?view=all&q=exemple");
        Assert.Null((await nation.Db.BulkActs.SingleAsync(Ct)).Who);
        await nation.Panel.Submit(act.Path, new { kind = "tag", name = "Un" }, "/deed");
        await nation.Panel.Submit(act.Path, new { }, "/start");

        app.Clock.Advance(TimeSpan.FromHours(26));
        await nation.RunJobs();

        Assert.Empty(await nation.Db.BulkActs.ToListAsync(Ct));
        Assert.Empty(await nation.Db.BulkPeople.ToListAsync(Ct));
        Assert.Empty(await nation.Db.BulkEffects.ToListAsync(Ct));
        Assert.Equal(2, await nation.Db.PersonTags.CountAsync(Ct));
    }

    [Fact]
    public async Task Volunteers_and_finance_officers_act_on_nobody()
    {
        await using var nation = await app.NewNation();
        await People(nation, 1);
        var act = await Begin(nation, "people?view=all");
        foreach (var role in new[] { Role.Volunteer, Role.Finance })
        {
            var browser = await nation.As(role);
            foreach (var path in new[] { act.Path, $"{act.Path}/field?field=employer" }) Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get(path)).Status);
            var token = await browser.Token("/account");
            foreach (var path in new[] { "/people/acts/new", $"{act.Path}/deed", $"{act.Path}/start", $"{act.Path}/undo", "/people/selection" })
                Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post(path, new Dictionary<string, string> { ["__RequestVerificationToken"] = token })).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/people", "/people/acts/new", new { who = "everybody" })).Status);
    }

    private static async Task<Page> Begin(TestNation nation, string who) => await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who })).Follow();

    private static async Task<long[]> People(TestNation nation, int count)
    {
        var people = new List<long>();
        for (var i = 0; i < count; i++) people.Add((await nation.Seeds.Person()).Id);
        return [.. people];
    }

    private static async Task Crowd(TestNation nation, int count)
    {
        var (db, now) = (nation.Db, nation.App.Clock.GetUtcNow());
        for (var i = 0; i < count; i++) db.Add(new Person { FirstName = "Foule", LastName = $"N{i}", CreatedAt = now, ChangedAt = now });
        using (db.Trail.Pause()) await db.SaveChangesAsync(Ct);
    }

    private static async Task<List<string>> Texts(TestNation nation, long[] people)
    {
        var values = await nation.Db.CustomValues.ToDictionaryAsync(v => v.PersonId, Ct);
        return [.. people.Select(p => values.TryGetValue(p, out var value) ? OwnFields.Text(value) : "")];
    }
}
