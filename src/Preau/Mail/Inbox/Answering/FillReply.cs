using Preau.Liquid;
using Preau.People;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Inbox;

/// <summary>Writes out a saved reply for one person: Liquid in plain text, with the same names as in mails to many.</summary>
public sealed class FillReply(SiteViews views, PersonDrops drops, LiquidNames names, MistakeWords mistakes, Words words, TimeProvider clock)
{
    private static readonly IReadOnlyCollection<Type> Drops = [typeof(PersonDrop), .. SiteTheme.Drops];

    /// <summary>What is wrong with a text, in words.</summary>
    public async Task<IReadOnlyList<string>> Problems(string text, CancellationToken ct)
    {
        if (Load(text, out var problems) is null) return [.. problems.Select(mistakes.Of)];
        return [.. (await names.Check([(words["In the text"], text)], ct)).Where(p => p.IsBlocking).Select(p => p.Text)];
    }

    /// <param name="reply">As it was saved.</param>
    /// <param name="personId">Whose names are put in; null is somebody of whom nothing is known.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where it cannot be written out.</returns>
    public async Task<string?> Run(SavedReply reply, long? personId, CancellationToken ct)
    {
        if (Load(reply.Text, out _) is not { } theme) return null;
        var person = personId is { } id && (await drops.Of([id], ct)).GetValueOrDefault(id) is { } known ? known : new PersonDrop();
        var said = words.In(reply.Language);
        var objects = new Dictionary<string, object?>(StringComparer.Ordinal) { ["site"] = await views.Site(reply.Language, null, ct), ["person"] = person.In(reply.Language) };
        try
        {
            return OwnWords.Clean(await theme.Text(MailTemplate.BodyFile, objects, SiteViews.Culture(reply.Language), (sentence, arguments) => said[sentence, arguments], clock)).Trim();
        }
        catch (LiquidStopped)
        {
            return null;
        }
    }

    private static Theme? Load(string text, out IReadOnlyList<LiquidProblem> problems) =>
        Theme.Load(new Dictionary<string, string>(StringComparer.Ordinal) { [MailTemplate.BodyFile] = text }, Drops, LiquidLimits.Letter, out problems);
}
