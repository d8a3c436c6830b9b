using System.Globalization;

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

    /// <summary>Lower case, without port, as it stands in the DNS: letters with accents are written in punycode.</summary>
    public required string Name { get; init; }
    public Surface Surface { get; init; }

    /// <summary>When a request under this name first arrived here, which is how one knows that the DNS leads here.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Chosen as what addresses begin with. Where none is, the one that was seen first is it.</summary>
    public bool IsMain { get; set; }

    /// <summary>The one that links, mails and the pages' own addresses begin with; null where it is still the one by the slug.</summary>
    public static HostName? Shown(IEnumerable<HostName> names, Surface surface) =>
        names.Where(h => h.Surface == surface && (h.IsMain || h.SeenAt is not null)).OrderByDescending(h => h.IsMain).ThenBy(h => h.SeenAt).ThenBy(h => h.Id).FirstOrDefault();

    /// <summary>As people write it: with its accents.</summary>
    public static string Readable(string name)
    {
        try
        {
            return new IdnMapping().GetUnicode(name);
        }
        catch (ArgumentException)
        {
            // It looks like punycode and is none.
            return name;
        }
    }
}
