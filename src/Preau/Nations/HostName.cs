namespace Preau.Nations;

public enum Surface
{
    /// <summary>The public site.</summary>
    Site,

    /// <summary>Where the campaign works, on an origin of its own.</summary>
    Panel,
}

/// <summary>A host name under which a nation's site or panel is reached, beside the ones every nation has by its slug.</summary>
public sealed class HostName : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>Lower case, without port.</summary>
    public required string Name { get; init; }
    public Surface Surface { get; init; }
}
