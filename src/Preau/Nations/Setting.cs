using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Preau.Nations;

/// <summary>What a campaign changes of how the program works: one row a topic, a class each, as JSON.</summary>
public sealed class Setting : IOwned
{
    public NationId NationId { get; set; }
    public required string Name { get; init; }
    public string Value { get; set; } = "{}";
}

public sealed class SettingMap : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> setting) => setting.HasKey(s => new { s.NationId, s.Name });
}

/// <summary>Reads and writes a nation's settings by topic: <c>await settings.Get&lt;CampaignSettings&gt;(ct)</c>. Secrets are sealed by the class that holds them.</summary>
public sealed class NationSettings(Database db)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<T> Get<T>(CancellationToken ct) where T : class, new()
    {
        var name = typeof(T).Name;
        var value = await db.Settings.AsNoTracking().Where(s => s.Name == name).Select(s => s.Value).SingleOrDefaultAsync(ct);
        return value is null ? new T() : JsonSerializer.Deserialize<T>(value, Json) ?? new T();
    }

    /// <summary>Puts the new values into the context; the caller saves.</summary>
    public async Task Set<T>(T value, CancellationToken ct) where T : class, new()
    {
        var name = typeof(T).Name;
        var text = JsonSerializer.Serialize(value, Json);
        if (await db.Settings.SingleOrDefaultAsync(s => s.Name == name, ct) is { } row) row.Value = text;
        else db.Add(new Setting { Name = name, Value = text });
    }
}
