using System.Globalization;
using Preau.Shared;

namespace Preau.Site;

/// <summary>What a page is for; its form and its template follow from it.</summary>
public enum PageKind
{
    Home,
    Basic,
    Blog,
    Post,
    SignUp,
    Petition,
    Donation,
    Thanks,
}

public enum PageStatus
{
    Draft,
    Scheduled,
    Published,
}

/// <summary>One page of the site in one language. Its versions in other languages share its <see cref="GroupId"/>.</summary>
public sealed class SitePage : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>The last part of the address; empty for the home page.</summary>
    public string Slug { get; set; } = "";
    public PageKind Kind { get; init; }

    /// <summary>«fr» or «en».</summary>
    public required string Language { get; init; }

    /// <summary>The id of the first version; its own where there is no other.</summary>
    public long GroupId { get; set; }
    public PageStatus Status { get; set; }
    public required string Title
    {
        get;
        set
        {
            field = value;
            TitleKey = NameKey.Of(value);
        }
    }

    /// <summary>What the title is searched by.</summary>
    public string TitleKey { get; private set; } = "";

    /// <summary>One or two sentences: below the title, in lists, and when shared.</summary>
    public string? Lead { get; set; }

    /// <summary>Clean HTML: what came in went through <see cref="CleanHtml"/>.</summary>
    public string Body { get; set; } = "";
    public string? PicturePath { get; set; }
    public string? PictureAlt { get; set; }

    /// <summary>Where it stands in the menu, from 1; null: not in it.</summary>
    public int? MenuPosition { get; set; }

    /// <summary>How many signatures a petition asks for.</summary>
    public int? Goal { get; set; }

    /// <summary>When a scheduled page goes out.</summary>
    public DateTimeOffset? PublishAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Out of every list and off the site; its address and its place among the languages are free. What people did on it keeps its page.</summary>
    public void Remove(DateTimeOffset at)
    {
        (Status, PublishAt, MenuPosition, RemovedAt, ChangedAt) = (PageStatus.Draft, null, null, at, at);
        (Slug, GroupId) = (string.Create(CultureInfo.InvariantCulture, $"{Slug}~{Id}"), -Id);
    }

    /// <summary>As a draft, under its address of before unless that was given away, and with its other languages unless one took its place.</summary>
    public void Restore(string slug, long groupId, DateTimeOffset at) => (RemovedAt, Slug, GroupId, ChangedAt) = (null, slug, groupId, at);

    /// <summary>The address that it had before it was removed.</summary>
    public string FormerSlug => Slug.Split('~')[0];
}
