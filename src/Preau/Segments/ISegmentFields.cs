namespace Preau.Segments;

/// <summary>What a feature lets segments ask of people. Registered once a feature; asked anew for each request, since choices are a nation's own.</summary>
public interface ISegmentFields
{
    Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct);
}

public static class SegmentFieldRegistration
{
    public static IServiceCollection AddSegmentFields<TFields>(this IServiceCollection services) where TFields : class, ISegmentFields => services.AddScoped<ISegmentFields, TFields>();
}

/// <summary>The fields of all features, for the nation of this scope.</summary>
public sealed class SegmentFields(IEnumerable<ISegmentFields> features)
{
    private SegmentCatalogue? catalogue;

    public async Task<SegmentCatalogue> Catalogue(CancellationToken ct)
    {
        if (catalogue is not null) return catalogue;
        var fields = new List<SegmentField>();
        foreach (var feature in features) fields.AddRange(await feature.Fields(ct));
        return catalogue = new SegmentCatalogue(fields);
    }
}
