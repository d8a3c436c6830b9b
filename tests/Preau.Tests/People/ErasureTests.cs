using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Attachments;
using Preau.Law;
using Preau.People;
using Preau.Shared;

namespace Preau.Tests.People;

public sealed class ErasureTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static readonly string[] Marks = ["Zéphirine", "zephirine", "Quaternion", "quaternion", "zq@example.org", "639980077", "impasse du Secret", "murmure", "ZQ-77"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_left_of_an_erased_person_in_any_table_or_file()
    {
        await using var nation = await app.NewNation();
        var id = await Everything(nation);
        Assert.NotEmpty(await Found(nation));

        var erasure = await nation.Services.GetRequiredService<ErasePerson>().Run(id, Ct);

        Assert.IsType<Erasure.Done>(erasure);
        Assert.Empty(await Found(nation));
        Assert.False(await nation.Db.People.AnyAsync(Ct));
    }

    [Fact]
    public async Task An_erased_address_is_known_again_by_its_fingerprint()
    {
        await using var nation = await app.NewNation();
        var id = await Everything(nation);
        await nation.Services.GetRequiredService<ErasePerson>().Run(id, Ct);

        var suppressions = nation.Services.GetRequiredService<Suppressions>();
        Assert.True(await suppressions.Contains(SuppressedChannel.Mail, "zq@example.org", Ct));
        Assert.True(await suppressions.Contains(SuppressedChannel.Phone, "+33639980077", Ct));
        Assert.False(await suppressions.Contains(SuppressedChannel.Mail, "other@example.org", Ct));
    }

    [Fact]
    public async Task Another_nation_makes_other_fingerprints()
    {
        await using var one = await app.NewNation();
        await using var two = await app.NewNation();

        Assert.NotEqual(await Print(one), await Print(two));
        Assert.Equal(await Print(one), await Print(one));
    }

    [Fact]
    public async Task Whoever_was_archived_for_thirty_days_is_erased_unless_the_law_keeps_them()
    {
        await using var nation = await app.NewNation();
        var now = app.Clock.GetUtcNow();
        var recent = await nation.Seeds.Person(p => p.ArchivedAt = now.AddDays(-29));
        var old = await nation.Seeds.Person(p => p.ArchivedAt = now.AddDays(-31));
        var donor = await nation.Seeds.Person(p => p.ArchivedAt = now.AddDays(-400));
        var db = nation.Db;
        db.Add(new Preau.Donations.Gift { PersonId = donor.Id, AmountCents = 5000, Currency = "EUR", GivenAt = now, Language = "fr", Source = "panel", Status = Preau.Donations.GiftStatus.Received });
        await db.SaveChangesAsync(Ct);

        var count = await nation.Services.GetRequiredService<EraseArchived>().Run(Ct);

        Assert.Equal(1, count);
        Assert.Equal([recent.Id, donor.Id], await nation.Db.People.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(Ct));
        Assert.NotEqual(0, old.Id);
    }

    [Fact]
    public async Task A_donor_is_not_erased_and_the_page_says_why_and_what_instead()
    {
        await using var nation = await app.NewNation();
        var donor = await nation.Seeds.Person(p => p.LastName = "Généreux");
        var db = nation.Db;
        db.Add(new Preau.Donations.Gift { PersonId = donor.Id, AmountCents = 5000, Currency = "EUR", GivenAt = app.Clock.GetUtcNow(), Language = "fr", Source = "panel", Status = Preau.Donations.GiftStatus.Received });
        await db.SaveChangesAsync(Ct);

        var page = await nation.Panel.Get($"/people/{donor.Id}/erasure");
        page.Shows("This person can't be erased yet");
        page.Shows("They gave money");
        await nation.Panel.Submit($"/people/{donor.Id}/erasure", new { }, $"/people/{donor.Id}/archive");
        Assert.NotNull((await nation.Db.People.SingleAsync(Ct)).ArchivedAt);

        Assert.IsType<Erasure.Kept>(await nation.Services.GetRequiredService<ErasePerson>().Run(donor.Id, Ct));
    }

    private static async Task<string> Print(TestNation nation)
    {
        var services = nation.Services;
        var print = await services.GetRequiredService<Suppressions>().Fingerprint(SuppressedChannel.Mail, "a@example.org", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        return print;
    }

    private static async Task<long> Everything(TestNation nation)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        EmailAddress.TryParse("zq@example.org", out var email);
        PhoneNumber.TryParse("06 39 98 00 77", "FR", out var phone);
        var saved = await services.GetRequiredService<SavePerson>().Run(new PersonInput
        {
            FirstName = "Zéphirine", LastName = "Quaternion", Emails = [email], Phones = [phone], Employer = "Quaternion & filles",
            Addresses = [new(AddressKind.Home, "3 impasse du Secret", "", "99420", "Valmorin", "FR")], Tags = ["vélo"], ExternalIds = [("van", "ZQ-77")],
        }, "panel", Overwrite.Replace, Ct);
        var id = saved.Person.Id;
        var field = new CustomField { Slug = "motto", Name = "Motto", Kind = FieldKind.Text };
        db.Add(field);
        db.Add(new CustomValue { PersonId = id, CustomFieldId = field.Id, TextValue = "murmure" });
        db.Add(new Note { PersonId = id, Text = "Un murmure de Zéphirine", At = saved.Person.CreatedAt });
        await services.GetRequiredService<ConsentLedger>().Give(id, Purpose.News, "fr", "Oui.", "page:1", Ct);
        var paper = new Attachment { PersonId = id, Key = AttachmentFolder.NewKey(), Name = "accord-zephirine.pdf", Text = "Signé par Zéphirine", Bytes = 7, CreatedAt = saved.Person.CreatedAt };
        db.Add(paper);
        await services.GetRequiredService<AttachmentFolder>().Keep(paper.Key, new MemoryStream("murmure"u8.ToArray()), Ct);
        await db.SaveChangesAsync(Ct);
        saved.Person.LastName = "Quaternion-Petit";
        await db.SaveChangesAsync(Ct);
        return id;
    }

    /// <summary>Every column of every table as text, and every file of the data folder but the store's own.</summary>
    private static async Task<List<string>> Found(TestNation nation)
    {
        var found = new List<string>();
        var db = nation.Db;
        await db.Database.OpenConnectionAsync(Ct);
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from {table}";
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct))
            {
                var row = string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i)));
                if (Array.Find(Marks, m => row.Contains(m, StringComparison.Ordinal)) is { } mark) found.Add($"{table}: {mark}");
            }
        }
        // The store's own file too: what is deleted must not stand on in pages that nothing uses.
        if (db.Dialect == Dialect.Sqlite) await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)", Ct);
        foreach (var file in Directory.EnumerateFiles(nation.App.StoreOptions.Data, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllBytesAsync(file, Ct);
            if (Array.Find(Marks, m => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(m)) >= 0) is { } mark) found.Add($"{Path.GetFileName(file)}: {mark}");
        }
        return found;
    }
}
