using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Actions;
using Preau.Mail;
using Preau.Mail.Measuring;

namespace Preau.Tests.Mail;

/// <summary>A mail that takes many days to leave is measured until everybody has had it for a week.</summary>
public sealed class MeasuredWindowTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_people_do_counts_until_a_week_after_the_last_of_them_has_it()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, false, false), 4), .. Enumerable.Repeat((DeliveryState.Waiting, false, false), 16), .. Enumerable.Repeat((DeliveryState.HeldOut, false, false), 5)]);
        await nation.CountArms(blast);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.HeldOutShare, 2000).SetProperty(b => b.State, BlastState.Sending).SetProperty(b => b.EndedAt, (DateTimeOffset?)null), Ct);
        var (began, people) = (app.Clock.GetUtcNow(), (await nation.Deliveries(blast)).ConvertAll(d => d.PersonId));
        var db = nation.Db;
        foreach (var (who, days) in new[] { 9, 18, 20, 80 }.Index()) db.Add(new ActionTaken { PersonId = people[who], PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = began.AddDays(days) });
        await db.SaveChangesAsync(Ct);
        async Task<(long Signatures, bool IsOpen)> Found() => await nation.Services.GetRequiredService<ReadOutcomes>().Run(await nation.Read(blast), Ct) is { } found ? (found.Written.Signatures, found.IsOpen) : default;

        app.Clock.Advance(TimeSpan.FromDays(12));
        Assert.Equal((3, true), await Found());
        var results = await nation.Panel.Get($"/mail/{blast.Id}/results");
        results.Shows("4 of 20 have it so far.");
        results.DoesNotShow("The window closed");

        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sent).SetProperty(b => b.EndedAt, began.AddDays(12)), Ct);
        app.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal((2, true), await Found());
        (await nation.Panel.Get($"/mail/{blast.Id}/results")).DoesNotShow("have it so far");
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((2, false), await Found());

        // One that is paused and never taken up again is not counted for ever.
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Paused).SetProperty(b => b.EndedAt, (DateTimeOffset?)null), Ct);
        app.Clock.Advance(ReadOutcomes.LongestLeaving);
        Assert.Equal((3, false), await Found());
    }
}
