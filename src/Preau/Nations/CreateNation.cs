namespace Preau.Nations;

/// <summary>Opens a new nation. Whoever creates it appoints its owner in the same transaction.</summary>
public sealed class CreateNation(Database db, NationDirectory directory, TimeProvider clock)
{
    public Nation Run(string slug, string name, string language = "fr", string timeZone = Nation.UsualZone)
    {
        var nation = new Nation { Slug = slug, Name = name, Language = language, TimeZone = timeZone, CreatedAt = clock.GetUtcNow() };
        db.Add(nation);
        directory.Forget();
        return nation;
    }
}
