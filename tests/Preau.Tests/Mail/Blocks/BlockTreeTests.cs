using System.Text.Json.Nodes;
using Preau.Mail;
using Preau.Mail.Blocks;

namespace Preau.Tests.Mail.Blocks;

/// <summary>A tree of blocks is read from whatever a browser sends, written for mail programs, and turned into other ways of writing and back.</summary>
public sealed class BlockTreeTests
{
    private static readonly MailLook Look = new("#A63D24", "#FFFFFF", 6);

    private static readonly Block[] Everything =
    [
        new Block.Heading(2, [new("Réunion publique")], BlockAlign.Center),
        new Block.Paragraph([new("Dear "), new("{{ person.first_name | default: \"friend\" }}", BlockMarks.Bold), new(",")], BlockAlign.Left),
        new Block.Paragraph([new("One line"), new("\n"), new("and a "), new("link", BlockMarks.Italic, "https://example.org/a?b=1&c=2")], BlockAlign.Right),
        new Block.Items(false, [[new Block.Paragraph([new("first")], BlockAlign.Left)], [new Block.Paragraph([new("second")], BlockAlign.Left)]]),
        new Block.Quote([new Block.Paragraph([new("<said>")], BlockAlign.Left)]),
        new Block.Picture("/files/1/square.png", "The square at night", "/events", BlockAlign.Center),
        new Block.Columns([[new Block.Paragraph([new("left")], BlockAlign.Left)], [new Block.Button("Come & see", "https://example.org/come", BlockAlign.Left)]]),
        new Block.Rule(),
        new Block.Spacer(40),
    ];

    [Fact]
    public void What_is_written_is_read_again_the_same()
    {
        var json = BlockTree.Write(Everything);

        var read = BlockTree.Read(json);

        Assert.Equal(json, BlockTree.Write(read!));
        Assert.Equal(BlockHtml.Of(Everything, Look), BlockHtml.Of(read!, Look));
    }

