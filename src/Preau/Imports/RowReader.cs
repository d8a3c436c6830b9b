using System.Globalization;
using Preau.Capital;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Batches;
using Preau.Imports.Named;
using Preau.People;
using Preau.People.Profile;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>A file that no longer is what its import was told of, as a sentence to translate.</summary>
public sealed class ImportBroken(string sentence, string about) : Exception(sentence)
{
    public string About { get; } = about;
}

/// <summary>Turns cells into a person by the mapping of the import.</summary>
public sealed class RowReader
{
    public const string FieldGone = "The field “{0}” is not there any more. Make it again and go on, or bring the file in anew.";

    // A reason is a sentence, not a book; the row itself is handed back to be put right.
    private const int AboutKept = 80;
    private const int RawKept = 100_000;

    private readonly Column[] columns;
    private readonly int width;
    private readonly string country;
    private readonly string? tag;
    private readonly DateOnly today;

    private readonly RollReader? roll;

    // Line breaks within the cells of a workbook stand as carriage returns in the table that is made of it.
    private readonly bool isSheet;

    private RowReader(Column[] columns, int width, Import import, string country, DateOnly today) =>
        (this.columns, this.width, this.country, tag, this.today, isSheet) = (columns, width, country, import.Tag, today, import.Sheet is not null);

    private RowReader(RollLayout layout, Import import, string country, DateOnly today) : this([], layout.Width, import, country, today) => roll = new RollReader(layout, country, import.Tag, import.Delimiter, today);

    private sealed record Column(int Index, string Target, string About, AddressKind Kind, CustomField? Field, DateOrder Order);

    public static RowReader For(Import import, string[] headers, IReadOnlyList<CustomField> fields, string country, DateOnly today)
    {
        var mapping = import.Targets();
        if (mapping.Keys.FirstOrDefault(k => !headers.Contains(k, StringComparer.Ordinal)) is { } missing) throw new ImportBroken("The column “{0}” is not in the file any more.", missing);
        var dates = import.Dates();
        if (import.IsRoll) return new RowReader(RollLayout.Of(headers) ?? throw new ImportBroken("The columns of “{0}” are not those of an electoral roll any more.", import.FileName), import, country, today);
        var columns = headers.Select((h, i) => ColumnOf(i, h, mapping.GetValueOrDefault(h, Targets.Skip), fields, dates, country)).OfType<Column>().ToArray();
        return new RowReader(columns, headers.Length, import, country, today);
    }

    private static Column? ColumnOf(int index, string header, string target, IReadOnlyList<CustomField> fields, Dictionary<string, DateOrder> dates, string country)
    {
        if (target == Targets.Skip) return null;
        var order = dates.GetValueOrDefault(header, DateOrder.Either);
        if (order == DateOrder.Either) order = country == "US" ? DateOrder.MonthFirst : DateOrder.DayFirst;
        // Not made yet while it is only tried: any text fits.
        if (target == Targets.NewField) return new Column(index, Targets.FieldPrefix, header, default, new CustomField { Slug = NewFields.NameOf(header), Name = NewFields.NameOf(header), Kind = FieldKind.Text, Id = -1 - index }, order);
        if (target.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal))
        {
            var slug = target[Targets.FieldPrefix.Length..];
            var field = fields.FirstOrDefault(f => f.Slug == slug) ?? throw new ImportBroken(FieldGone, slug);
            return new Column(index, Targets.FieldPrefix, field.Name, default, field, order);
        }

