using System.Globalization;
using System.Net;
using System.Text;
using Preau.Mail.Brand;
using Preau.Mail.Limits;

namespace Preau.Mail.Blocks;

/// <summary>
/// Blocks as the HTML that mail programs show alike: tables for what stands side by side and for buttons, as Outlook lays out by Word, which knows no other way. Plain elements get their
/// styles with those of every mail, in <see cref="BodyText"/>.
/// </summary>
public static class BlockHtml
{
    /// <param name="blocks">As <see cref="BlockTree"/> read them.</param>
    /// <param name="look">The campaign's own.</param>
    public static string Of(IEnumerable<Block> blocks, MailLook look)
    {
        var html = new StringBuilder();
        Write(blocks, look, html);
        return html.ToString();
    }

    private static void Write(IEnumerable<Block> blocks, MailLook look, StringBuilder html)
    {
        foreach (var block in blocks) Write(block, look, html);
    }

    private static void Write(Block block, MailLook look, StringBuilder html)
    {
        switch (block)
        {
            case Block.Paragraph p:
                // An empty one is the line that somebody left free.
                html.Append(CultureInfo.InvariantCulture, $"<p{At(p.Align)}>").Append(p.Spans.Count == 0 ? "<br>" : Words(p.Spans)).Append("</p>");
                break;
            case Block.Heading h:
                html.Append(CultureInfo.InvariantCulture, $"<h{h.Level}{At(h.Align)}>{Words(h.Spans)}</h{h.Level}>");
                break;
            case Block.Items items:
                html.Append(items.IsNumbered ? "<ol>" : "<ul>");
                foreach (var item in items.Each) Item(item, look, html);
                html.Append(items.IsNumbered ? "</ol>" : "</ul>");
                break;
            case Block.Quote quote:
                html.Append("<blockquote>");
                Write(quote.Blocks, look, html);
                html.Append("</blockquote>");
                break;
            case Block.Picture picture: Picture(picture, html); break;
            case Block.Button button: Button(button, look, html); break;
            case Block.Columns columns: Columns(columns, look, html); break;
            case Block.Limited limited:
                // Lines of their own, as somebody would type them: BodyText takes the paragraph away.
                html.Append(CultureInfo.InvariantCulture, $"<p>{LimitTag.Open(limited.SegmentId, limited.IsAllBut)}</p>");
                Write(limited.Blocks, look, html);
                html.Append(CultureInfo.InvariantCulture, $"<p>{LimitTag.Close(limited.IsAllBut)}</p>");
                break;
            case Block.Rule: html.Append("<hr>"); break;
            case Block.Spacer spacer:
                html.Append(CultureInfo.InvariantCulture, $"""<div style="height:{spacer.Height}px;line-height:{spacer.Height}px;font-size:1px">&nbsp;</div>""");
                break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>One line of a list needs no paragraph around it, which would set it apart from the next.</summary>
    private static void Item(IReadOnlyList<Block> blocks, MailLook look, StringBuilder html)
    {
        if (blocks is [Block.Paragraph first, ..])
        {
            html.Append(CultureInfo.InvariantCulture, $"<li{At(first.Align)}>{Words(first.Spans)}");
            Write(blocks.Skip(1), look, html);
        }
        else
        {
            html.Append("<li>");
            Write(blocks, look, html);
        }

        html.Append("</li>");
    }

    private static void Picture(Block.Picture picture, StringBuilder html)
    {
        html.Append(CultureInfo.InvariantCulture, $"""<div{At(picture.Align)} style="margin:0 0 16px 0">""");
        var image = $"""<img src="{Encoded(picture.Source)}" alt="{Encoded(picture.Alt)}" style="max-width:100%;height:auto;border:0">""";
        html.Append(picture.Href.Length > 0 ? $"""<a href="{Encoded(picture.Href)}" style="text-decoration:none">{image}</a>""" : image).Append("</div>");
    }

    private static void Button(Block.Button button, MailLook look, StringBuilder html) => html.Append(CultureInfo.InvariantCulture, $"""
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td{At(button.Align)} style="padding:8px 0 24px 0"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="{look.ButtonColour}" style="background-color:{look.ButtonColour};border-radius:{look.Radius}px;mso-padding-alt:12px 24px"><a class="button" href="{Encoded(button.Href)}" style="display:inline-block;padding:12px 24px;color:{look.ButtonText};font-family:{look.Font.Small()};font-size:17px;line-height:1.25;font-weight:bold;text-decoration:none">{Encoded(button.Text)}</a></td></tr></table></td></tr></table>
        """);

    private static void Columns(Block.Columns columns, MailLook look, StringBuilder html)
    {
        var width = 100 / columns.Each.Count;
        html.Append("""<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>""");
        foreach (var (place, column) in columns.Each.Index())
        {
            var (left, right) = (place == 0 ? 0 : 10, place == columns.Each.Count - 1 ? 0 : 10);
            html.Append(CultureInfo.InvariantCulture, $"""<td class="column" width="{width}%" valign="top" style="width:{width}%;vertical-align:top;padding:0 {right}px 0 {left}px">""");
            Write(column, look, html);
            html.Append("</td>");
        }

        html.Append("</tr></table>");
    }

    private static string At(BlockAlign align) => align == BlockAlign.Left ? "" : $" align=\"{EnumText<BlockAlign>.Of(align)}\"";

    private static string Words(IEnumerable<BlockSpan> spans)
    {
        var html = new StringBuilder();
        foreach (var span in spans)
        {
            if (span.Text == "\n")
            {
                html.Append("<br>");
                continue;
            }

            var words = Encoded(span.Text);
            if (span.Marks.HasFlag(BlockMarks.Code)) words = $"<code>{words}</code>";
            if (span.Marks.HasFlag(BlockMarks.Strike)) words = $"<s>{words}</s>";
            if (span.Marks.HasFlag(BlockMarks.Underline)) words = $"<u>{words}</u>";
            if (span.Marks.HasFlag(BlockMarks.Italic)) words = $"<em>{words}</em>";
            if (span.Marks.HasFlag(BlockMarks.Bold)) words = $"<strong>{words}</strong>";
            html.Append(span.Href is { } href ? $"<a href=\"{Encoded(href)}\">{words}</a>" : words);
        }

        return html.ToString();
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
