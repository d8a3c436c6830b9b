using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Contacts;
using Preau.Segments;

namespace Preau.Tests.Contacts;

public sealed class ContactSegmentTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("contacted", "ever", "", "ana bob")]
    [InlineData("contacted", "never", "", "cleo")]
    [InlineData("contacted", "within_days", "10", "ana")]
    [InlineData("contacted", "not_within_days", "10", "bob cleo")]
    [InlineData("contacted", "times", "2", "ana")]
    // Bob was called on 1 November at 00:30 in Paris, which is 31 October at 23:30 elsewhere.
    [InlineData("contacted", "from", "2026-11-01", "ana bob")]
    [InlineData("contacted", "never_since", "2026-11-02", "bob cleo")]
    [InlineData("contacted", "before", "2026-11-01", "")]
    [InlineData("contacted", "before", "2026-11-02", "bob")]
    [InlineData("contact_method", "any", "door_knock", "ana")]
    [InlineData("contact_method", "last", "door_knock", "")]
    [InlineData("contact_method", "last", "phone_call", "ana bob")]
    [InlineData("contact_status", "any", "no_answer", "ana")]
    [InlineData("contact_status", "last", "no_answer", "")]
    [InlineData("contact_author", "any", "owner", "ana")]
    [InlineData("contact_author", "last", "owner", "")]
    [InlineData("follow_up", "open", "", "ana bob")]
    [InlineData("follow_up", "overdue", "", "bob")]
    public async Task Contacts_choose_people(string field, string asked, string value, string found)
    {
        await using var nation = await app.NewNation();
        var (_, owner) = await nation.SignIn(Role.Owner);
        var (ana, bob, cleo) = (await nation.Seeds.Person(), await nation.Seeds.Person(), await nation.Seeds.Person());
        var db = nation.Db;
        db.AddRange(
            Made(ana.Id, ContactMethod.DoorKnock, ContactStatus.NoAnswer, "2026-11-10T12:00:00Z", owner), Made(ana.Id, ContactMethod.PhoneCall, ContactStatus.Answered, "2026-11-20T12:00:00Z"),
            Made(bob.Id, ContactMethod.PhoneCall, ContactStatus.LeftMessage, "2026-10-31T23:30:00Z"), Made(cleo.Id, ContactMethod.Email, ContactStatus.Answered, "2026-11-20T12:00:00Z", removed: true));
        db.AddRange(Next(ana.Id, "2026-12-01"), Next(bob.Id, "2026-11-01"), Next(cleo.Id, "2026-11-01", done: true));
        await db.SaveChangesAsync(Ct);

        var tree = new SegmentGroup(Joining.All, [new SegmentCondition(field, asked, value.Length == 0 ? [] : [value == "owner" ? owner.ToString(CultureInfo.InvariantCulture) : value])]);
        var services = nation.Services;
        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(tree));
        var members = await services.GetRequiredService<SegmentMembers>().Page(tree, null, Ct);

        var names = new Dictionary<long, string> { [ana.Id] = "ana", [bob.Id] = "bob", [cleo.Id] = "cleo" };
        Assert.Equal(found, string.Join(' ', members.Select(m => names[m.Id]).Order()));
    }

    [Theory]
    [InlineData("contacted", "never_since", "2026-11-02", "People who were never contacted since 2 Nov 2026", "Les personnes qui n’ont jamais été contactées depuis le 2 nov. 2026")]
    [InlineData("contacted", "times", "3", "People who were contacted 3 times or more", "Les personnes qui ont été contactées 3 fois ou plus")]
    [InlineData("follow_up", "overdue", "", "People who wait for a follow-up that is overdue", "Les personnes qui attendent une suite qui est en retard")]
    public async Task The_sentence_says_it_in_both_languages(string field, string asked, string value, string english, string french)
    {
        await using var nation = await app.NewNation();
        var tree = new SegmentGroup(Joining.All, [new SegmentCondition(field, asked, value.Length == 0 ? [] : [value])]);
        var sentence = nation.Services.GetRequiredService<SegmentSentence>();

        Assert.Equal(english, await sentence.Of(tree, "en", Ct));
        Assert.Equal(french, await sentence.Of(tree, "fr", Ct));
    }

    private static Contact Made(long personId, ContactMethod method, ContactStatus status, string at, long? author = null, bool removed = false)
    {
        var when = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        return new() { PersonId = personId, Method = method, Status = status, At = when, CreatedAt = when, AuthorId = author, RemovedAt = removed ? when : null };
    }

    private static FollowUp Next(long personId, string due, bool done = false)
    {
        var day = DateOnly.Parse(due, CultureInfo.InvariantCulture);
        return new() { PersonId = personId, What = "Rappeler", DueOn = day, CreatedAt = PreauApp.Start, DoneAt = done ? PreauApp.Start : null };
    }
}
