using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Donations;
using Preau.Duplicates;
using Preau.People;
using Preau.Shared;

namespace Preau.Tests.Duplicates;

public sealed class MergeTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_records_side_by_side_become_one_with_the_values_that_were_chosen_and_all_that_both_had()
    {
        await using var nation = await app.NewNation();
        var (kept, gone) = await Two(nation);
        var db = nation.Db;
        db.Add(new Note { PersonId = gone, Text = "Seen at the market", At = app.Clock.GetUtcNow() });
        db.Add(new Gift { PersonId = gone, AmountCents = 5000, Currency = "EUR", GivenAt = app.Clock.GetUtcNow(), Language = "fr", Source = "panel", Status = GiftStatus.Received });
        await db.SaveChangesAsync(Ct);
        var panel = nation.Panel;
        var path = $"/duplicates/pair?keep={kept}&gone={gone}";

        var page = await panel.Get(path);
        page.Shows("same telephone");
        page.Shows("Mairie de Brest");
        await Merge(panel, path, kept, ("employer", gone));

        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal((kept, "Mairie de Brest", "Infirmière", "aubry jeanne"), (person.Id, person.Employer, person.Occupation, person.NameKey));
        Assert.Equal(["jeanne@example.org", "aubry@example.org"], await nation.Db.PersonEmails.Where(e => e.PersonId == kept).OrderBy(e => e.Position).Select(e => e.Address).ToListAsync(Ct));
        Assert.Single(await nation.Db.PersonPhones.Where(e => e.PersonId == kept).ToListAsync(Ct));
        Assert.Equal(kept, (await nation.Db.Gifts.SingleAsync(Ct)).PersonId);
        Assert.Equal(kept, (await nation.Db.Notes.SingleAsync(Ct)).PersonId);
        (await (await panel.Get($"/people/{gone}")).Follow()).Shows("Merged with Jeanne Aubry");
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "person.merged" && a.Count == 2, Ct));
    }

    [Fact]
    public async Task Three_records_merged_in_two_tabs_at_once_become_one_and_nothing_is_lost()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await Two(nation);
        var three = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jeanne", "Aubry"), email: "third@example.org")).Id;
        var panel = nation.Panel;
        var (first, second) = ($"/duplicates/pair?keep={one}&gone={two}", $"/duplicates/pair?keep={two}&gone={three}");
        var tab = await panel.Get(second);
        await Merge(panel, first, one);

        var late = await (await Press(panel, tab, two)).Follow();

        late.Shows("One of the two was merged into another record in the meantime");
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
        await Merge(panel, $"/duplicates/pair?keep={one}&gone={three}", one);
        Assert.Equal(3, await nation.Db.PersonEmails.CountAsync(e => e.PersonId == one, Ct));
        (await (await panel.Get(first)).Follow()).Shows("These two are one record already");
    }

    [Fact]
    public async Task Merges_that_meet_in_the_same_moment_leave_one_record_with_everything()
    {
        await using var nation = await app.NewNation();
        var (one, two) = await Two(nation);
        var three = (await nation.Seeds.Person(email: "third@example.org")).Id;

        (long Keep, long Gone)[] asked = [(one, two), (two, three), (three, one)];

        var outcomes = await Task.WhenAll(asked.Select(p => Task.Run(() => nation.Services.GetRequiredService<MergePeople>().Run(p.Keep, p.Gone, new Dictionary<string, Side>(), null, Ct))));

        Assert.Contains(outcomes, o => o is MergeOutcome.Done);
        var left = await nation.Db.People.Select(p => p.Id).ToListAsync(Ct);
        Assert.Equal(3 - outcomes.Count(o => o is MergeOutcome.Done), left.Count);
        Assert.Equal(3, await nation.Db.PersonEmails.CountAsync(e => left.Contains(e.PersonId), Ct));
    }

    [Fact]
    public async Task A_record_that_somebody_changed_meanwhile_is_looked_at_again()
    {
        await using var nation = await app.NewNation();
        var (kept, gone) = await Two(nation);
        var marks = (EditMark.Of(app.Clock.GetUtcNow().AddDays(-1)), EditMark.Of(app.Clock.GetUtcNow()));

        Assert.IsType<MergeOutcome.Refused>(await nation.Services.GetRequiredService<MergePeople>().Run(kept, gone, new Dictionary<string, Side>(), marks, Ct));
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Bad_input_merges_nobody()
    {
        await using var nation = await app.NewNation();
        await using var stranger = await app.NewNation();
        var (kept, gone) = await Two(nation);
        for (var i = 0; i < 3; i++) await stranger.Seeds.Person();
        var merge = nation.Services.GetRequiredService<MergePeople>();

        Assert.IsType<MergeOutcome.NoSuchPerson>(await merge.Run(kept, 4711, new Dictionary<string, Side>(), null, Ct));
        Assert.IsType<MergeOutcome.Elsewhere>(await merge.Run(kept, kept, new Dictionary<string, Side>(), null, Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/duplicates/pair?keep={kept}&gone=4711")).Status);
        Assert.Equal("/duplicates", (await nation.Panel.Get("/duplicates/pair")).Location);
        (await nation.Panel.Get($"/people/{kept}/merge?who=zwölf")).Shows("Nobody else is found by “zwölf”");
        (await (await nation.Panel.Get($"/people/{kept}/merge?who={kept}")).Follow()).Shows("That is this very record");
        (await (await nation.Panel.Get($"/people/{kept}/merge?who={gone}")).Follow()).Shows("One person or two?");
        var volunteer = await nation.As(Role.Volunteer);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get("/duplicates")).Status);
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Erasing_somebody_who_was_merged_leaves_nothing_of_either()
    {
        await using var nation = await app.NewNation();
        var (kept, gone) = await Two(nation);
        await nation.Services.GetRequiredService<MergePeople>().Run(kept, gone, new Dictionary<string, Side>(), null, Ct);

        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(kept, Ct));

        Assert.False(await nation.Db.Merges.AnyAsync(Ct) || await nation.Db.MergedPeople.AnyAsync(Ct) || await nation.Db.People.AnyAsync(Ct));
        Assert.Equal(2, await nation.Db.Suppressions.CountAsync(s => s.Channel == SuppressedChannel.Mail, Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/people/{gone}")).Status);
    }

    [Fact]
    public async Task What_could_undo_a_merge_is_forgotten_after_ninety_days()
    {
        await using var nation = await app.NewNation();
        var (kept, gone) = await Two(nation);
        var done = (MergeOutcome.Done)await nation.Services.GetRequiredService<MergePeople>().Run(kept, gone, new Dictionary<string, Side>(), null, Ct);
        app.Clock.Advance(Preau.Duplicates.Merge.Life + TimeSpan.FromMinutes(1));

        Assert.IsType<UnmergeOutcome.Refused>(await nation.Services.GetRequiredService<UnmergePeople>().Run(done.MergeId, Ct));
        await nation.Services.GetRequiredService<ForgetMerges>().Run(new ForgetOldMerges(), Ct);
        Assert.Equal("", (await nation.Db.Merges.SingleAsync(Ct)).Undo);
        (await nation.Panel.Get("/duplicates/merges")).Shows("too old to undo");
    }

    internal static async Task<(long Kept, long Gone)> Two(TestNation nation)
    {
        var kept = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.Employer) = ("Jeanne", "Aubry", "Mairie"), "jeanne@example.org", "+33639980001");
        var gone = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.Employer, p.Occupation) = ("Jeanne", "Aubry", "Mairie de Brest", "Infirmière"), "aubry@example.org", "+33639980001");
        return (kept.Id, gone.Id);
    }

    private static async Task Merge(Browser panel, string path, long keep, params (string Field, long Id)[] choices) =>
        (await (await Press(panel, await panel.Get(path), keep, choices)).Follow()).Shows("Merged into one record");

    /// <summary>As somebody who opened the page a while ago.</summary>
    private static Task<Page> Press(Browser panel, Page page, long keep, params (string Field, long Id)[] choices)
    {
        var form = page.Form("/duplicates/pair").Elements.OfType<IHtmlInputElement>().Where(i => i.Type == "hidden").Select(i => KeyValuePair.Create(i.Name!, i.Value)).ToList();
        form.Add(new("keep", keep.ToString(CultureInfo.InvariantCulture)));
        form.AddRange(choices.Select(c => KeyValuePair.Create($"choice[{c.Field}]", c.Id.ToString(CultureInfo.InvariantCulture))));
        return panel.Post("/duplicates/pair", form);
    }
}
