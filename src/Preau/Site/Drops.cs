using Preau.Liquid;

namespace Preau.Site;

/// <summary>A link that a theme shows: in the menu, between languages, below a page.</summary>
public sealed record LinkDrop(string Name, string Url, bool IsCurrent, string Language);

/// <summary>The campaign, for templates: <c>site</c>.</summary>
public sealed record SiteDrop
{
    public required string Name { get; init; }
    public required string Slogan { get; init; }
    public required string Language { get; init; }
    public required string FullUrl { get; init; }
    public required string HomeUrl { get; init; }
    public required string Candidate { get; init; }
    public required SiteColours Colours { get; init; }
    public required string Stylesheet { get; init; }
    public required string Script { get; init; }
    public string? LogoUrl { get; init; }
    public string? LogoAlt { get; init; }
    public string? CoverUrl { get; init; }
    public string? CoverSmallUrl { get; init; }
    public string? CoverAlt { get; init; }
    public string? JoinUrl { get; init; }
    public string? GiveUrl { get; init; }
    public required string LegalUrl { get; init; }
    public required string PrivacyUrl { get; init; }
    public required string FeedUrl { get; init; }
    public required IReadOnlyList<LinkDrop> Menu { get; init; }

    /// <summary>Who collects the money, as the law wants it said.</summary>
    public string? Collector { get; init; }
    public string? ContactEmail { get; init; }

    /// <summary>Who answers for the site and for people's data.</summary>
    public string? Controller { get; init; }

    /// <summary>The day and the place of the vote.</summary>
    public string? Vote { get; init; }
}

/// <summary>A page, for templates: <c>page</c>, and each of <c>page.blog.most_recent_blog_posts</c>.</summary>
public sealed record PageDrop
{
    public required string Headline { get; init; }
    public required string Url { get; init; }
    public required string FullUrl { get; init; }
    public required string TypeName { get; init; }
    public required string Language { get; init; }
    public string Lead { get; init; } = "";
    public Html Content { get; init; } = new("");
    public Html Form { get; init; } = new("");

    /// <summary>The text before its first heading, and its parts: how the home page sets it.</summary>
    public Html Intro { get; init; } = new("");
    public IReadOnlyList<PartDrop> Sections { get; init; } = [];

    /// <summary>The headings of the text, as links to them.</summary>
    public IReadOnlyList<LinkDrop> Contents { get; init; } = [];
    public string? PictureUrl { get; init; }
    public string? PictureSmallUrl { get; init; }
    public string PictureAlt { get; init; } = "";
    public DateTimeOffset? PublishedAt { get; init; }
    public string PublishedOn { get; init; } = "";
    public bool IsIndexed { get; init; } = true;
    public string Description { get; init; } = "";
    public PetitionDrop? Petition { get; init; }
    public BlogDrop? Blog { get; init; }
    public IReadOnlyList<LinkDrop> Translations { get; init; } = [];
    public Html StructuredData { get; init; } = new("");
}

/// <summary>How far a petition has come: <c>page.petition</c>.</summary>
public sealed record PetitionDrop(long SignaturesCount, int Goal, string SignaturesText, string GoalText)
{
    public bool HasGoal => Goal > 0;

    public int PercentOfGoal => Goal == 0 ? 0 : (int)Math.Min(100, SignaturesCount * 100 / Goal);
}

/// <summary>What a blog shows: <c>page.blog</c>.</summary>
public sealed record BlogDrop(IReadOnlyList<PageDrop> MostRecentBlogPosts, string? Url, string? OlderUrl, string? NewerUrl);

/// <summary>A heading with what follows it: each of <c>page.sections</c>.</summary>
public sealed record PartDrop(string Headline, Html Content);

/// <summary>Who has just done something, on the page that thanks them: <c>signup</c>.</summary>
public sealed record SignupDrop(string FirstName);
