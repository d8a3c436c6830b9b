using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Mail.Linked;
using Preau.Shared;
using Preau.Tests.Attachments;

namespace Preau.Tests.Mail.Linked;

/// <summary>Documents that mails link to: brought in, saved by readers, removed.</summary>
public sealed class LinkedFileTests(LinksApp app) : IClassFixture<LinksApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_uploaded_without_scripts_and_readers_save_it_from_the_site()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/mail/files")).Shows("No file is linked yet");
        (await nation.Panel.Get("/mail/files")).Shows("25 MB at most. Whoever has the link can save the file, and pass it on.");

        var list = await (await nation.Upload("Programme d’été.pdf", LinkedDoor.Pdf)).Follow();

        list.Shows("“Programme d’été.pdf” is there. Copy its link into the text.");
        list.Shows("1 kB");
        list.Shows("Owner");
        var file = await nation.Db.LinkedFiles.SingleAsync(Ct);
        Assert.Matches("^/files/[0-9a-f]{32}$", file.Path);
        Assert.EndsWith($"//{nation.Facts.Slug}.localhost:5080{file.Path}", list.Document.QuerySelector("copy-button")!.GetAttribute("data-text"), StringComparison.Ordinal);
        var (page, head) = (await nation.Site.Get(file.Path), await nation.Site.Send(new HttpRequestMessage(HttpMethod.Head, file.Path)));
        Assert.Equal(LinkedDoor.Pdf, page.Bytes);
        foreach (var response in new[] { page.Response, head.Response })
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(("attachment", "Programme d’été.pdf"), (response.Content.Headers.ContentDisposition!.DispositionType, response.Content.Headers.ContentDisposition.FileNameStar));
            Assert.Equal("application/pdf", response.Content.Headers.ContentType!.ToString());
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("default-src 'none'; sandbox", Header(response, "Content-Security-Policy"));
            Assert.Equal("noindex", Header(response, "X-Robots-Tag"));
            Assert.True(response.Headers.CacheControl is { NoCache: true, Private: true });
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }

        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "linked_file.created" && a.SubjectId == file.Id, Ct));
    }

    [Fact]
    public async Task No_other_nation_and_no_guess_reaches_a_file()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        await nation.Upload("a.pdf", LinkedDoor.Pdf);
        var file = await nation.Db.LinkedFiles.SingleAsync(Ct);

        Assert.Equal(HttpStatusCode.NotFound, (await other.Site.Get(file.Path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get($"/files/{file.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/files/" + file.Key.ToUpperInvariant())).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Get("/files/..%2f..%2flinked")).Status);
        // The panel hands nothing out: what is opened there could read it.
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get(file.Path)).Status);
        (await other.Panel.Get("/mail/files")).DoesNotShow("a.pdf");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Panel.PostFrom("/mail", $"/mail/files/{file.Id}/removal", new { })).Status);
        Assert.Single(nation.LinkedBytes());
        Assert.Equal(HttpStatusCode.OK, (await nation.Site.Get(file.Path)).Status);
    }

    [Theory]
    [InlineData("en", "Minutes [3] (PDF, 1 kB)")]
    [InlineData("fr", "Minutes [3] (PDF, 1 ko)")]
    public async Task The_editor_gets_the_words_of_the_link_in_the_language_of_the_mail(string language, string words)
    {
        await using var nation = await app.NewNation();

        var answer = await nation.Upload("Minutes [3].PDF", LinkedDoor.Pdf, isEditor: true, language);

        using var said = JsonDocument.Parse(answer.Html);
        Assert.Equal((await nation.Db.LinkedFiles.SingleAsync(Ct)).Path, said.RootElement.GetProperty("href").GetString());
        Assert.Equal(words, said.RootElement.GetProperty("text").GetString()!.Replace('\u202F', ' ').Replace('\u00A0', ' '), ignoreCase: true);
        var refused = await nation.Upload("page.html", "<script>"u8.ToArray(), isEditor: true);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        using var why = JsonDocument.Parse(refused.Html);
        Assert.StartsWith("“page.html” is of a kind that cannot be linked. What can be: PDF, ODT", why.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_a_link_are_no_Liquid() =>
        Assert.Equal("((person.email)) ((% x %)) (PDF, 1 kB)", LinkFile.Text(new LinkedFile { Key = "k", Name = "{{person.email}} {{% x %}}.pdf", Bytes = 900 }, new Words("en")));

    [Theory]
    [InlineData("page.html", "%PDF-1.4", "of a kind that cannot be linked")]
    [InlineData("drawing.svg", "%PDF-1.4", "of a kind that cannot be linked")]
    [InlineData("programme.pdf.exe", "%PDF-1.4", "of a kind that cannot be linked")]
    [InlineData("macros.docm", "PK\u0003\u0004", "of a kind that cannot be linked")]
    [InlineData("archive.zip", "PK\u0003\u0004", "of a kind that cannot be linked")]
    [InlineData("pdf", "%PDF-1.4", "of a kind that cannot be linked")]
    [InlineData("..pdf", "%PDF-1.4", "of a kind that cannot be linked")]
    [InlineData("programme.pdf", "MZ\u0000 a program", "is not what its ending says")]
    [InlineData("programme.exe.pdf", "<html><script>", "is not what its ending says")]
    [InlineData("minutes.docx", "%PDF-1.4", "is not what its ending says")]
    [InlineData("list.csv", "a;b\0", "is not what its ending says")]
    [InlineData("dates.ics", "<html>", "is not what its ending says")]
    [InlineData("speech.mp3", "<html>", "is not what its ending says")]
    [InlineData("empty.pdf", "", "is empty")]
    public async Task What_is_not_of_the_kinds_is_refused_with_a_sentence(string name, string content, string why)
    {
        await using var nation = await app.NewNation();

        var page = await nation.Upload(name, Encoding.Latin1.GetBytes(content));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(why);
        Assert.False(await nation.Db.LinkedFiles.AnyAsync(Ct));
        Assert.Empty(nation.LinkedBytes());
    }

    [Theory]
    [InlineData("minutes.docx", "PK\u0003\u0004", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("sums.ods", "PK\u0003\u0004", "application/vnd.oasis.opendocument.spreadsheet")]
    [InlineData("list.csv", "nom;âge", "text/csv")]
    [InlineData("page.txt", "<script>alert(1)</script>", "text/plain")]
    [InlineData("dates.ics", "BEGIN:VCALENDAR\r\n", "text/calendar")]
    [InlineData("speech.mp3", "ID3\u0003", "audio/mpeg")]
    public async Task Each_kind_is_told_by_a_type_of_our_own_list(string name, string content, string type)
    {
        await using var nation = await app.NewNation();
        await nation.Upload(name, Encoding.Latin1.GetBytes(content));

        var response = (await nation.Site.Get((await nation.Db.LinkedFiles.SingleAsync(Ct)).Path)).Response;

        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Theory]
    [InlineData("..\\..\\windows\\a.pdf", "a.pdf")]
    [InlineData("../../../etc/a.pdf", "a.pdf")]
    [InlineData("a\u202Efdp.exe.pdf", "afdp.exe.pdf")]
    [InlineData("a\u0007b\u2066.pdf", "ab.pdf")]
    [InlineData("<script>.pdf", "-script-.pdf")]
    [InlineData("a.pdf. ", "a.pdf")]
    public async Task A_name_leads_nowhere_and_misleads_nobody(string given, string kept)
    {
        await using var nation = await app.NewNation();

        await nation.Upload(given, LinkedDoor.Pdf);

        Assert.Equal(kept, (await nation.Db.LinkedFiles.SingleAsync(Ct)).Name);
        Assert.Matches("^[0-9a-f]{32}$", Path.GetFileName(Assert.Single(nation.LinkedBytes())));
        (await nation.Panel.Get("/mail/files")).Shows(kept);
    }

    [Fact]
    public async Task What_is_too_large_is_not_kept()
    {
        await using var nation = await app.NewNation();
        var large = new byte[LinkFile.MaxBytes + 1];
        LinkedDoor.Pdf.CopyTo(large, 0);

        (await nation.Upload("film.pdf", large)).Shows("“film.pdf” has 26.2 MB; a file may have 25 MB at most.");
        // Cut off while it is still coming in.
        var endless = await nation.Upload("film.pdf", new ByteArrayContent(new byte[LinkFile.MaxRequest + 1]));

        Assert.InRange((int)endless.Status, 400, 413);
        Assert.Empty(nation.LinkedBytes());
        Assert.Equal(HttpStatusCode.Redirect, (await nation.Upload("just.pdf", large[..^1])).Status);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing_and_there_are_only_so_many_files()
    {
        await using var nation = await app.NewNation();
        var link = nation.Services.GetRequiredService<LinkFile>();

        await Assert.ThrowsAsync<IOException>(() => link.Run(new SentFile("a.pdf", new BrokenStream()), Ct));
        Assert.Empty(nation.LinkedBytes());
        await nation.Do((_, db) =>
        {
            for (var i = 0; i < LinkFile.Most; i++) db.Add(new LinkedFile { Key = LinkedFolder.NewKey(), Name = $"{i}.pdf", CreatedAt = app.Clock.GetUtcNow() });
            return Task.CompletedTask;
        });
        (await nation.Upload("a.pdf", LinkedDoor.Pdf)).Shows("300 files are linked already: remove one first that is not needed any more.");
        Assert.Empty(nation.LinkedBytes());
    }

    [Fact]
    public async Task A_link_in_a_mail_is_followed_up_like_any_other_and_the_list_says_where_a_file_is_linked()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        await nation.Seeds.Reader("ana@example.org");
        await nation.Upload("Programme.pdf", LinkedDoor.Pdf);
        var file = await nation.Db.LinkedFiles.SingleAsync(Ct);
        (await nation.Panel.Get("/mail/files")).Shows("Nowhere yet");
        var body = $"<p>Our <a href=\"{file.Path}\">programme (PDF, 1 kB)</a>.</p>";
        var mail = await nation.Seeds.Mail(b => (b.Subject, b.Body) = ("To all", body));
        await nation.Seeds.Mail(b => (b.Subject, b.Body) = ("Still written", body));
        await nation.Seeds.Mail(b => (b.TemplateName, b.Body) = ("The letter", body));
        await nation.Seeds.Mail(b => (b.Subject, b.Body) = ("Of something else", $"<p><a href=\"/files/{new string('0', 32)}\">It</a></p>"));

        await nation.SendNow(mail);

        Assert.EndsWith($"//{nation.Facts.Slug}.localhost:5080{file.Path}", (await nation.Db.MailLinks.SingleAsync(l => l.BlastId == mail.Id, Ct)).Url, StringComparison.Ordinal);
        Assert.DoesNotContain(file.Key, Assert.Single(relay.Mails).Message.HtmlBody, StringComparison.Ordinal);
        var list = await nation.Panel.Get("/mail/files");
        foreach (var title in new[] { "To all", "Still written", "The letter" }) list.Shows(title);
        list.DoesNotShow("Of something else");
        list.Shows("“Programme.pdf” is deleted for good. 3 mails or pages link to it: in those that have left, the link will lead nowhere, and nobody can change that.");
    }

    [Fact]
    public async Task A_removed_file_is_gone_with_its_bytes_its_link_leads_to_the_sites_own_page_and_the_checks_find_it()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ana@example.org");
        await nation.Upload("Programme.pdf", LinkedDoor.Pdf);
        await nation.Upload("Minutes.pdf", LinkedDoor.Pdf);
        var files = await nation.Db.LinkedFiles.OrderBy(f => f.Id).ToListAsync(Ct);
        var mail = await nation.Seeds.Mail(b => b.Body = $"<p><a href=\"{files[0].Path}\">The programme</a> <a href=\"{files[1].Path}\">The minutes</a></p>");

        var removed = await (await nation.Panel.Submit("/mail/files", new { }, $"/mail/files/{files[0].Id}/removal")).Follow();

        removed.Shows("“Programme.pdf” is removed. Its link leads nowhere any more.");
        Assert.Equal(files[1].Key, Path.GetFileName(Assert.Single(nation.LinkedBytes())));
        var gone = await nation.Site.Get(files[0].Path);
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.NotNull(gone.Document.QuerySelector("main"));
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "linked_file.deleted" && a.SubjectId == files[0].Id, Ct));
        await nation.Panel.Submit($"/mail/{mail.Id}/edit", new { then = "send", Form_Subject = "Another word" });
        await nation.RunJobs();
        var send = await nation.Panel.Get($"/mail/{mail.Id}/send");
        send.Shows($"{files[0].Path}: this file was removed. Link another one, or take the link off.");
        send.DoesNotShow($"{files[1].Path}: this file");
    }

    [Fact]
    public async Task Bytes_that_no_row_names_are_swept_away_and_those_of_others_and_of_a_moment_ago_stay()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        foreach (var each in new[] { nation, other }) await each.Upload("kept.pdf", LinkedDoor.Pdf);
        var folder = nation.Services.GetRequiredService<LinkedFolder>();
        foreach (var key in new[] { "0ld", "n3w" }) await folder.Keep(key, new MemoryStream([9]), Ct);
        var now = app.Clock.GetUtcNow().UtcDateTime;
        foreach (var path in nation.LinkedBytes().Concat(other.LinkedBytes())) File.SetLastWriteTimeUtc(path, now.AddDays(-5));
        File.SetLastWriteTimeUtc(folder.Full("n3w"), now.AddHours(-1));

        await nation.Services.GetRequiredService<ForgetLinked>().Run(new ForgetLostFiles(), Ct);

        Assert.False(folder.Has("0ld"));
        Assert.True(folder.Has("n3w"));
        Assert.True(folder.Has((await nation.Db.LinkedFiles.SingleAsync(Ct)).Key));
        Assert.Single(other.LinkedBytes());
    }

    [Fact]
    public async Task Who_writes_no_mails_links_no_files()
    {
        await using var nation = await app.NewNation();
        foreach (var role in new[] { Role.Finance, Role.Volunteer })
        {
            var browser = await nation.As(role);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/mail/files")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostFrom("/account", "/mail/files", new { })).Status);
        }
    }

    [Theory]
    [InlineData("blocks", "rich-editor")]
    [InlineData("markdown", "link-file")]
    [InlineData("html", "link-file")]
    public async Task The_editor_knows_where_files_go_in_each_way_of_writing(string format, string element)
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Get($"/mail/new?format={format}");

        using var said = JsonDocument.Parse(page.Document.QuerySelector(element)!.GetAttribute("data-file")!);
        Assert.Equal(("/mail/files", LinkFile.MaxBytes), (said.RootElement.GetProperty("to").GetString(), said.RootElement.GetProperty("most").GetInt64()));
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(' ', response.Headers.GetValues(name));

    private sealed class BrokenStream : MemoryStream
    {
        public BrokenStream() : base([.. LinkedDoor.Pdf, .. new byte[200_000]])
        {
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("They went away.");
    }
}
