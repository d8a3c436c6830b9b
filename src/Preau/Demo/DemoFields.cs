using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.People;

namespace Preau.Demo;

/// <summary>Own fields of every kind under two headings, filled in for some of those who came. All of it is made up.</summary>
public sealed class DemoFields(Database db, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private const int People = 240;
    private const string Helping = "Coup de main";
    private const string Treasury = "Trésorerie";
    private static readonly string[] Said = ["Disponible le samedi matin, pas pendant les vacances.", "Parle portugais, peut accompagner au porte-à-porte.", "A déjà tenu un bureau de vote en 2020.\nPrête à recommencer.", "Préfère le téléphone au porte-à-porte."];

    public string Name => "own fields";
    public int Order => 46;

    public async Task Run(CancellationToken ct)
    {
        var at = await db.CustomFields.CountAsync(ct);
        CustomField Field(string name, FieldKind kind, string group, string choices = "", string help = "") => new()
        {
            Slug = CustomField.SlugOf(name), Name = name, Kind = kind, GroupName = group, Choices = choices, Help = help, Position = at++, Currency = kind == FieldKind.Money ? nation.Facts.Currency : "",
        };
        var skills = Field("Savoir-faire", FieldKind.Several, Helping, "Accueil\nAffichage\nCuisine\nGraphisme\nSonorisation\nTraduction", "Ce que la personne a proposé d’elle-même.");
        var since = Field("Disponible depuis", FieldKind.Date, Helping);
        var size = Field("Taille de t-shirt", FieldKind.Choice, Helping, "S\nM\nL\nXL");
        var hours = Field("Heures par semaine", FieldKind.Number, Helping);
        var licence = Field("Permis de conduire", FieldKind.Boolean, Helping);
        var sponsor = Field("Venue par", FieldKind.Person, Helping, help: "La personne qui l’a amenée.");
        var remark = Field("Remarques", FieldKind.LongText, Helping);
        var pledge = Field("Promesse de don", FieldKind.Money, Treasury);
        (hours.Least, hours.Most, size.ChangedBy, since.ChangedBy) = ("0", "60", FieldAudience.Everybody, FieldAudience.Everybody);
        (pledge.SeenBy, pledge.ChangedBy, pledge.Least) = (FieldAudience.Finance, FieldAudience.Finance, "1");
        db.AddRange(skills, since, size, hours, licence, sponsor, remark, pledge);
        await db.SaveChangesAsync(ct);

        var random = new Random(46);
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        var people = await db.People.Where(p => !p.IsRollOnly && p.ArchivedAt == null).OrderByDescending(p => p.AssigneeId != null).ThenByDescending(p => p.Id).Take(People).Select(p => p.Id).ToListAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await using var writer = await db.Bulk("custom_value", CustomValue.Columns, ct);
        void Put(long person, CustomField field, string text)
        {
            var value = new CustomValue();
            if (OwnFields.Put(field, text, value)) writer.Row(value.Cells(person, field.Id));
        }

        foreach (var (i, person) in people.Index())
        {
            var all = OwnFields.ChoicesOf(skills);
            if (random.Next(3) > 0) Put(person, skills, string.Join(", ", all.Where(_ => random.Next(3) == 0).DefaultIfEmpty(all[i % all.Length])));
            if (random.Next(2) == 0) Put(person, size, OwnFields.ChoicesOf(size)[random.Next(4)]);
            if (random.Next(2) == 0) Put(person, hours, (1 + random.Next(8)).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (random.Next(3) == 0) Put(person, since, today.AddDays(-random.Next(90)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            if (random.Next(3) == 0) Put(person, licence, random.Next(4) > 0 ? "true" : "false");
            if (i > 20 && random.Next(4) == 0) Put(person, sponsor, people[random.Next(20)].ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (random.Next(10) == 0) Put(person, remark, Said[i % Said.Length]);
            if (random.Next(9) == 0) Put(person, pledge, (20 + 10 * random.Next(15)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await writer.Done(ct);
        await transaction.CommitAsync(ct);
    }
}
