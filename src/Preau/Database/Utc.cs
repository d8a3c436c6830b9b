using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Preau;

/// <summary>Instants go to both stores as UTC with microseconds.</summary>
public static class Utc
{
    // PostgreSQL keeps microseconds; .NET ticks are ten times finer, so a value would not equal itself after a round trip.
    public static DateTime ToStore(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % 10, DateTimeKind.Utc);

    public static DateTimeOffset FromStore(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));

    public static DateTimeOffset ToMicroseconds(this DateTimeOffset at) => FromStore(ToStore(at));
}

public sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(at => Utc.ToStore(at), at => Utc.FromStore(at));

public sealed class NationIdConverter() : ValueConverter<NationId, long>(id => id.Value, value => new NationId(value));

/// <summary>Enums are stored as the words that the code uses, in snake case, so that rows can be read by people and by SQL.</summary>
public sealed class EnumConverter<TEnum>() : ValueConverter<TEnum, string>(value => EnumText<TEnum>.Of(value), text => EnumText<TEnum>.Parse(text)) where TEnum : struct, Enum;

public static class EnumText<TEnum> where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Texts = Enum.GetValues<TEnum>().ToDictionary(v => v, v => SnakeCase.Of(v.ToString()));
    private static readonly Dictionary<string, TEnum> Values = Texts.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    public static string Of(TEnum value) => Texts[value];

    public static TEnum Parse(string text) => Values[text];

    public static bool TryParse(string? text, out TEnum value)
    {
        value = default;
        return text is not null && Values.TryGetValue(text, out value);
    }
}
