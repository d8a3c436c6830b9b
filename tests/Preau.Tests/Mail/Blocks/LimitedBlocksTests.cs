using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Blocks;
using Preau.Mail.Limits;
using Preau.Mail.Measuring;
using Preau.Segments;

namespace Preau.Tests.Mail.Blocks;

/// <summary>Blocks for the people of one segment, or for all but them: each reader gets theirs, and whoever did not agree to be chosen gets neither.</summary>
public sealed class LimitedBlocksTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly Purpose[] Agreed = [Purpose.News, Purpose.Targeted];

    private static Block.Paragraph Line(string text) => new([new(text)], BlockAlign.Left);

    private static string Body(long segmentId) => BlockTree.Write([Line("For everybody."), new Block.Limited([Line("Only for them."), new Block.Button("Theirs", "https://example.org/theirs", BlockAlign.Left)], segmentId, false), new Block.Limited([Line("For all but them.")], segmentId, true), Line("The end.")]);

    [Fact]
    public void Limited_blocks_are_the_same_in_every_way_of_writing()
    {
        Block[] blocks = [Line("First."), new Block.Limited([Line("Theirs."), new Block.Limited([Line("Within.")], 7, true)], 12, false), new Block.Columns([[new Block.Limited([Line("left")], 3, true)], [Line("right")]])];
        var tree = BlockTree.Write(blocks);

        Assert.Equal(tree, BlockTree.Write(BlockTree.Read(tree)!));
        Assert.Equal(tree, BlockTree.Write(BlocksOfHtml.Read(BlockHtml.Of(blocks, MailLook.Plain))));
        var markdown = MailSource.Turned(MailFormat.Blocks, MailFormat.Markdown, BlockTree.Write(blocks[..2]), MailLook.Plain);
        Assert.Contains("{% only 12 %}\n\nTheirs.", markdown, StringComparison.Ordinal);
        Assert.Equal(BlockTree.Write(blocks[..2]), MailSource.Turned(MailFormat.Markdown, MailFormat.Blocks, markdown, MailLook.Plain));
    }

    [Theory]
    [InlineData("\"segment\":\"12\"")]
    [InlineData("\"segment\":-3")]
    [InlineData("\"segment\":1e40")]
    [InlineData("\"but\":\"yes\"")]
    public void A_limit_that_cannot_be_read_is_for_nobody(string attribute)
    {
        var read = BlockTree.Read($$$"""{"type":"doc","content":[{"type":"limited","attrs":{{{{attribute}}}},"content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]}]}""");

        Assert.Equal(0, Assert.IsType<Block.Limited>(Assert.Single(read!)).SegmentId);
    }

    [Fact]
    public async Task Each_reader_gets_the_blocks_that_are_for_them()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var segment = await InEnglish(nation);
        var blast = await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Blocks, Body(segment.Id)));

        await nation.SendNow(blast);

        var mails = relay.Mails.ToDictionary(m => m.To, m => m.Message, StringComparer.Ordinal);
        Assert.Equal(4, mails.Count);
        Assert.StartsWith("For everybody.\n\nOnly for them.\n\nTheirs (http", Lines(mails["in@example.org"].TextBody), StringComparison.Ordinal);
        Assert.Contains("Only for them.", mails["in@example.org"].HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("all but", mails["in@example.org"].HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Parts of it were chosen for you by what is known of you", mails["in@example.org"].HtmlBody, StringComparison.Ordinal);
        Assert.StartsWith("For everybody.\n\nFor all but them.\n\nThe end.", Lines(mails["out@example.org"].TextBody), StringComparison.Ordinal);
        Assert.DoesNotContain("Only for them", mails["out@example.org"].HtmlBody, StringComparison.Ordinal);
        foreach (var mail in new[] { mails["in-silent@example.org"], mails["out-silent@example.org"] })
        {
            Assert.StartsWith("For everybody.\n\nThe end.", Lines(mail.TextBody), StringComparison.Ordinal);
            foreach (var hidden in new[] { "Only for them", "all but them", "chosen for you", "endonly", "<p></p>" }) Assert.DoesNotContain(hidden, mail.HtmlBody, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_segment_that_is_changed_after_sending_was_decided_changes_no_mail()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var segment = await InEnglish(nation);
        var blast = await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Blocks, Body(segment.Id)));
        await nation.Frozen(blast);

        var none = SegmentTree.Write(new SegmentGroup(Joining.All, [new SegmentCondition("language", "is", ["fr"])]));
        await nation.Db.Segments.ExecuteUpdateAsync(s => s.SetProperty(x => x.Tree, none), Ct);
        await nation.RunMail();

        Assert.Contains("Only for them.", relay.Mails.Single(m => m.To == "in@example.org").Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_and_typed_marks_are_limited_alike_and_a_targeted_mail_asks_once()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewNation();
        await nation.ReadyToMail(relay);
        var segment = await InEnglish(nation);
        var all = await nation.Seeds.Segment("All", new SegmentCondition("reachable", "mail", []));
        var typed = $"<p>Hello.</p><p>{{% only {segment.Id} %}}</p><p>Only for them.</p><p>{{% endonly %}}</p>";
        var blast = await nation.Seeds.Mail(b => (b.Format, b.Body, b.SegmentId) = (MailFormat.Html, typed, all.Id));
        await nation.Do((_, db) =>
        {
            db.Add(new BlastVersion { BlastId = blast.Id, Place = 1, Subject = "B", Body = typed });
            return Task.CompletedTask;
        });

        await nation.SendNow(blast);

        var mails = relay.Mails.ToDictionary(m => m.To, m => m.Message.TextBody, StringComparer.Ordinal);
        Assert.Equal(["in@example.org", "out@example.org"], mails.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Only for them.", mails["in@example.org"], StringComparison.Ordinal);
        Assert.DoesNotContain("Only for them.", mails["out@example.org"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_that_is_gone_or_may_not_choose_stands_in_the_way()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        await nation.Seeds.Reader("ana@example.org");
        var opinion = await nation.Seeds.Segment("Friends", new SegmentCondition("support_level", "is", ["1"]));
        var gone = await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Blocks, Body(opinion.Id + 99)));
        var forbidden = await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Blocks, Body(opinion.Id)));
        var unread = await nation.Seeds.Mail(b => b.Body = "<p>x {% only person.id %}y{% endonly %}</p>");
        var empty = await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Blocks, BlockTree.Write([new Block.Limited([Line("x")], opinion.Id, false)])));

        Assert.Contains("a segment that does not exist any more", await Refused(nation, gone), StringComparison.Ordinal);
        Assert.Contains("by which it cannot be chosen: It asks what people think.", await Refused(nation, forbidden), StringComparison.Ordinal);
        Assert.Contains("write the number of the segment", await Refused(nation, unread), StringComparison.Ordinal);
        Assert.Contains("gets an empty mail", await Refused(nation, empty), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_is_not_deleted_while_a_part_of_a_mail_is_for_it()
    {
        await using var nation = await app.NewNation();
        var segment = await nation.Seeds.Segment("English", new SegmentCondition("language", "is", ["en"]));
        await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Blocks, Body(segment.Id)));

        var kept = await (await nation.Panel.Submit($"/segments/{segment.Id}", new { }, "removal")).Follow();

        kept.Shows("The segment is not deleted: a part of the mail “A word” is for it.");
        Assert.Equal(1, await nation.Db.Segments.CountAsync(Ct));
    }

    [Fact]
    public async Task The_preview_shows_what_one_person_gets_and_why()
    {
        await using var nation = await app.NewNation();
        await nation.ReadyToMail();
        var segment = await InEnglish(nation);
        var blast = await nation.Seeds.Mail(b => (b.Format, b.Body) = (MailFormat.Blocks, Body(segment.Id)));
        var people = await nation.Db.PersonEmails.ToDictionaryAsync(e => e.Address, e => e.PersonId, Ct);

        var inside = await nation.Panel.Get($"/mail/{blast.Id}/preview?as=text&person={people["in@example.org"]}");
        inside.Shows("Only for them.");
        inside.Shows("“English”: is in it.");
        (await nation.Panel.Get($"/mail/{blast.Id}/preview?as=text&person={people["out@example.org"]}")).Shows("For all but them.");
        var silent = await nation.Panel.Get($"/mail/{blast.Id}/preview?as=text&person={people["in-silent@example.org"]}");
        silent.Shows("“English”: neither what is only for it");
        Assert.DoesNotContain("Only for them.", silent.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("For all but them.", silent.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_editor_offers_the_segments_that_may_choose()
    {
        await using var nation = await app.NewNation();
        var segment = await nation.Seeds.Segment("English", new SegmentCondition("language", "is", ["en"]));
        var friends = await nation.Seeds.Segment("Friends", new SegmentCondition("support_level", "is", ["1"]));

        var page = await nation.Panel.Get("/mail/new");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains($"<option value=\"only {segment.Id}\">", page.Html, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"allbut {segment.Id}\">", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain($"<option value=\"only {friends.Id}\">", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_limits_names_no_segment()
    {
        var blast = new Blast { Subject = "x", Language = "en", Format = MailFormat.Blocks, Body = BlockTree.Write([Line("only 12 people came; {{ person.city }}")]) };

        Assert.Empty(BlastLimits.Of([blast]));
        blast.Body = Body(12);
        Assert.Equal([12], BlastLimits.Of([blast]));
    }

    /// <summary>Of those who speak English and those who do not, one each who agreed to be chosen and one who did not.</summary>
    private static async Task<Segment> InEnglish(TestNation nation)
    {
        foreach (var (name, language) in new[] { ("in", "en"), ("out", "fr") })
        {
            await nation.Seeds.Reader($"{name}@example.org", consents: Agreed, with: p => p.Language = language);
            await nation.Seeds.Reader($"{name}-silent@example.org", with: p => p.Language = language);
        }

        return await nation.Seeds.Segment("English", new SegmentCondition("language", "is", ["en"]));
    }

    private static async Task<string> Refused(TestNation nation, Blast blast) => string.Join('\n', Assert.IsType<Scheduling.Refused>(await nation.Schedule(blast)).Reasons.Select(r => r.Text));

    private static string Lines(string? text) => Assert.IsType<string>(text).ReplaceLineEndings("\n");
}
