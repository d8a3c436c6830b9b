using System.Globalization;
using System.Text;
using Preau.Liquid;
using Preau.Mail;
using Preau.People;
using Preau.Shared;
using Preau.Site;

namespace Preau.Texting.Peers;

/// <summary>The volunteer, as a script may name them.</summary>
public sealed class VolunteerDrop
{
    public string FirstName { get; init; } = "";
    public string FullName { get; init; } = "";

    /// <summary>People sign with the first word of their name.</summary>
    public static VolunteerDrop Of(string name) => new() { FullName = name.Trim(), FirstName = name.Trim().Split(' ')[0] };
}

/// <summary>A text of a script for one person after the other.</summary>
public sealed class ScriptText(Theme theme, IReadOnlyDictionary<string, object?> objects, CultureInfo culture, Translate translate, TimeProvider clock)
{
    /// <exception cref="LiquidStopped">It did not end within its limits.</exception>
    public async ValueTask<string> Fill(PersonDrop person, VolunteerDrop volunteer)
    {
        var written = (await theme.Text(MailTemplate.BodyFile, objects.Append(new("person", person.In(culture.TwoLetterISOLanguageName))).Append(new("volunteer", volunteer)), culture, translate, clock)).ReplaceLineEndings("\n");
        var text = new StringBuilder(written.Length);
        foreach (var rune in written.Trim().EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value == '\n') text.Append(rune);
        }

        return text.ToString();
    }
}

/// <summary>Makes texts of what stands in a script: Liquid in plain text, with the person and the volunteer in it.</summary>
public sealed class CompileScript(SiteViews views, Words words, PersonDrops drops, TimeProvider clock)
{
    private static readonly IReadOnlyCollection<Type> Drops = [typeof(PersonDrop), typeof(VolunteerDrop), .. SiteTheme.Drops];

    public async Task<(ScriptText? Text, IReadOnlyList<LiquidProblem> Problems)> Run(string source, string language, CancellationToken ct)
    {
        if (Theme.Load(new Dictionary<string, string>(StringComparer.Ordinal) { [MailTemplate.BodyFile] = source }, Drops, LiquidLimits.Letter, out var problems) is not { } theme) return (null, problems);
        var said = words.In(language);
        var site = await views.Site(language, null, ct);
        return (new ScriptText(theme, new Dictionary<string, object?>(StringComparer.Ordinal) { ["site"] = site }, SiteViews.Culture(language), (sentence, arguments) => said[sentence, arguments], clock), []);
    }

    /// <summary>What is wrong with a text of the script; nothing where it can be written out.</summary>
    public async Task<IReadOnlyList<LiquidProblem>> Check(string source, string language, CancellationToken ct)
    {
        var (text, problems) = await Run(source, language, ct);
        if (text is null) return problems;
        try
        {
            await text.Fill(new PersonDrop(), new VolunteerDrop());
            return [];
        }
        catch (LiquidStopped stopped)
        {
            return [LiquidProblem.Of(stopped)];
        }
    }

    /// <summary>Written out for a person; null where it cannot be.</summary>
    public async Task<string?> For(string source, string language, long personId, string volunteer, CancellationToken ct) =>
        (await Run(source, language, ct)).Text is { } text ? await For(text, (await drops.Of([personId], ct)).GetValueOrDefault(personId) ?? new PersonDrop(), volunteer) : null;

    public static async Task<string?> For(ScriptText text, PersonDrop person, string volunteer)
    {
        try
        {
            return await text.Fill(person, VolunteerDrop.Of(volunteer));
        }
        catch (LiquidStopped)
        {
            return null;
        }
    }
}
