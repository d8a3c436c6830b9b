using Preau.Liquid;
using Preau.Mail;
using Preau.Nations;
using Preau.People;

namespace Preau.Texting;

/// <summary>What texts to many take: written out for some of those who get them, as many as can be looked at while a page is made, and counted of all by what the settings say that SMS cost where they are.</summary>
public sealed class MeasureTexts(Audience audience, PersonDrops drops, NationSettings settings, CurrentNation nation)
{
    private const int LookedAt = 200;

    /// <param name="blast">Says who gets it.</param>
    /// <param name="count">Of them, counted with the beginnings of <see cref="TextSettings.PriceBeginnings"/>.</param>
    /// <param name="heldOutShare">The part that does not get it on purpose, in hundredths of a percent.</param>
    /// <param name="versions">Each writes its text out for somebody.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where one of them does not end within its limits.</returns>
    public async Task<TextMeasure?> Run(Blast blast, AudienceCount count, int heldOutShare, IReadOnlyList<Func<PersonDrop, ValueTask<string>>> versions, CancellationToken ct)
    {
        List<PersonDrop> some = [.. (await drops.Of([.. await audience.Sample(blast, count.Reachable, LookedAt, ct)], ct)).Values.DefaultIfEmpty(new PersonDrop())];
        var segments = new List<int>(versions.Count * some.Count);
        try
        {
            foreach (var write in versions)
                foreach (var person in some) segments.Add(SmsText.Of(await write(person)).Segments);
        }
        catch (LiquidStopped)
        {
            return null;
        }

        return TextMeasure.Of(segments, count, heldOutShare, await settings.Get<TextSettings>(ct), nation.Facts.Currency);
    }
}
