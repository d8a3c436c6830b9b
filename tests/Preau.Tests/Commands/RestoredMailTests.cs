using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Preau.Mail;

namespace Preau.Tests.Commands;

/// <summary>What was sent after a backup was made is not in it: nothing leaves again by itself when it is brought back.</summary>
public sealed class RestoredMailTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_that_were_on_their_way_come_back_held_and_say_why()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var inHand = await nation.Seeds.Reader("in-hand@example.org");
        await nation.Seeds.Reader("waiting@example.org");
        var leaving = await nation.Frozen(await nation.Seeds.Mail(b => b.Subject = "Leaving"));
        var paused = await nation.Frozen(await nation.Seeds.Mail(b => b.Subject = "Standing"));
        await nation.Pause(paused);
        await nation.Schedule(await nation.Seeds.Mail(b => b.Subject = "Tomorrow"), app.Clock.GetUtcNow().AddDays(1));
        await nation.Db.MailDeliveries.Where(d => d.BlastId == leaving.Id && d.PersonId == inHand.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Leased).SetProperty(d => d.Holder, "gone"), Ct);
        var journal = Path.Combine(app.StoreOptions.Data, "hand-over", "gone.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        await File.WriteAllTextAsync(journal, "another machine", Ct);
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        var other = await TestStores.Empty();

        var backup = await Shell.Within(app, "backup", "--to", file);
        var restore = await Shell.Run(other, "restore", file);
        var again = Path.Combine(other.Data, "again.zip");
        await Shell.Run(other, "backup", "--to", again);

        Assert.True(backup.Code == 0 && restore.Code == 0, backup.Progress + restore.Progress);
        var blasts = Rows(again, "blast");
        Assert.All(["Leaving", "Standing"], subject => Holds(blasts, subject, "paused", "let it go on"));
        Holds(blasts, "Tomorrow", "draft", "before you send it");
        var deliveries = Rows(again, "mail_delivery");
        Holds(deliveries, "in-hand@example.org", "unknown", "A backup was brought back");
        Assert.DoesNotContain(deliveries, d => d.Contains("\"leased\"", StringComparison.Ordinal));
        Assert.Equal(3, deliveries.Count(d => d.Contains("\"waiting\"", StringComparison.Ordinal)));
        Assert.NotEqual(Rows(file, "blast_total"), Rows(again, "blast_total"));
        Assert.False(File.Exists(Path.Combine(other.Data, "hand-over", "gone.lock")));
        await TestStores.Drop(other);
    }

    private static void Holds(string[] rows, string which, params string[] texts)
    {
        Assert.Contains(rows, r => r.Contains(which, StringComparison.Ordinal) && texts.All(t => r.Contains(t, StringComparison.Ordinal)));
    }

    private static string[] Rows(string file, string table)
    {
        using var zip = ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.GetEntry($"tables/{table}.jsonl")!.Open());
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