    [Fact]
    public void Buttons_and_columns_are_tables_and_words_are_escaped()
    {
        var html = BlockHtml.Of(Everything, Look);

        Assert.Contains("&lt;said&gt;", html, StringComparison.Ordinal);
        Assert.Contains("""<h2 align="center">""", html, StringComparison.Ordinal);
        Assert.Contains("""<td bgcolor="#A63D24" """, html, StringComparison.Ordinal);
        Assert.Contains("""href="https://example.org/come" style="display:inline-block""", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("class=\"column\" width=\"50%\"").Length - 1);
        Assert.Contains("<li>first</li>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_of_blocks_makes_the_same_blocks()
    {
        var again = BlocksOfHtml.Read(BlockHtml.Of(Everything, Look));

        Assert.Equal(BlockTree.Write(Everything), BlockTree.Write(again));
    }

    [Fact]
    public void Markdown_of_blocks_says_the_same()
    {
        var markdown = MailSource.Turned(MailFormat.Blocks, MailFormat.Markdown, BlockTree.Write(Everything), Look);

        Assert.Contains("## Réunion publique", markdown, StringComparison.Ordinal);
        Assert.Contains("Dear **{{ person.first_name | default: \"friend\" }}**,", markdown, StringComparison.Ordinal);
        Assert.Contains("- first\n- second", markdown, StringComparison.Ordinal);
        Assert.Contains("[Come & see](https://example.org/come)", markdown, StringComparison.Ordinal);
        var html = MailSource.Html(MailFormat.Markdown, markdown, Look);
        Assert.Contains("<strong>{{ person.first_name | default: \"friend\" }}</strong>", LiquidTags.Unescaped(html), StringComparison.Ordinal);
        Assert.Contains("&lt;said&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_plain_field_becomes_paragraphs()
    {
        var blocks = BlockTree.Read(MailSource.Clean(MailFormat.Blocks, "{{ person.first_name }}, come.\n\nSecond paragraph."))!;

        Assert.Equal(2, blocks.Count);
        Assert.All(blocks, b => Assert.IsType<Block.Paragraph>(b));
    }

    [Theory]
    [InlineData("{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\"}]}")]
    [InlineData("{\"type\":\"doc\"}")]
    [InlineData("{\"type\":\"doc\",\"content\":[{\"type\":\"columns\",\"content\":[{\"type\":\"column\",\"content\":[{\"type\":\"paragraph\"}]}]}]}")]
    [InlineData("  ")]
    public void Nothing_to_be_seen_is_kept_as_nothing(string sent) => Assert.Equal("", MailSource.Clean(MailFormat.Blocks, sent));

    [Theory]
    [InlineData("{\"type\":\"paragraph\"}")]
    [InlineData("{\"type\":[]}")]
    [InlineData("{\"type\":\"doc\",")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":\"doc\",\"type\":\"doc\"}")]
    public void What_is_no_tree_is_refused(string sent) => Assert.NotNull(MailSource.WhyNot(MailFormat.Blocks, sent));

    [Fact]
    public void Hostile_trees_lose_what_no_mail_may_hold()
    {
        var sent = """
            {"type":"doc","content":[
              {"type":"script","content":[{"type":"text","text":"alert(1)"}]},
              {"type":"paragraph","attrs":{"align":"\"><script>"},"content":[{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"javascript:alert(1)"}},{"type":"blink"},7,null]}]},
              {"type":"image","attrs":{"src":"https://spy.example/x.png","alt":"x"}},
              {"type":"image","attrs":{"src":"/files/\"onerror=1","alt":"\"><b>"}},
              {"type":"button","attrs":{"href":"data:text/html,x"},"content":[{"type":"text","text":"b"}]},
              {"type":"spacer","attrs":{"height":99999}},
              {"type":"heading","attrs":{"level":-3},"content":"no list"},
              {"type":"columns","content":[{"type":"column"},{"type":"column"},{"type":"column"},{"type":"column"},{"type":"paragraph"}]},
              null, 3, "x"]}
            """;

        var html = BlockHtml.Of(BlockTree.Read(MailSource.Clean(MailFormat.Blocks, sent))!, Look);

        foreach (var wrong in new[] { "<script", "javascript:", "spy.example", "data:text", "\"onerror", "<b>", "99999" }) Assert.DoesNotContain(wrong, html, StringComparison.Ordinal);
        Assert.Contains("height:120px", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("class=\"column\"").Length - 1);
    }

    [Fact]
    public void What_the_editor_does_not_take_empty_is_filled()
    {
        var json = MailSource.Clean(MailFormat.Blocks, """{"type":"doc","content":[{"type":"columns","content":[{"type":"column","content":[{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"heading","content":[{"type":"text","text":"h"}]}]}]},{"type":"blockquote"}]}]}]}""");

        var columns = Assert.IsType<Block.Columns>(Assert.Single(BlockTree.Read(json)!));
        Assert.Equal(2, columns.Each.Count);
        Assert.IsType<Block.Paragraph>(Assert.Single(columns.Each[1]));
        Assert.IsType<Block.Paragraph>(Assert.IsType<Block.Items>(columns.Each[0][0]).Each[0][0]);
        Assert.Single(Assert.IsType<Block.Quote>(columns.Each[0][1]).Blocks);
    }

    [Fact]
    public void Blocks_survive_being_turned_to_html_and_back()
    {
        var tree = BlockTree.Write(Everything);

        var html = MailSource.Turned(MailFormat.Blocks, MailFormat.Html, tree, Look);

        Assert.Contains("border-radius", html, StringComparison.Ordinal);
        Assert.Contains("text-decoration", html, StringComparison.Ordinal);
        Assert.Equal(tree, MailSource.Turned(MailFormat.Html, MailFormat.Blocks, html, Look));
    }

    [Theory]
    [InlineData("<span style=\"color:red\">Bonjour à tous</span><br>Venez", "Bonjour à tous", "Venez")]
    [InlineData("Écrivez à <ana@example.org> avant lundi", "ana@example.org", "avant lundi")]
    [InlineData("<font><p>Premier</p><p>Second</p></font>", "Premier", "Second")]
    [InlineData("<ul><li>un</li><ul><li>deux</li></ul>trois</ul>", "deux", "trois")]
    [InlineData("<p><strong><img src=\"/files/1/a.png\" alt=\"Image\"></strong> et ses mots</p>", "/files/1/a.png", "et ses mots")]
    [InlineData("<a href=\"https://example.org\"><img src=\"/files/1/a.png\"> avec</a>", "/files/1/a.png", "avec")]
    public void No_way_of_writing_html_loses_words(string written, string one, string other)
    {
        var kept = MailSource.Clean(MailFormat.Html, written);
        var blocks = MailSource.Turned(MailFormat.Html, MailFormat.Blocks, kept, Look);

        foreach (var text in new[] { kept, blocks })
        {
            Assert.Contains(one, System.Net.WebUtility.HtmlDecode(text), StringComparison.Ordinal);
            Assert.Contains(other, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_paragraph_each_and_where_they_stand_are_kept()
    {
        var blocks = BlocksOfHtml.Read("<b><p>A</p><p align=\"right\">B</p></b><table align=\"center\"><tr><td><p>C</p></td></tr></table>");

        Assert.Equal([BlockAlign.Left, BlockAlign.Right, BlockAlign.Left], blocks.Cast<Block.Paragraph>().Select(p => p.Align));
        Assert.All(blocks.Cast<Block.Paragraph>().Take(2), p => Assert.Equal(BlockMarks.Bold, p.Spans[0].Marks));
    }

    [Theory]
    [InlineData("Rendez-vous ", BlockMarks.Bold, "<strong>Rendez-vous</strong> samedi")]
    [InlineData("- pas une liste ", BlockMarks.None, "<p>- pas une liste samedi")]
    [InlineData("1. pas une liste ", BlockMarks.None, "<p>1. pas une liste samedi")]
    [InlineData("# pas un titre ", BlockMarks.None, "<p># pas un titre samedi")]
    [InlineData("2 * 3 * {{ person.first_name | default: \"a_b_c\" }} ", BlockMarks.None, "2 * 3 * {{ person.first_name | default: \"a_b_c\" }} samedi")]
    public void Markdown_says_what_blocks_said(string text, BlockMarks marks, string html)
    {
        var tree = BlockTree.Write([new Block.Paragraph([new(text, marks), new("samedi"), new("!"), new("ici", BlockMarks.None, "/p?id={{ person.id }}")], BlockAlign.Left)]);

        var written = LiquidTags.Unescaped(MailSource.Html(MailFormat.Markdown, MailSource.Turned(MailFormat.Blocks, MailFormat.Markdown, tree, Look), Look));

        Assert.Contains(html, written, StringComparison.Ordinal);
        Assert.Contains("!<a href=\"/p?id={{ person.id }}\">ici</a>", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Liquid_between_rows_is_refused_before_a_parser_moves_it()
    {
        Assert.NotNull(MailSource.WhyNot(MailFormat.Html, "<table>{% if person.city %}<tr><td>a</td></tr>{% endif %}</table>"));
        Assert.Null(MailSource.WhyNot(MailFormat.Html, "<table><tr><td>{% if person.city %}a{% endif %}</td></tr></table>"));
    }

    [Fact]
    public void No_words_are_lost_with_a_tag_that_no_mail_holds()
    {
        var kept = MailSource.Clean(MailFormat.Html, "<html><head><title>t</title><style>x</style></head><body><main><section><h1>One</h1><article>Two <details>Three</details></article></section></main><script>no()</script></body></html>");

        foreach (var word in new[] { "One", "Two", "Three" }) Assert.Contains(word, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("no()", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("<section", kept, StringComparison.Ordinal);
        Assert.Contains("<h2>Title</h2>", MailSource.Html(MailFormat.Markdown, "# Title", Look), StringComparison.Ordinal);
    }

    [Fact]
    public void Very_deep_and_very_many_are_bounded()
    {
        var deep = JsonNode.Parse("{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"deep\"}]}")!;
        for (var i = 0; i < 18; i++) deep = new JsonObject { ["type"] = "blockquote", ["content"] = new JsonArray(deep) };
        Assert.NotNull(BlockTree.Read(new JsonObject { ["type"] = "doc", ["content"] = new JsonArray(deep) }.ToJsonString(new() { MaxDepth = 200 })));
        Assert.Null(BlockTree.Read("{\"type\":\"doc\",\"content\":" + new string('[', 5000) + new string(']', 5000) + "}"));
        var many = "{\"type\":\"doc\",\"content\":[" + string.Join(',', Enumerable.Repeat("{\"type\":\"horizontalRule\"}", 9000)) + "]}";
        Assert.Equal(5000, BlockTree.Read(many)!.Count);
        var tags = string.Concat(Enumerable.Repeat("<blockquote>", 3000)) + "deep";
        Assert.NotEmpty(BlocksOfHtml.Read(tags));
    }

    [Fact]
    public void Html_that_is_brought_along_keeps_its_tables_and_loses_what_calls_home()
    {
        var kept = MailSource.Clean(MailFormat.Html, """
            <style>p{color:red}</style><table width="600" style="border-collapse:collapse;background-image:url(https://spy.example/a.png)"><tr><td bgcolor="#ffffff" style="padding:8px;color:#333;behavior:url(x)" onclick="x()"><img src="https://spy.example/b.png"><img src="/files/2/ours.png" style="width:50px"><a href="www.example.org">go</a></td></tr></table><form><input></form>
            """);

        Assert.Contains("border-collapse", kept, StringComparison.Ordinal);
        Assert.Contains("padding", kept, StringComparison.Ordinal);
        Assert.Contains("/files/2/ours.png", kept, StringComparison.Ordinal);
        Assert.Contains("https://www.example.org", kept, StringComparison.Ordinal);
        foreach (var wrong in new[] { "spy.example", "<style", "onclick", "behavior", "<form", "<input", "background-image" }) Assert.DoesNotContain(wrong, kept, StringComparison.OrdinalIgnoreCase);
    }
}
