using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Attachments;

namespace Preau.Tests.Attachments;

/// <summary>Files of a person through the panel: attached, fetched, called otherwise, removed and back.</summary>
public sealed class AttachmentTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_attached_on_the_profile_and_come_back_byte_by_byte()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("Nothing is attached yet");

        var said = await (await nation.Attach(person.Id, "Signé au marché", ("Accord.pdf", [1, 2, 3]), ("photo.jpg", [4]))).Follow();

        said.Shows("2 files are attached.");
        said.Shows(string.Create(CultureInfo.InvariantCulture, $"Accord.pdf Signé au marché PDF · 1 kB · {app.Clock.GetUtcNow():d MMM yyyy} · Owner"));
        said.Shows("File attached: Accord.pdf");
        var file = await nation.Db.Attachments.SingleAsync(a => a.Name == "Accord.pdf", Ct);
        var page = await nation.Panel.Get($"/attachments/{file.Id}/download");
        Assert.Equal([1, 2, 3], page.Bytes);
        Assert.Equal(2, await nation.Db.AuditEntries.CountAsync(a => a.Action == "attachment.created" && a.ConcernsId == person.Id, Ct));
        Assert.Equal([person.Id], (await nation.Db.Changes.SingleAsync(c => c.Kind == "attachment.created", Ct)).People);
        var fetched = await nation.Db.AuditEntries.SingleAsync(a => a.Action == "attachment.fetched", Ct);
        Assert.Equal((file.Id, person.Id, null), (fetched.SubjectId, fetched.ConcernsId, fetched.Details));
    }

    [Theory]
    [InlineData("page.html", "<script>alert(1)</script>")]
    [InlineData("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("a.js", "alert(1)")]
    public async Task Whatever_a_file_is_the_browser_is_told_to_save_it(string name, string content)
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await nation.Attach(person.Id, "", (name, Encoding.UTF8.GetBytes(content)));

        var response = (await nation.Panel.Get($"/attachments/{(await nation.Db.Attachments.SingleAsync(Ct)).Id}/download")).Response;

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_from_elsewhere_is_made_harmless_and_keeps_its_letters_on_the_way_out()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var script = "<img src=x onerror=alert(1)>.pdf";
        await nation.Attach(person.Id, "<b>bold</b>", ("../../..\\accord d’été \u202Efdp.exe", [1]), (script, [2]));

        var names = await nation.Db.Attachments.OrderBy(a => a.Id).Select(a => a.Name).ToListAsync(Ct);
        Assert.Equal(["accord d’été fdp.exe", "-img src=x onerror=alert(1)-.pdf"], names);
        var profile = await nation.Panel.Get($"/people/{person.Id}");
        Assert.DoesNotContain("<img src=x", profile.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", profile.Html, StringComparison.Ordinal);
        var header = (await nation.Panel.Get($"/attachments/{(await nation.Db.Attachments.OrderBy(a => a.Id).FirstAsync(Ct)).Id}/download")).Response.Content.Headers.ContentDisposition!;
        Assert.Equal("accord d’été fdp.exe", header.FileNameStar);
        // Nothing of the name stands on the disk.
        Assert.All(Directory.GetFiles(Path.Combine(app.StoreOptions.Data, "attachments", nation.Facts.Id.ToString())), f => Assert.Matches("^[0-9a-f]{32}$", Path.GetFileName(f)));
    }

    [Fact]
    public async Task Empty_huge_and_too_many_files_are_refused_with_a_sentence_and_nothing_is_kept()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();

        var empty = await nation.Attach(person.Id, "kept words", ("good.pdf", [1]), ("empty.pdf", []));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        empty.Shows("“empty.pdf” is empty. Nothing was attached.");
        Assert.Contains("kept words", empty.Html, StringComparison.Ordinal);
        (await nation.Attach(person.Id, "", ("film.mov", new byte[AttachFiles.MaxBytes + 1]))).Shows("“film.mov” has 26.2 MB; a file may have 25 MB at most.");
        (await nation.Attach(person.Id, "", [.. Enumerable.Range(0, 11).Select(i => ($"{i}.txt", new byte[] { 1 }))])).Shows("10 files at once are the most.");
        (await nation.Panel.PostFrom("/people", $"/people/{person.Id}/files", new { Text = "" })).Shows("Choose a file.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Attach(person.Id, new string('x', AttachFiles.MaxText + 1), ("good.pdf", [1]))).Status);

        Assert.False(await nation.Db.Attachments.AnyAsync(Ct));
        Assert.Empty(nation.Bytes());
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Attach(person.Id, "", ("just.bin", new byte[AttachFiles.MaxBytes]))).Status);
    }

    [Fact]
    public async Task A_person_has_a_hundred_files_at_most()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var db = nation.Db;
        for (var i = 0; i < AttachFiles.MostOfAPerson - 1; i++) db.Add(new Attachment { PersonId = person.Id, Key = AttachmentFolder.NewKey(), Name = $"{i}.txt", Bytes = 1, CreatedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        (await nation.Attach(person.Id, "", ("a.txt", [1]), ("b.txt", [1]))).Shows("A person can have 100 files; this one has 99. Nothing was attached.");
        Assert.Empty(nation.Bytes());
        (await (await nation.Attach(person.Id, "", ("a.txt", [1]))).Follow()).Shows("All 100 files");
        (await nation.Panel.Get($"/people/{person.Id}/files")).Shows("98.txt");
    }

    [Fact]
    public async Task A_file_is_called_otherwise_and_keeps_its_ending()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var file = await nation.Attached(person.Id, "scan0001.pdf", [1]);

        var said = await (await nation.Panel.Submit($"/attachments/{file}", new { Form_Name = "Accord de Camille", Form_Text = "Signé le 3 mars" })).Follow();

        said.Shows("Accord de Camille.pdf Signé le 3 mars");
        Assert.Equal("name, text", (await nation.Db.AuditEntries.SingleAsync(a => a.Action == "attachment.changed" && a.ConcernsId == person.Id, Ct)).Details);
        var wrong = await nation.Panel.Submit($"/attachments/{file}", new { Form_Name = "" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
    }

    [Fact]
    public async Task A_removed_file_is_nowhere_comes_back_by_undo_and_is_deleted_after_two_days()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var file = await nation.Attached(person.Id, "consent.pdf", [1]);
        (await nation.Panel.Get($"/attachments/{file}")).Shows("“consent.pdf” goes from this person. The next message lets you undo this; after two days the file is deleted for good.");

        var removed = await (await nation.Panel.Submit($"/attachments/{file}", new { }, $"/attachments/{file}/removal")).Follow();

        removed.Shows("The file is removed.");
        removed.DoesNotShow("consent.pdf");
        foreach (var path in new[] { $"/attachments/{file}", $"/attachments/{file}/download" }) Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get(path)).Status);
        await nation.Panel.PostFrom("/people", $"/attachments/{file}/restoration", new { });
        Assert.Equal([1], (await nation.Panel.Get($"/attachments/{file}/download")).Bytes);

        await nation.Panel.PostFrom("/people", $"/attachments/{file}/removal", new { });
        app.Clock.Advance(TimeSpan.FromHours(47));
        await nation.RunJobs();
        Assert.Single(nation.Bytes());
        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.RunJobs();
        Assert.Empty(nation.Bytes());
        Assert.False(await nation.Db.Attachments.IgnoreQueryFilters([AttachmentMap.RemovedFilter]).AnyAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom("/people", $"/attachments/{file}/restoration", new { })).Status);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "attachment.deleted", Ct));
    }

    [Fact]
    public async Task Bytes_that_no_row_names_are_swept_away_and_those_of_others_and_of_a_moment_ago_stay()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var kept = await nation.Attached((await nation.Seeds.Person()).Id, "kept.pdf", [1]);
        await other.Attached((await other.Seeds.Person()).Id, "theirs.pdf", [2]);
        var folder = nation.Services.GetRequiredService<AttachmentFolder>();
        foreach (var key in new[] { "0ld", "n3w" }) await folder.Keep(key, new MemoryStream([9]), Ct);
        var now = app.Clock.GetUtcNow().UtcDateTime;
        foreach (var path in nation.Bytes().Concat(other.Bytes())) File.SetLastWriteTimeUtc(path, now.AddDays(-5));
        File.SetLastWriteTimeUtc(folder.Full("n3w"), now.AddHours(-1));

        await nation.Services.GetRequiredService<ForgetAttachments>().Run(new ForgetRemovedAttachments(), Ct);

        Assert.False(folder.Has("0ld"));
        Assert.True(folder.Has("n3w"));
        Assert.Equal([1], (await nation.Panel.Get($"/attachments/{kept}/download")).Bytes);
        Assert.Single(other.Bytes());
    }

    [Fact]
    public async Task Volunteers_see_no_file_finance_reads_and_another_nation_knows_of_none()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var person = await nation.Seeds.Person(p => p.AssigneeId = account);
        var file = await nation.Attached(person.Id, "secret.pdf", [1]);

        var seen = await volunteer.Get($"/people/{person.Id}");
        seen.DoesNotShow("secret.pdf");
        seen.DoesNotShow("Files");
        foreach (var path in new[] { $"/people/{person.Id}/files", $"/attachments/{file}/download", $"/attachments/{file}" }) Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get(path)).Status);
        var finance = await nation.As(Role.Finance);
        (await finance.Get($"/people/{person.Id}")).Shows("secret.pdf");
        (await finance.Get($"/people/{person.Id}")).DoesNotShow("Attach files");
        Assert.Equal([1], (await finance.Get($"/attachments/{file}/download")).Bytes);
        Assert.Equal(HttpStatusCode.Forbidden, (await finance.PostFrom("/account", $"/attachments/{file}/removal", new { })).Status);
        foreach (var path in new[] { $"/attachments/{file}/download", $"/attachments/{file}", $"/people/{person.Id}/files" }) Assert.Equal(HttpStatusCode.NotFound, (await other.Panel.Get(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get($"/attachments/{file}/download")).Status);
        Assert.Single(await nation.Db.AuditEntries.Where(a => a.Action == "attachment.fetched").ToListAsync(Ct));
    }

    [Fact]
    public async Task Somebody_archived_keeps_their_files_and_gets_no_more()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var file = await nation.Attached(person.Id, "kept.pdf", [1]);
        await nation.Db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, app.Clock.GetUtcNow()), Ct);

        Assert.Equal([1], (await nation.Panel.Get($"/attachments/{file}/download")).Bytes);
        (await nation.Panel.Get($"/people/{person.Id}")).DoesNotShow("Attach files");
        (await nation.Attach(person.Id, "", ("more.pdf", [1]))).Shows("This person is archived or not there any more. Nothing was attached.");
        Assert.Single(nation.Bytes());
    }

    [Fact]
    public async Task Where_the_disk_is_full_nothing_of_the_files_is_kept_and_a_sentence_says_so()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var services = nation.Services;

        var outcome = await services.GetRequiredService<AttachFiles>().Run(person.Id, [new SentFile("good.pdf", new MemoryStream([1])), new SentFile("last.pdf", new NoRoomStream())], "", Ct);

        Assert.Equal("There is no room left on the server’s disk. Nothing of the file was kept; ask the operator to make room.", Assert.IsType<Attaching.Refused>(outcome).Reason);
        Assert.Empty(nation.Bytes());
        Assert.False(await nation.Db.Attachments.AnyAsync(Ct));
    }

    private sealed class NoRoomStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.WriteByte(1);
            throw new IOException("No space left on device", 28);
        }
    }
}
