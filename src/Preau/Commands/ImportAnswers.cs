using System.CommandLine;
using System.Globalization;
using Preau.Imports;
using Preau.Imports.Choices;

namespace Preau.Commands;

/// <summary>What is asked once for each file, as options: where it comes from, by what right it is held, and whom its rows may mean.</summary>
internal sealed class ImportAnswers
{
    private readonly Option<string?> match = new("--match") { HelpName = "KEYS", Description = $"what rows find people by, with commas between: {Names(MatchKeyNames.All.Select(k => k.Name))}; all but the last where it is left out" };
    private readonly Option<string?> from = new("--from") { HelpName = "TEXT", Description = "where the file comes from; told to whoever asks where their data is from" };
    private readonly Option<string?> kind = new("--from-kind") { HelpName = "KIND", Description = $"what kind of source: {Names(Enum.GetValues<ImportOrigin>().Select(EnumText<ImportOrigin>.Of))}" };
    private readonly Option<string?> basis = new("--basis") { HelpName = "BASIS", Description = $"on what legal basis: {Names(Enum.GetValues<LegalBasis>().Select(EnumText<LegalBasis>.Of))}" };
    private readonly Option<string?> basisText = new("--basis-text") { HelpName = "TEXT", Description = "the basis in words, with --basis other" };
    private readonly Option<string?> obtained = new("--obtained") { HelpName = "DATE", Description = "when the file was obtained, as 2026-11-27; today where it is left out" };

    public IReadOnlyList<Option> Options => [match, from, kind, basis, basisText, obtained];

    /// <param name="isRequired">Whether the file is to be brought in, which it is not without an origin and a basis.</param>
    /// <returns>Puts the answers on an import; only what was said, where nothing is required.</returns>
    public Action<Import> Read(ParseResult asked, IServiceProvider services, bool isRequired)
    {
        MatchKeys? keys = null;
        if (asked.GetValue(match) is { } wanted)
        {
            keys = MatchKeyNames.Read(wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            if (keys is null or MatchKeys.None) throw new CommandRefused($"Rows cannot find people by «{wanted}». Write one or more of {Names(MatchKeyNames.All.Select(k => k.Name))}, with commas between.");
        }

        var nation = services.GetRequiredService<CurrentNation>().Facts;
        var today = nation.DayOf(services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (isRequired && asked.GetValue(basis) is null) throw new CommandRefused($"Say with --basis on what legal basis you hold what is in the file: {Names(Enum.GetValues<LegalBasis>().Select(EnumText<LegalBasis>.Of))}.");
        if (isRequired && asked.GetValue(from) is null) throw new CommandRefused("Say with --from where the file comes from: whoever asks where their data is from is told so.");
        var form = new OriginForm
        {
            Kind = One<ImportOrigin>(asked.GetValue(kind), "--from-kind") ?? ImportOrigin.Other, Origin = asked.GetValue(from), Basis = One<LegalBasis>(asked.GetValue(basis), "--basis"), BasisText = asked.GetValue(basisText), ObtainedOn = Day(asked.GetValue(obtained)) ?? today,
        };
        var isWhole = form.Basis is not null && form.Origin is not null;
        if (isWhole && form.Problems(today).Select(p => p.Problem).FirstOrDefault() is { } problem) throw new CommandRefused(problem);
        return import =>
        {
            if (keys is { } chosen) import.Matching = MatchKeyNames.Write(chosen);
            if (!import.IsRoll && form.RollProblem(nation.Country) is { } roll) throw new CommandRefused(roll.Problem);
            if (isWhole) form.CopyTo(import);
        };
    }

    private static TEnum? One<TEnum>(string? text, string option) where TEnum : struct, Enum => text is null ? null
        : EnumText<TEnum>.TryParse(text.Replace('-', '_'), out var value) ? value : throw new CommandRefused($"{option} cannot be «{text}». Write one of {Names(Enum.GetValues<TEnum>().Select(EnumText<TEnum>.Of))}.");

    private static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new CommandRefused($"--obtained cannot be «{text}». Write the day as 2026-11-27.");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