        if (target.StartsWith(Targets.ExternalPrefix, StringComparison.Ordinal)) return new Column(index, Targets.ExternalPrefix, target[Targets.ExternalPrefix.Length..], default, null, order);
        if (target == Targets.BornOn) return new Column(index, Targets.BornOn, "", default, null, DateOrder.DayFirst);
        if (target == Targets.BornOnMonthFirst) return new Column(index, Targets.BornOn, "", default, null, DateOrder.MonthFirst);
        return target.Split('@') is [var part, var kind] ? new Column(index, part, "", EnumText<AddressKind>.Parse(kind), null, order) : new Column(index, target, "", AddressKind.Home, null, order);
    }

    public ReadRow Read(CsvRow row)
    {
        if (Broken(row) is { } broken) return roll?.Refuse(row, broken) ?? Refuse(row, broken);
        if (roll is not null) return roll.Read(row);
        var person = new RowPerson(country);
        foreach (var column in columns)
        {
            var text = Cell.Clean(row.Cells[column.Index]);
            if (isSheet) text = text.Replace('\r', '\n');
            if (text.Length == 0) person.Passes(column.Target);
            else if (text.Length > Cell.Limit(column.Target)) return Refuse(row, "“{0}” is too long to be taken ({1} characters).", text, text.Length);
            else if (Put(person, column, text) is { } refusal) return Refuse(row, refusal, text, column.About);
        }

        var memberships = new List<SaidMembership>();
        if (person.Memberships?.Read(memberships, out var why, out var said) == false) return Refuse(row, why, said);
        if (tag is not null) person.Tags.Add(tag);
        if (person.Votes is { IsDayless: true }) return Refuse(row, "The row does not say on which day its election was.");
        var read = new ReadRow(row.Line, row.Raw, person.Input(), person.Note, person.Fields, person.Consents, person.Bad, null, []) { Points = person.Points, Memberships = memberships, Named = person.Named };
        return person.IsNobody ? Refuse(row, "The row names nobody: no name, mail, telephone or number.") : person.Votes is { } votes ? read with { Ballot = votes.Ballot, Voter = votes.Facts } : read;
    }

    private string? Broken(CsvRow row) =>
        row.Raw.Contains('\0', StringComparison.Ordinal) ? "The row holds a character that no text has (NUL)."
        : row.Cells.Length > width ? "The row has more cells than there are columns: is a quotation mark missing?"
        : row.Cells.Length < width ? "The row has fewer cells than there are columns." : null;

    /// <summary>Why the value cannot be taken, or null.</summary>
    private string? Put(RowPerson person, Column column, string text)
    {
        switch (column.Target)
        {
            case "first_name": person.FirstName = text; break;
            case "last_name": person.LastName = text; break;
            case "email":
                if (!EmailAddress.TryParse(text, out var email)) return "“{0}” is not a mail address.";
                if (MailSlip.IsIn(email)) return "The provider of “{0}” has no addresses with accents or other such letters before the @.";
                person.Add(email);
                break;
            case "email_is_bad":
                if (Cell.YesNo(text) is not { } bounces) return "“{0}” is neither yes nor no.";
                if (bounces) person.LastEmailIsBad();
                break;
            case "phone_is_bad":
                if (Cell.YesNo(text) is not { } isDead) return "“{0}” is neither yes nor no.";
                if (isDead) person.LastPhoneIsBad();
                break;
            case "phone":
                if (!PhoneNumber.TryParse(text, country, out var phone)) return "“{0}” is not a telephone number.";
                person.Add(phone);
                break;
            case "line1" or "line2" or "postcode" or "city" or "region": person.Address(column.Kind, column.Target, text); break;
            case "country":
                if (Cell.Country(text) is not { } code) return "“{0}” is not a country.";
                person.Address(column.Kind, column.Target, code);
                break;
            case Targets.BornOn:
                if (FileDate.Parse(text, column.Order, today) is not { } day) return "“{0}” is not a date.";
                if (!Ages.IsPossible(day, today)) return "“{0}” cannot be a date of birth: nobody alive was born on that day.";
                person.BornOn = day;
                break;
            case "sex":
                if (!Cell.TrySex(text, out var sex)) return "“{0}” is not a sex: write F, M or O.";
                person.Sex = sex;
                break;
            case "language":
                if (Cell.Language(text) is not { } language) return "“{0}” is not a language.";
                person.Language = language;
                break;
            case "support_level":
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level is < 1 or > 5) return "“{0}” is not a support level from 1 to 5.";
                person.SupportLevel = level;
                break;
            case "priority":
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) || priority is < 1 or > 5) return "“{0}” is not a priority from 1 to 5.";
                person.Priority = priority;
                break;
            case "employer": person.Employer = text; break;
            case "occupation": person.Occupation = text; break;
            case "tags":
                person.Tags.AddRange(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                if (person.Tags.Exists(t => t.Length > TagPeople.MaxLength)) return "A tag of “{0}” is too long.";
                break;
            case "note": person.Note = text; break;
            case "capital" or "capital_spent" or "capital_received":
                if (!Points.TryParseAny(text.Trim('$', '€', '£', ' '), out var points)) return "“{0}” is not a number of points.";
                person.Points = (person.Points ?? new(null, null, null)) is var said && column.Target == "capital" ? said with { Balance = points } : column.Target == "capital_spent" ? said with { Spent = points } : said with { Received = points };
                break;
            case "id":
                if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return "“{0}” is not a number of a person.";
                person.Id = id;
                break;
            case Targets.ExternalPrefix: person.ExternalIds.Add((column.About, text)); break;
            case Targets.FieldPrefix: return PutField(person, column, text);
            case var target when NamedTargets.Is(target): NamedTargets.Put(person.Named, target, text); break;
            case var target when RowMemberships.Is(target): (person.Memberships ??= new()).Put(target, text, column.Order); break;
            default: return VoteTargets.Is(column.Target) ? (person.Votes ??= new()).Put(column.Target, text, t => FileDate.Parse(t, column.Order, today)) : PutConsent(person, column.Target, text);
        }

        return null;
    }

    private string? PutField(RowPerson person, Column column, string text)
    {
        var value = new CustomValue();
        // A date in the order of the file; a rule of the field holds for it too.
        if (column.Field!.Kind == FieldKind.Date && FileDate.Parse(text, column.Order, today) is { } day) text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!OwnFields.Put(column.Field, text, value)) return "“{0}” does not fit in “{1}”.";
        person.Fields.Add((column.Field, value));
        return null;
    }

    private static string? PutConsent(RowPerson person, string target, string text)
    {
        var isWithdrawal = target.StartsWith(Targets.WithdrawnPrefix, StringComparison.Ordinal);
        // «unsubscribed_at» holds the instant itself.
        var said = Cell.YesNo(text) ?? (isWithdrawal && char.IsAsciiDigit(text[0]) ? true : null);
        if (said is null) return "“{0}” is neither yes nor no.";
        if (isWithdrawal)
        {
            if (said == true) person.Consents.AddRange((target[Targets.WithdrawnPrefix.Length..] is var what && what == "all" ? [Purpose.News, Purpose.Sms, Purpose.Call] : (Purpose[])[EnumText<Purpose>.Parse(what)]).Select(p => (p, ConsentSaid.Withdrawn)));
        }
        else
        {
            person.Consents.Add((EnumText<Purpose>.Parse(target[Targets.ConsentPrefix.Length..]), said.Value ? ConsentSaid.Yes : ConsentSaid.No));
        }

        return null;
    }

    internal static ReadRow Refuse(CsvRow row, string reason, params object?[] about) =>
        new(row.Line, Brief(row.Raw.Replace("\0", "", StringComparison.Ordinal), RawKept), null, null, [], [], [], reason, Array.ConvertAll(about, a => a is string text ? Brief(text.Replace("\0", "", StringComparison.Ordinal), AboutKept) : a));

    private static string Brief(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");
}
