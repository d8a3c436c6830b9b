using Microsoft.Extensions.DependencyInjection;
using Preau.Imports;
using Preau.Jobs;
using Preau.Shared;
using Preau.Tests.Architecture;

namespace Preau.Tests.Operating;

/// <summary>Work that stopped for good is told in the reader's words, with the way to what it was about.</summary>
public sealed class BackgroundWorkTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public void Every_kind_of_work_has_a_word_for_readers() =>
        Sources.None(app.Services.GetServices<JobKind>().Select(k => k.Name).Except(JobWords.All, StringComparer.Ordinal));

    [Fact]
    public async Task Work_that_stopped_is_named_leads_to_what_it_was_about_and_keeps_the_technical_text_folded()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        db.Add(Dead(nation, new ApplyImport(32)));
        db.Add(Dead(nation, new RecountNothing()));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var page = await nation.Panel.Get("/jobs");

        var rows = page.Document.QuerySelectorAll("tbody th").Select(r => r.TextContent.Trim()).Order(StringComparer.Ordinal);
        Assert.Equal(["Bring in a file", "Work of another version of the program"], rows);
        Assert.Equal("/imports/32", page.Document.QuerySelector("tbody th a")?.GetAttribute("href"));
        Assert.All(page.Document.QuerySelectorAll("tbody td.long"), cell => Assert.Contains("SmtpCommandException", cell.QuerySelector("details:not([open])")?.TextContent, StringComparison.Ordinal));
        Assert.Equal("Importer un fichier", JobWords.Of(nameof(ApplyImport), new Words("fr")));
    }

    private static JobRow Dead(TestNation nation, IJob job)
    {
        var row = JobRow.Of(job, nation.Facts.Id.Value, nation.App.Clock.GetUtcNow());
        (row.State, row.LastError, row.EndedAt) = (JobState.Dead, "SmtpCommandException: 5.7.1", row.CreatedAt);
        return row;
    }

    /// <summary>Of a version that knew more.</summary>
    private sealed record RecountNothing : IJob;
}
