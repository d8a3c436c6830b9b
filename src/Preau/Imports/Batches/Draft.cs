using System.Globalization;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>A person as the rows of a batch leave them: read from the store, or new.</summary>
internal sealed class Draft
{
    private string? compactFirst;
    private string? compactLast;
    private List<Touch>? touches;
    private HashSet<string>? fields;

    public long Id { get; set; }
    public bool IsNew { get; init; }

    /// <summary>The last line of the file that spoke of them.</summary>
    public long Line { get; set; }
    public string FirstName { get; private set; } = "";
    public string LastName { get; private set; } = "";
    public Sex? Sex { get; private set; }
    public DateOnly? BornOn { get; private set; }
    public string? Language { get; private set; }
    public int? SupportLevel { get; private set; }
    public int? Priority { get; private set; }
    public string? Employer { get; private set; }
    public string? Occupation { get; private set; }
    public bool IsRollOnly { get; private set; }

    /// <summary>Somebody of this very import: an undo takes them away whole, so that nothing has to be noted.</summary>
    public bool IsOfThisImport { get; init; }

    public List<string> EmailKeys { get; } = [];
    public List<string> PhoneKeys { get; } = [];
    public List<AddressDraft> Addresses { get; } = [];
    public HashSet<long> Tags { get; } = [];
    public Dictionary<long, CustomValue> Values { get; } = [];
    public Dictionary<Purpose, bool> Consents { get; } = [];

    /// <summary>Of these, noes that go when another file is undone, or a mail is read once more.</summary>
    public HashSet<Purpose> LooseNoes { get; } = [];
    public Opening Opening { get; set; }

    /// <summary>All that they earned and spent, whoever wrote it down.</summary>
    public Opening Points { get; set; }

    /// <summary>Two records of an older file may be one here: what it says of each of them is no longer what there is.</summary>
    public bool IsMerged { get; set; }

