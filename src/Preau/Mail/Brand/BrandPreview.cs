using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Mail.Blocks;
using Preau.Mail.Writing;
using Preau.Nations;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Brand;

/// <summary>A made-up mail in a look that is not kept yet: what is no colour or number of a look stays as it is kept.</summary>
public static class BrandPreview
{
    public static void MapBrandPreview(this IEndpointRouteBuilder app) => app.MapGet("/settings/mail/look/preview.html", Show).Needs(Permission.ManageSettings);

    private static async Task Show(
        [FromQuery(Name = "Form.Text")] string? text, [FromQuery(Name = "Form.Link")] string? link, [FromQuery(Name = "Form.Button")] string? button, [FromQuery(Name = "Form.Card")] string? card, [FromQuery(Name = "Form.Page")] string? page,
        [FromQuery(Name = "Form.Font")] string? font, [FromQuery(Name = "Form.Width")] string? width, [FromQuery(Name = "Form.Radius")] string? radius, [FromQuery(Name = "Form.FootAlign")] string? align, bool? dark,
        HttpContext http, NationSettings settings, SiteViews views, RenderMail render, NationDirectory directory, CurrentNation nation, Words words, CancellationToken ct)
    {
        var brand = await settings.Get<BrandSettings>(ct);
        (brand.Text, brand.Link, brand.Button, brand.Card, brand.Page) = (text ?? brand.Text, link ?? brand.Link, button ?? brand.Button, card ?? brand.Card, page ?? brand.Page);
        if (Enum.TryParse(font, out MailFont face)) brand.Font = face;
        if (Enum.TryParse(align, out BlockAlign foot)) brand.FootAlign = foot;
        if (int.TryParse(width, System.Globalization.CultureInfo.InvariantCulture, out var wide)) brand.Width = wide;
        if (int.TryParse(radius, System.Globalization.CultureInfo.InvariantCulture, out var round)) brand.Radius = round;
        var language = nation.Facts.Language;
        var look = MailLook.Of((await views.Site(language, null, ct)).Colours, brand);
        if (await render.Run(Sample(words.In(language), language), null, look, ct) is Rendering.Done { Mail: var mail }) await PreviewFrame.Write(http, mail.Html, dark == true, directory, nation, ct);
        else http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static Blast Sample(Words words, string language) => new()
    {
        Subject = words["Look of mails"], Language = language, Format = MailFormat.Blocks,
        Body = BlockTree.Write(
        [
            new Block.Heading(2, [new(words["Public meeting on Saturday"])], BlockAlign.Left),
            new Block.Paragraph([new(words["Come and tell us what the town needs."] + " "), new(words["Read the programme"], BlockMarks.None, "/"), new(".")], BlockAlign.Left),
            new Block.Button(words["Take part"], "/", BlockAlign.Center),
            new Block.Quote([new Block.Paragraph([new(words["A town is made by those who live in it."])], BlockAlign.Left)]),
        ]),
    };
}
