using System.Globalization;
using Preau.Shared;

namespace Preau.People;

/// <summary>Which rule of a field a value breaks.</summary>
public enum BrokenRule
{
    None,
    TooSmall,
    TooLarge,
    TooLong,
    WrongPattern,
}

/// <summary>What a field says of the values that it takes, beside their kind.</summary>
public static class FieldRules
{
    public const int LongestText = 2000;
    public const int LongestLongText = 20_000;

    public static BrokenRule Broken(CustomField field, CustomValue value) => field.Kind switch
    {
        FieldKind.Number => Beyond(value.NumberValue, Number(field.Least), Number(field.Most)),
        FieldKind.Money => Beyond(value.WholeValue, Cents(field, field.Least), Cents(field, field.Most)),
        FieldKind.Date => Beyond(value.DateValue, Day(field.Least), Day(field.Most)),
        FieldKind.Text or FieldKind.LongText when value.TextValue is { } text && text.Length > (field.Longest ?? LongestText * 10) => BrokenRule.TooLong,
        FieldKind.Text when value.TextValue is { } text && !field.Pattern.Fits(text) => BrokenRule.WrongPattern,
        FieldKind.Text or FieldKind.LongText or FieldKind.Choice or FieldKind.Several or FieldKind.Boolean or FieldKind.Person => BrokenRule.None,
    };

    private static BrokenRule Beyond<T>(T? value, T? least, T? most) where T : struct, IComparable<T> =>
        value is not { } given ? BrokenRule.None : least is { } low && given.CompareTo(low) < 0 ? BrokenRule.TooSmall : most is { } high && given.CompareTo(high) > 0 ? BrokenRule.TooLarge : BrokenRule.None;

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Cents(CustomField field, string? text) => Money.TryParse(text, field.Currency, out var money) ? money.Cents : null;

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
