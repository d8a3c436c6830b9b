using System.ComponentModel.DataAnnotations;
using Preau.Shared;

namespace Preau.Site.Editing;

/// <summary>What the editor of a page fills in.</summary>
public sealed class PageForm
{
    [Required, StringLength(160), Display(Name = "Title")]
    public string Title { get; set; } = "";

    [StringLength(80), Display(Name = "Address")]
    public string? Slug { get; set; }

    [StringLength(400), Display(Name = "In one sentence")]
    public string? Lead { get; set; }

    [StringLength(200_000), Display(Name = "Text")]
    public string? Body { get; set; }

    [Range(1, 10_000_000), Display(Name = "Signatures wanted")]
    public int? Goal { get; set; }

    [StringLength(300), Display(Name = "What the picture shows")]
    public string? PictureAlt { get; set; }

    /// <summary>The key of a picture that came with an earlier try to save.</summary>
    [StringLength(100)]
    public string? NewPicture { get; set; }

    [Display(Name = "Take the picture off the page")]
    public bool WithoutPicture { get; set; }

    /// <summary>The state of the page that the writer saw.</summary>
    public string? Seen { get; set; }

    public static PageForm Of(SitePage page) => new()
    {
        Title = page.Title, Slug = page.Slug, Lead = page.Lead, Body = page.Body, Goal = page.Goal, PictureAlt = page.PictureAlt, Seen = EditMark.Of(page.ChangedAt),
    };

    /// <summary>Not a property: it would be validated beside the form, and say everything twice.</summary>
    public PageDraft Draft() => new() { Title = Title, Slug = Slug ?? "", Lead = Lead, Body = Body, Goal = Goal };
}
