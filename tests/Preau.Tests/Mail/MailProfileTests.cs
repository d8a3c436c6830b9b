using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Mail;

/// <summary>What somebody's page and their file say of the mails that they got.</summary>
public sealed class MailProfileTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_got_another_version_reads_the_words_of_that_one()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, true, false), (DeliveryState.Sent, true, false));
        var people = (await nation.Deliveries(blast)).Select(d => d.PersonId).ToList();
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Other words", Body = "<p>Other.</p>" });
            return Task.CompletedTask;
        });
        await nation.Db.MailDeliveries.Where(d => d.PersonId == people[1]).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, 1), Ct);

        var first = await nation.Panel.Get($"/people/{people[0]}");
        first.Shows("Got the mail “A word”");
        var other = await nation.Panel.Get($"/people/{people[1]}");
        other.Shows("Got the mail “Other words”");
        other.Shows("Followed a link in “Other words”");
        other.DoesNotShow("“A word”");
        var part = nation.Services.GetServices<IPersonPart>().OfType<MailPart>().Single();
        Assert.Contains("\"Subject\":\"Other words\"", JsonSerializer.Serialize(await part.Export(people[1], Ct)), StringComparison.Ordinal);
        Assert.Contains("\"Subject\":\"A word\"", JsonSerializer.Serialize(await part.Export(people[0], Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_they_got_it_or_did_not_and_that_they_left_by_it_is_told_to_whoever_sees_mails()
    {
        await using var nation = await app.NewNation();
        var segment = await nation.Seeds.Segment("Lyon", new SegmentCondition("language", "is", ["en"]));
        var blast = await nation.Seeds.SentMail((DeliveryState.Sent, false, true), (DeliveryState.Skipped, false, false), (DeliveryState.Refused, false, false));
        var (got, skipped, refused) = (await nation.Deliveries(blast)) is [var a, var b, var c] ? (a.PersonId, b.PersonId, c.PersonId) : throw new InvalidOperationException();
        await nation.Db.MailDeliveries.Where(d => d.PersonId == got).ExecuteUpdateAsync(s => s.SetProperty(d => d.LeftBecause, LeaveReason.TooOften), Ct);
        (await nation.Panel.Get($"/people/{got}")).Shows("Had asked for news");
        await nation.Db.Blasts.Where(x => x.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SegmentId, segment.Id).SetProperty(x => x.Sentence, "People who live in Lyon"), Ct);

        var profile = await nation.Panel.Get($"/people/{got}");
        profile.Shows("People who live in Lyon");
        profile.DoesNotShow("Had asked for news");
        profile.Shows("Left by the mail “A word”");
        profile.Shows("Too many messages");
        (await nation.Panel.Get($"/people/{skipped}")).Shows("No longer agrees to get it.");
        (await nation.Panel.Get($"/people/{refused}")).Shows("550 5.1.1 No such mailbox");

        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        await nation.Db.People.Where(p => p.Id == got || p.Id == skipped).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, account), Ct);
        var seen = await volunteer.Get($"/people/{got}");
        seen.Shows("Got the mail “A word”");
        foreach (var hidden in new[] { "People who live in Lyon", "Left by the mail", "Too many messages" }) seen.DoesNotShow(hidden);
        (await volunteer.Get($"/people/{skipped}")).DoesNotShow("No longer agrees");
    }
}
