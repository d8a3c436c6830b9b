using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Checks;

/// <summary>Of the words of a text that have nothing to fall back on: with whom of its readers they are blank.</summary>
public sealed class BlankNames(Audience audience, PersonDrops drops, Words words)
{
    private const int LookedAt = 200;
    private static readonly Dictionary<string, System.Reflection.PropertyInfo> OfPerson = typeof(PersonDrop).GetProperties().ToDictionary(p => SnakeCase.Of(p.Name), StringComparer.Ordinal);

    /// <param name="blast">As it stands.</param>
    /// <param name="problems">What was found in its text.</param>
    /// <param name="people">How many it reaches.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The same problems; in the place of each such word, how many it is and one of them, or nothing where it is nobody.</returns>
    public async Task<IReadOnlyList<BlastProblem>> Run(Blast blast, IReadOnlyList<BlastProblem> problems, long people, CancellationToken ct)
    {
        if (people == 0 || problems.All(p => p.Blank is null)) return problems;
        // Some may stand in another of its versions than the first.
        var facts = PersonFacts.In([.. problems.Select(p => p.Blank)]) & (blast.TellsOfGifts ? ~PersonFact.None : ~PersonFact.Gifts);
        var readers = (await drops.Of([.. await audience.Sample(blast, people, LookedAt, ct)], facts, ct)).Values.OrderBy(p => p.Id).ToList();
        if (readers.Count == 0) return problems;
        return [.. problems.Select(p => p.Blank is { } name ? Seen(blast, p, readers.FindAll(r => IsBlank(r, name)), readers.Count, readers.Count >= people) : p).OfType<BlastProblem>()];
    }

    private BlastProblem? Seen(Blast blast, BlastProblem problem, List<PersonDrop> blank, int looked, bool isEverybody)
    {
        if (blank.Count == 0) return isEverybody ? null : problem;
        var first = blank[0];
        var who = first.FullName.Length > 0 ? first.FullName : first.Email;
        return problem with
        {
            Text = words["{0} Of {1} readers who were looked at it is blank for {2}, such as {3}.", problem.Text, looked, blank.Count, who],
            Look = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/mail/{blast.Id}/preview?person={first.Id}"),
        };
    }

    private static bool IsBlank(PersonDrop person, string name) => name.Split('.') switch
    {
        ["person", "custom_values", var slug, ..] => string.IsNullOrWhiteSpace(person.CustomValues.GetValueOrDefault(slug)),
        ["person", var field, ..] when OfPerson.TryGetValue(field, out var property) => property.GetValue(person) is null or string { Length: 0 },
        _ => false,
    };
}
