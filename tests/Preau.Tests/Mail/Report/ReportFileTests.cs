using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail;
using Preau.Mail.Measuring;

namespace Preau.Tests.Mail.Report;

/// <summary>The numbers of a report as a file.</summary>
public sealed class ReportFileTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_has_the_numbers_that_the_report_shows_and_nobody_in_it()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, true, false), 3), (DeliveryState.Sent, false, true), (DeliveryState.Refused, false, false), .. Enumerable.Repeat((DeliveryState.HeldOut, false, false), 2)]);
        await nation.Db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.HeldOutShare, 2000), Ct);
        await nation.Db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.HeldOut, 2), Ct);
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id && d.UnsubscribedAt != null).ExecuteUpdateAsync(s => s.SetProperty(d => d.LeftBecause, LeaveReason.TooOften), Ct);
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Other words" });
            return Task.CompletedTask;
        });
        await nation.CountArms(blast);

        var report = await nation.Panel.Get($"/mail/{blast.Id}");
        report.Shows("Export the numbers");
        var file = await nation.Panel.Get($"/mail/{blast.Id}/report.csv");

        string[] lines = [.. file.Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim('\r').TrimStart('\uFEFF'))];
        Assert.StartsWith("Part of the report,What it is a number of,What is counted,Number,At least,At most", lines[0], StringComparison.Ordinal);
        string[] some =
        [
            "What became of it,A word,Handed over,4,,", "What became of it,A word,Held out,2,,", "Links,https://example.org/programme,People,3,,", "Why they left,Too many messages,People,1,,", "By provider,All other domains together,Handed over,4,,",
            "What it did,Written to,Signed,0,,", "What it did,Held out,Signed,0,,", "What it did,Held out,People,2,,",
        ];
        foreach (var line in some) Assert.Contains(lines, l => l.StartsWith(line, StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("Versions,Version A:", StringComparison.Ordinal) && l.Contains("Clicked, of 1,000 people", StringComparison.Ordinal) && !l.EndsWith(",,", StringComparison.Ordinal));
        // Whoever sees mail sees gifts, too.
        Assert.Contains("What came after its links,,Money given,0,,", lines);
        Assert.DoesNotContain("@example.org", file.Html, StringComparison.Ordinal);
        var note = await nation.Db.AuditEntries.SingleAsync(a => a.Action == "blast.exported", Ct);
        Assert.Equal((lines.Length - 1, (long?)blast.Id), (note.Count, note.SubjectId));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get($"/mail/{blast.Id}/report.csv")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/mail/{blast.Id + 1_000_000}/report.csv")).Status);
    }
}