    /// <summary>By the key of what they are members of; the latest, where one ended and another began.</summary>
    public Dictionary<string, KnownMembership> Memberships { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the row of the person itself is another one now.</summary>
    public bool HasNewValues { get; private set; }

    /// <summary>Whether the row that is being taken changed anything.</summary>
    public bool IsChangedByRow { get; private set; }
    public IReadOnlyList<Touch> Touches => touches ?? [];

    /// <summary>Fields that say from now on that they come from this file.</summary>
    public IReadOnlyCollection<string> Fields => fields ?? [];

    public string FullName => $"{FirstName} {LastName}".Trim();
    public string CompactFirst => compactFirst ??= NameKey.Compact(FirstName);
    public string CompactLast => compactLast ??= NameKey.Compact(LastName);

    public static Draft Of(Person person, string source) => new()
    {
        Id = person.Id, FirstName = person.FirstName, LastName = person.LastName, Sex = person.Sex, BornOn = person.BornOn, Language = person.Language, SupportLevel = person.SupportLevel, Priority = person.Priority,
        Employer = person.Employer, Occupation = person.Occupation, IsRollOnly = person.IsRollOnly, IsOfThisImport = person.Source == source,
    };

    public void Put(PersonInput input)
    {
        FirstName = Text("first_name", FirstName, Spoken(FirstName, input.FirstName)) ?? "";
        LastName = Text("last_name", LastName, Spoken(LastName, input.LastName)) ?? "";
        Sex = Value("sex", Sex, input.Sex, s => EnumText<Sex>.Of(s));
        BornOn = Value("born_on", BornOn, input.BornOn, d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Language = Text("language", Language, input.Language);
        SupportLevel = Value("support_level", SupportLevel, input.SupportLevel, n => n.ToString(CultureInfo.InvariantCulture));
        Priority = Value("priority", Priority, input.Priority, n => n.ToString(CultureInfo.InvariantCulture));
        Employer = Text("employer", Employer, input.Employer);
        Occupation = Text("occupation", Occupation, input.Occupation);
    }

    /// <summary>Somebody new of whom only the electoral roll tells.</summary>
    public Draft FromRoll()
    {
        IsRollOnly = true;
        return this;
    }

    /// <summary>Whoever can be reached is more than a line of the roll.</summary>
    public void IsReachable()
    {
        if (!IsRollOnly) return;
        IsRollOnly = false;
        Note("person", null, "is_roll_only", "true", "false");
        HasNewValues = true;
    }

    /// <summary>A row of the file begins to speak of them.</summary>
    public void Begin() => IsChangedByRow = false;

    /// <summary>Something of the person is another than before.</summary>
    public void Changed(string? field)
    {
        IsChangedByRow = true;
        if (field is not null && !IsNew) (fields ??= new(StringComparer.Ordinal)).Add(field);
    }

    /// <summary>Whether an undo will need to know what changed.</summary>
    public bool IsNoted => !IsNew && !IsOfThisImport;

    /// <summary>What an undo will need to know.</summary>
    public void Note(string table, string? key, string? field, string? before, string? after)
    {
        if (IsNoted) (touches ??= []).Add(new Touch(table, key, field, before, after));
    }

    /// <summary>A new row of somebody who was known before.</summary>
    public void NoteAdded(string table, long id, string? after)
    {
        if (IsNoted) Note(table, id.ToString(CultureInfo.InvariantCulture), null, null, after);
    }

    /// <summary>The same name in capitals is no other one: lists shout.</summary>
    private static string? Spoken(string old, string? given) =>
        given is not null && old.Any(char.IsLower) && !given.Any(char.IsLower) && Shared.NameKey.Of(given) == Shared.NameKey.Of(old) ? old : given;

    private string? Text(string field, string? old, string? given)
    {
        var value = given?.Trim() ?? "";
        if (value.Length == 0 || value == old) return old;
        Set(field);
        Note("person", null, field, old, value);
        return value;
    }

    private T? Value<T>(string field, T? old, T? given, Func<T, string> write) where T : struct
    {
        if (given is not { } value || value.Equals(old)) return old;
        Set(field);
        if (IsNoted) Note("person", null, field, old is { } was ? write(was) : null, write(value));
        return given;
    }

    private void Set(string field)
    {
        Changed(field);
        HasNewValues = true;
        (compactFirst, compactLast) = (null, null);
    }
}

/// <summary>An address of a draft; without a number while it is not in the store.</summary>
internal sealed class AddressDraft
{
    private static readonly (string Name, Func<PersonAddress, string?> Value)[] Parts =
    [
        ("line1", a => a.Line1), ("line2", a => a.Line2), ("postcode", a => a.Postcode), ("city", a => a.City), ("region", a => a.Region), ("country", a => a.Country), (Code, a => a.CityCode),
    ];

    // Follows from the town: no file brings it.
    private const string Code = "city_code";

    public required PersonAddress Address { get; init; }
    public bool IsNew { get; init; }
    public bool HasNewValues { get; private set; }

    /// <summary>Notes what changed; false when it was so before.</summary>
    public bool Put(AddressInput input, Draft person)
    {
        if (IsNew && !HasNewValues)
        {
            input.CopyTo(Address);
            return HasNewValues = true;
        }

        var before = Array.ConvertAll(Parts, p => p.Value(Address));
        input.CopyTo(Address);
        var isChanged = false;
        for (var i = 0; i < Parts.Length; i++)
        {
            var after = Parts[i].Value(Address);
            if (after == before[i]) continue;
            isChanged = true;
            if (!IsNew) person.Note("person_address", Address.Id.ToString(CultureInfo.InvariantCulture), Parts[i].Name, before[i], after);
        }

        HasNewValues |= isChanged;
        return isChanged;
    }

    /// <summary>All of it, to tell later whether somebody has written over it.</summary>
    public static string Text(PersonAddress address) => string.Join('\n', Parts.Where(p => p.Name != Code).Select(p => p.Value(address)));
}
