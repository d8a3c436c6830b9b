using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Capital;
using Preau.Contacts;
using Preau.Duplicates;
using Preau.Imports;
using Preau.Lists;
using Preau.Memberships;
using Preau.People;
using Preau.People.Bulk;

namespace Preau.Tests.Imports;

/// <summary>Whom an undo leaves: whoever something happened with that stands. What was taken back, and what the program works out by itself, keeps nobody.</summary>
public sealed class UndoKeepsTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // A kind that is new fails here until somebody says what it leaves. Points and contacts are written into logs, from which nothing is torn out: whoever stands there stays.
    public static TheoryData<BulkKind, bool, int> Acts
    {
        get
        {
            var acts = new TheoryData<BulkKind, bool, int>();
            foreach (var kind in Enum.GetValues<BulkKind>().Where(k => k != BulkKind.None))
            {
                acts.Add(kind, false, 2);
                acts.Add(kind, true, kind is BulkKind.GivePoints or BulkKind.Contact or BulkKind.TakeFromList or BulkKind.SplitList ? 2 : 0);
            }

            return acts;
        }
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task An_act_on_many_keeps_those_whom_a_file_brought_in_unless_it_is_taken_back(BulkKind kind, bool isTakenBack, int kept)
    {
        await using var nation = await app.NewNation();
        var (_, account) = await nation.SignIn(Role.Owner);
        var import = await nation.BringIn("nom,email,étiquettes\nAlpha,a@example.org,stall\nBravo,b@example.org,stall\nCharlie,c@example.org,stall\n");
        var people = await nation.Db.People.Where(p => p.LastName != "Charlie").Select(p => p.Id).ToArrayAsync(Ct);
        Later();
        var choice = await Choice(nation, kind, account, people);
        var services = nation.Services;
        var acts = services.GetRequiredService<BulkActs>();
        var act = await acts.OfTicked(people, Ct);
        Assert.Null(await acts.Choose(act, kind, choice, Ct));
        act = await acts.Start(act.Id, Ct);
        Assert.Equal((BulkState.Done, 2L), (act.State, act.Changed));
        Later();
        if (isTakenBack) Assert.Equal((BulkState.Undone, 2L), await acts.Undo(act, Ct) is var u ? (u.State, u.Undid) : default);
        Later();

        var undone = await nation.Undo(import);

        Assert.Equal((ImportState.Undone, (long)kept), (undone.State, undone.KeptCount));
        Assert.Equal(kept, await nation.Db.People.CountAsync(Ct));
    }

    [Theory]
    [InlineData("nothing", 0)]
    [InlineData("told apart", 0)]
    [InlineData("households, places and areas", 0)]
    [InlineData("a note", 1)]
    [InlineData("an edit", 1)]
    [InlineData("an edit, and a file over it that is undone", 1)]
    public async Task Whoever_something_happened_with_stays_and_is_listed(string what, int kept)
    {
        await using var nation = await app.NewNation();
        var import = await nation.BringIn("nom,email,adresse,code postal,ville\nAlpha,a@example.org,1 rue Neuve,69003,Lyon\nBravo,b@example.org,1 rue Neuve,69003,Lyon\n");
        var person = await nation.Db.People.Where(p => p.LastName == "Alpha").Select(p => p.Id).SingleAsync(Ct);
        var other = await nation.Db.People.Where(p => p.LastName == "Bravo").Select(p => p.Id).SingleAsync(Ct);
        Later();
        switch (what)
        {
            case "told apart":
                Assert.True(await nation.Services.GetRequiredService<TellApart>().Run(person, other, Ct));
                break;
            case "households, places and areas":
                await nation.RunFeed();
                await nation.RunJobs();
                await nation.RunFeed();
                Assert.NotEmpty(await nation.Db.HouseholdMembers.ToListAsync(Ct));
                break;
            case "a note":
                var db = nation.Db;
                db.Add(new Note { PersonId = person, Text = "Rappeler", At = app.Clock.GetUtcNow() });
                await db.SaveChangesAsync(Ct);
                break;
            case "an edit":
            case "an edit, and a file over it that is undone":
                await Edit(nation, person);
                Later();
                if (what.Length > 7) await nation.Undo(await nation.BringIn("email,employer\na@example.org,Mairie\nb@example.org,Mairie\n"));
                break;
        }

        Later();
        var undone = await nation.Undo(import);

        Assert.Equal((ImportState.Undone, (long)kept), (undone.State, undone.KeptCount));
        Assert.Equal(kept == 0 ? [] : [person], await nation.Db.People.Select(p => p.Id).ToListAsync(Ct));
        if (kept > 0) (await nation.Panel.Get($"/imports/{import}")).Shows("Alpha");
    }

    private void Later() => app.Clock.Advance(TimeSpan.FromMinutes(1));

    private static async Task Edit(TestNation nation, long id)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        await services.GetRequiredService<SavePerson>().Apply(await db.People.SingleAsync(p => p.Id == id, Ct), new PersonInput { Employer = "Gare" }, "panel", Overwrite.Replace, Ct);
        await db.SaveChangesAsync(Ct);
    }

    private static async Task<BulkChoice> Choice(TestNation nation, BulkKind kind, long account, long[] people)
    {
        var (db, now) = (nation.Db, nation.App.Clock.GetUtcNow());
        var list = new PersonList { CreatedAt = now, ChangedAt = now, MemberCount = people.Length };
        list.Call("Porte");
        var points = new CapitalType { AmountCents = 100, CreatedAt = now };
        points.Call("Tractage");
        var members = new MembershipType { CreatedAt = now };
        members.Call("Association");
        db.AddRange(list, points, members);
        if (kind is BulkKind.TakeFromList or BulkKind.SplitList) foreach (var id in people) db.Add(new PersonListMember { PersonListId = list.Id, PersonId = id, AddedAt = now });
        // As if it had been an act of its own: the trail says nothing of each of them.
        using (db.Trail.Pause()) await db.SaveChangesAsync(Ct);
        return kind switch
        {
            BulkKind.None => throw new ArgumentOutOfRangeException(nameof(kind)),
            BulkKind.Tag => new(null, "Marché", null, null),
            BulkKind.Untag => new(null, "stall", null, null),
            BulkKind.Assign => new(account, null, null, null),
            BulkKind.Archive => new(null, null, null, null),
            BulkKind.SetField => new(null, null, "employer", "Gare"),
            BulkKind.AddToList or BulkKind.TakeFromList => new(list.Id, null, null, null),
            BulkKind.SplitList => new(list.Id, null, null, "2"),
            BulkKind.Contact => new(null, null, null, JsonSerializer.Serialize(new { Method = ContactMethod.DoorKnock, Status = ContactStatus.NoAnswer, Text = "", Day = (DateOnly?)null })),
            BulkKind.GivePoints => new(points.Id, null, null, null),
            BulkKind.Membership => new(members.Id, null, null, JsonSerializer.Serialize(new { StartedOn = new DateOnly(2026, 1, 1), ExpiresOn = (DateOnly?)null, Reason = "" })),
        };
    }
}
