using Microsoft.EntityFrameworkCore;

namespace Preau.Nations;

/// <summary>One campaign or organisation, with everything it owns apart from every other.</summary>
public sealed class Nation : IGlobal
{
    /// <summary>A part of a host name.</summary>
    public const string SlugPattern = "^[a-z][a-z0-9-]{0,38}[a-z0-9]$";
    public const int MaxName = 120;
    public const string UsualZone = "Europe/Paris";

    public long Id { get; set; }
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public string TimeZone { get; set; } = UsualZone;

    /// <summary>The language of the campaign, fr or en; pages and mails may have others.</summary>
    public string Language { get; set; } = "fr";
    public string Currency { get; set; } = "EUR";

    /// <summary>ISO code of the country whose law pack applies.</summary>
    public string Country { get; set; } = "FR";
    public DateTimeOffset CreatedAt { get; init; }

    public NationFacts Facts => new(new NationId(Id), Slug, Name, TimeZone, Language, Currency, Country);
}

public sealed class NationMap : IEntityTypeConfiguration<Nation>
{
    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Nation> nation) => nation.Ignore(n => n.Facts);
}
