using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Attachments;
using Preau.Duplicates;
using Preau.People;
using Preau.Segments;
using Preau.Tests.Commands;
using Preau.Tests.Imports;

namespace Preau.Tests.Attachments;

/// <summary>What becomes of files when something becomes of their person.</summary>
public sealed class AttachmentLifeTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_erasure_takes_the_bytes_of_every_file_also_of_one_just_removed_and_of_nobody_else()
    {
        await using var nation = await app.NewNation();
        var (gone, stays) = (await nation.Seeds.Person(), await nation.Seeds.Person());
        await nation.Attached(gone.Id, "one.pdf", [1]);
        var two = await nation.Attached(gone.Id, "two.pdf", [2]);
        await nation.Panel.PostFrom("/people", $"/attachments/{two}/removal", new { });
        var kept = await nation.Attached(stays.Id, "three.pdf", [3]);

        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(gone.Id, Ct));

        Assert.Equal([3], await File.ReadAllBytesAsync(Assert.Single(nation.Bytes()), Ct));
        Assert.Equal(kept, (await nation.Db.Attachments.IgnoreQueryFilters([AttachmentMap.RemovedFilter]).SingleAsync(Ct)).Id);
    }

    [Fact]
    public async Task A_person_whom_the_law_keeps_keeps_their_files()
    {
        await using var nation = await app.NewNation();
        var donor = await nation.Seeds.Person();
        await nation.Attached(donor.Id, "one.pdf", [1]);
        var db = nation.Db;
        db.Add(new Preau.Donations.Gift { PersonId = donor.Id, AmountCents = 5000, Currency = "EUR", GivenAt = app.Clock.GetUtcNow(), Language = "fr", Source = "panel", Status = Preau.Donations.GiftStatus.Received });
        await db.SaveChangesAsync(Ct);

        Assert.IsType<Erasure.Kept>(await nation.Services.GetRequiredService<ErasePerson>().Run(donor.Id, Ct));

        Assert.Single(nation.Bytes());
        Assert.Single(await nation.Db.Attachments.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_merge_brings_files_together_and_its_undo_gives_them_back()
    {
        await using var nation = await app.NewNation();
        var (keep, drop) = (await nation.Seeds.Person(), await nation.Seeds.Person());
        await nation.Attached(keep.Id, "same.pdf", [1]);
        var theirs = await nation.Attached(drop.Id, "same.pdf", [2]);

        var merged = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(keep.Id, drop.Id, new Dictionary<string, Side>(), null, Ct));

        Assert.Equal(2, await nation.Db.Attachments.CountAsync(a => a.PersonId == keep.Id, Ct));
        Assert.Equal([2], (await nation.Panel.Get($"/attachments/{theirs}/download")).Bytes);
        await nation.Services.GetRequiredService<UnmergePeople>().Run(merged.MergeId, Ct);
        Assert.Equal(drop.Id, (await nation.Db.Attachments.SingleAsync(a => a.Id == theirs, Ct)).PersonId);
        Assert.Equal(1, await nation.Db.Attachments.CountAsync(a => a.PersonId == keep.Id, Ct));
        Assert.Equal([2], (await nation.Panel.Get($"/attachments/{theirs}/download")).Bytes);
    }

    [Fact]
    public async Task Undoing_an_import_keeps_whoever_got_a_file_since()
    {
        await using var nation = await app.NewNation();
        var import = await nation.BringIn("nom,email\nGardée,a@example.org\nPartie,b@example.org\nRetirée,c@example.org\n");
        var ids = await nation.Db.People.ToDictionaryAsync(p => p.LastName, p => p.Id, Ct);
        await nation.Attached(ids["Gardée"], "consent.pdf", [1]);
        var taken = await nation.Attached(ids["Retirée"], "mistake.pdf", [2]);
        await nation.Panel.PostFrom("/people", $"/attachments/{taken}/removal", new { });

        await nation.Undo(import);

        Assert.Equal(["Gardée", "Retirée"], await nation.Db.People.Select(p => p.LastName).OrderBy(n => n).ToListAsync(Ct));
        Assert.Equal(2, nation.Bytes().Count);
    }

    [Fact]
    public async Task What_is_handed_out_to_a_person_holds_their_files_as_they_came()
    {
        await using var nation = await app.NewNation();
        var (person, without) = (await nation.Seeds.Person(), await nation.Seeds.Person());
        var first = await nation.Attached(person.Id, "été.pdf", [1, 2]);
        var second = await nation.Attached(person.Id, "été.pdf", [3]);

        var page = await (await nation.As(Role.Staff)).Get($"/people/{person.Id}/file");

        Assert.Equal("application/zip", page.Response.Content.Headers.ContentType!.MediaType);
        await using var zip = new ZipArchive(new MemoryStream(page.Bytes));
        Assert.Equal([$"files/{first}-été.pdf", $"files/{second}-été.pdf", $"{nation.Facts.Slug}-person-{person.Id}.json"], zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], await Read(zip.GetEntry($"files/{first}-été.pdf")!));
        using var record = JsonDocument.Parse(await Read(zip.GetEntry($"{nation.Facts.Slug}-person-{person.Id}.json")!));
        Assert.Equal($"files/{first}-été.pdf", record.RootElement.GetProperty("files")[0].GetProperty("handed_out_as").GetString());
        Assert.Equal("application/json", (await nation.Panel.Get($"/people/{without.Id}/file")).Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_backup_carries_the_bytes_into_another_installation()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await nation.Attached(person.Id, "consent.pdf", "as it was"u8.ToArray());
        var key = (await nation.Db.Attachments.SingleAsync(Ct)).Key;
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        var other = await TestStores.Empty();

        var backup = await Shell.Within(app, "backup", "--to", file);
        var restore = await Shell.Run(other, "restore", file);

        Assert.True(backup.Code == 0 && restore.Code == 0, backup.Progress + restore.Progress);
        Assert.Equal("as it was", await File.ReadAllTextAsync(Path.Combine(other.Data, "attachments", nation.Facts.Id.ToString(), key), Ct));
        await TestStores.Drop(other);
    }

    [Fact]
    public async Task A_segment_asks_who_has_a_file()
    {
        await using var nation = await app.NewNation();
        var (with, without, removed) = (await nation.Seeds.Person(), await nation.Seeds.Person(), await nation.Seeds.Person());
        await nation.Attached(with.Id, "a.pdf", [1]);
        await nation.Panel.PostFrom("/people", $"/attachments/{await nation.Attached(removed.Id, "b.pdf", [1])}/removal", new { });

        Assert.Equal([with.Id], await Ids(nation, "any"));
        Assert.Equal([without.Id, removed.Id], await Ids(nation, "none"));
    }

    private static async Task<byte[]> Read(ZipArchiveEntry entry)
    {
        await using var content = await entry.OpenAsync(Ct);
        using var all = new MemoryStream();
        await content.CopyToAsync(all, Ct);
        return all.ToArray();
    }

    private static async Task<List<long>> Ids(TestNation nation, string op)
    {
        var catalogue = await nation.Services.GetRequiredService<SegmentFields>().Catalogue(Ct);
        var tree = new SegmentCondition("has_file", op, []);
        Assert.Empty(catalogue.Check(tree));
        var now = nation.App.Clock.GetUtcNow();
        var parts = new SqlParts(now, DateOnly.FromDateTime(now.UtcDateTime), _ => now);
        var sql = catalogue.Compile(tree, parts);
        var found = new List<long>();
        await foreach (var id in nation.Db.Stream<long>($"select p.id from person p where p.nation_id = @nation_id and ({sql}) order by p.id", parts.Parameters, Ct)) found.Add(id);
        return found;
    }
}
