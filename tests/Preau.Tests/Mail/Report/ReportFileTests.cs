using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Actions;
using Preau.Experiments;
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
        Assert.StartsWith("Part of the report,What it is a number of,What is counted,Number,At least,At most,What the range is", lines[0], StringComparison.Ordinal);
        string[] some =
        [
            "What became of it,A word,Handed over,4,,", "What became of it,A word,Held out,2,,", "Links,https://example.org/programme,People,3,,", "Why they left,Too many messages,People,1,,", "By provider,All other domains together,Handed over,4,,",
            "What it did,Written to,Signed,0,,", "What it did,Held out,Signed,0,,", "What it did,Held out,People,2,,",
        ];
        foreach (var line in some) Assert.Contains(lines, l => l.StartsWith(line, StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("Versions,Version A:", StringComparison.Ordinal) && l.Contains("Clicked, of 1,000 people", StringComparison.Ordinal) && !l.EndsWith(",,", StringComparison.Ordinal));
        // Whoever sees mail sees gifts, too.
        Assert.Contains("What came after its links,,Money given,0,,,", lines);
        Assert.DoesNotContain("@example.org", file.Html, StringComparison.Ordinal);
        var note = await nation.Db.AuditEntries.SingleAsync(a => a.Action == "blast.exported", Ct);
        Assert.Equal((lines.Length - 1, (long?)blast.Id), (note.Count, note.SubjectId));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Role.Finance)).Get($"/mail/{blast.Id}/report.csv")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/mail/{blast.Id + 1_000_000}/report.csv")).Status);
    }

    [Fact]
    public async Task Its_ranges_are_those_of_the_page_and_it_says_how_sure_they_are()
    {
        await using var nation = await app.NewNation();
        var blast = await nation.Seeds.SentMail([.. Enumerable.Repeat((DeliveryState.Sent, true, false), 30), .. Enumerable.Repeat((DeliveryState.Sent, false, false), 70)]);
        var (ids, now) = ((await nation.Deliveries(blast)).Select(d => d.PersonId).ToArray(), app.Clock.GetUtcNow());
        var (second, signed) = (ids.Where((_, i) => i % 2 == 1).ToArray(), ids.Take(20).ToArray());
        await nation.Db.MailDeliveries.Where(d => d.BlastId == blast.Id && second.Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, 1), Ct);
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "Other words" });
            foreach (var id in signed) db.Add(new ActionTaken { PersonId = id, PageGroupId = 1, PageTitle = "The bridge", Kind = ActionKind.Signature, At = now });
            return Task.CompletedTask;
        });
        await nation.CountArms(blast);
        var found = (await nation.Services.GetRequiredService<ReadOutcomes>().Run(await nation.Read(blast), Ct))!;
        Assert.Equal((50, 50), ((int)found.Versions[0].People, (int)found.Versions[1].People));

        string[] lines = [.. (await nation.Panel.Get($"/mail/{blast.Id}/report.csv")).Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim('\r'))];

        (double Low, double High, string Sure) Of(string beginning)
        {
            var cells = Assert.Single(lines, l => l.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..].Split(',', 4);
            return (double.Parse(cells[1], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture), cells[3].Trim('"'));
        }

        void Is(Difference? wanted, string sure, string beginning)
        {
            var (low, high, said) = Of(beginning);
            Assert.Equal(wanted!.Low * 1000, low, 0.01);
            Assert.Equal(wanted.High * 1000, high, 0.01);
            Assert.Equal(sure, said);
        }

        const string A = "Version A: A word", Beside = "\"Version B beside version A, of 1,000 people\"", Together = "95 %, at every look, for all kinds and versions together";
        var (first, other) = (found.Versions[0], found.Versions[1]);
        Is(CompareArms.Share(first.Arm(o => o.Unsubscribed)), "95 %, at every look", $"Versions,{A},\"Unsubscribed, of 1,000 people\",");
        // Four kinds of two versions: the share of each, and a difference.
        const double risk = CompareArms.Risk / 4 / 3;
        Is(CompareArms.Share(first.Arm(o => o.LinkedSignatures), risk), Together, $"What each version brought,{A},\"Signed, of 1,000 people\",");
        Is(CompareArms.Shares(other.Arm(o => o.LinkedSignatures), first.Arm(o => o.LinkedSignatures), risk), Together, $"What each version brought,{Beside},Signed,");
        Is(CompareArms.Share(new(100, 0)), "95 %, at every look", "By provider,example.org,\"Unsubscribed, of 1,000 people\",");
    }
}
