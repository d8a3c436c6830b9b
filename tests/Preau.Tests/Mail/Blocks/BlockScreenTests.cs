using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail.Blocks;

namespace Preau.Tests.Mail.Blocks;

/// <summary>A mail is written as blocks, turned into other ways of writing, and blocks are kept for other mails.</summary>
public sealed class BlockScreenTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Tree = """{"type":"doc","content":[{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"On Saturday"}]},{"type":"columns","content":[{"type":"column","content":[{"type":"paragraph","content":[{"type":"text","text":"Dear {{ person.first_name | default: \"friend\" }}"}]}]},{"type":"column","content":[{"type":"button","attrs":{"href":"/events","align":"center"},"content":[{"type":"text","text":"I come"}]}]}]}]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blocks_are_written_kept_and_shown_as_the_mail_that_arrives()
    {
        await using var nation = await app.NewNation();
        var ana = await nation.Seeds.Reader("ana@example.org", consents: [Purpose.News]);
        await nation.ReadyToMail();

        var saved = await nation.Panel.Submit("/mail/new", new { Form_Subject = "Saturday", Form_Body = Tree, Form_Language = "en" });

        (await saved.Follow()).Shows("The draft is saved.");
        var blast = await nation.Db.Blasts.SingleAsync(Ct);
        Assert.Equal(MailFormat.Blocks, blast.Format);
        var mail = await nation.Panel.Get($"/mail/{blast.Id}/preview.html?person={ana.Id}");
        Assert.Contains("class=\"column\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains(">I come</a>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("/events", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", mail.Html, StringComparison.Ordinal);
        (await nation.Panel.Get($"/mail/{blast.Id}/preview?as=text&person={ana.Id}")).Shows("I come (");
    }

    [Fact]
    public async Task A_button_that_leads_nowhere_and_a_wrong_name_are_told_before_anything_leaves()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var tree = Tree.Replace("/events", "the park", StringComparison.Ordinal).Replace("first_name", "frist_name", StringComparison.Ordinal);

        await nation.Panel.Submit("/mail/new", new { Form_Subject = "Saturday", Form_Body = tree, Form_Language = "en" });

        var blast = await nation.Db.Blasts.SingleAsync(Ct);
        var page = await nation.Panel.Get($"/mail/{blast.Id}/edit");
        page.Shows("The link on “I come” leads to “the park”, which is no address.");
        page.Shows("nothing is called “person.frist_name”");
    }

    [Fact]
    public async Task A_draft_is_turned_with_all_its_versions()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var blast = await nation.Seeds.Mail(b => (b.Body, b.Format) = (MailSource.Clean(MailFormat.Blocks, Tree), MailFormat.Blocks));
        await nation.Panel.Submit($"/mail/{blast.Id}/versions", new { });

        await nation.Panel.Submit($"/mail/{blast.Id}/edit", new { Form_Body = Tree, turn = "Markdown" });

        var turned = await nation.Db.Blasts.SingleAsync(Ct);
        var version = await nation.Db.BlastVersions.SingleAsync(Ct);
        Assert.Equal(MailFormat.Markdown, turned.Format);
        Assert.StartsWith("## On Saturday", turned.Body, StringComparison.Ordinal);
        Assert.StartsWith("## On Saturday", version.Body, StringComparison.Ordinal);
        // A tab that was opened before still sends blocks: they are kept in the way that the mail has by now.
        await nation.Panel.Submit($"/mail/{blast.Id}/versions/1", new { Form_Subject = "Other", Form_Format = "Blocks", Form_Body = Tree.Replace("On Saturday", "On Sunday", StringComparison.Ordinal) });
        Assert.StartsWith("## On Sunday", (await nation.Db.BlastVersions.SingleAsync(Ct)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_tree_is_refused_with_what_was_written()
    {
        await using var nation = await app.NewNation();

        var refused = await nation.Panel.Submit("/mail/new", new { Form_Subject = "Saturday", Form_Body = "{\"type\":\"doc\",", Form_Language = "en" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("The text came in a way that cannot be read.");
        Assert.Empty(await nation.Db.Blasts.ToListAsync(Ct));
    }

    [Fact]
    public async Task Blocks_are_kept_by_name_found_in_the_editor_and_deleted()
    {
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();

        var kept = await nation.Panel.PostFrom("/mail/new", "/mail/blocks", new { name = " Our  banner ", tree = Tree });
        await nation.Panel.PostFrom("/mail/new", "/mail/blocks", new { name = "our banner", tree = Tree.Replace("Saturday", "Sunday", StringComparison.Ordinal) });
        var empty = await nation.Panel.PostFrom("/mail/new", "/mail/blocks", new { name = "Nothing", tree = "{\"type\":\"doc\"}" });

        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        var block = await nation.Db.SavedBlocks.SingleAsync(Ct);
        Assert.Equal("our banner", block.Name);
        Assert.Contains(">our banner</option>", (await nation.Panel.Get("/mail/new")).Html, StringComparison.Ordinal);
        (await nation.Panel.Get("/mail/blocks")).Shows("On Sunday");
        Assert.DoesNotContain("our banner", (await other.Panel.Get("/mail/new")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Panel.PostFrom("/mail/new", $"/mail/blocks/{block.Id}/removal", new { })).Status);
        (await (await nation.Panel.PostFrom("/mail/new", $"/mail/blocks/{block.Id}/removal", new { })).Follow()).Shows("The block “our banner” is deleted.");
        Assert.Empty(await nation.Db.SavedBlocks.ToListAsync(Ct));
    }
}
