using Preau.Liquid;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.Nations;
using Preau.People;

namespace Preau.Texting;

/// <param name="Text">Null where it cannot be written out.</param>
public sealed record RenderedText(string? Text, IReadOnlyList<LiquidProblem> Problems)
{
    public SmsText Sms => SmsText.Of(Text ?? "");
}

/// <summary>A blast of texts as somebody would get it, and what it takes to send it. Links stand as long as they will be.</summary>
public sealed class RenderText(CompileText compile, MeasureTexts measure, VersionsOf versions, PersonDrops drops, NationDirectory directory, CurrentNation nation)
{
    // As long as the code of a link in a large campaign.
    private const string SomeCode = "/t/AAAAAAAAAAA";

    /// <param name="blast">As it stands, saved or not.</param>
    /// <param name="personId">Whose names are put in; null is somebody of whom nothing is known.</param>
    /// <param name="ct">Gives up.</param>
    public Task<RenderedText> Run(Blast blast, long? personId, CancellationToken ct) => Run(blast, personId, isTest: false, ct);

    /// <param name="isTest">Its links lead where they lead, and nothing counts who follows them.</param>
    public async Task<RenderedText> Run(Blast blast, long? personId, bool isTest, CancellationToken ct)
    {
        var (template, problems) = await compile.Run(blast, ct);
        if (template is null) return new(null, problems);
        var person = personId is { } id && (await drops.Of([id], ct)).GetValueOrDefault(id) is { } known ? known : new PersonDrop();
        var link = await directory.AddressOf(nation.Facts, Surface.Site, ct) + SomeCode;
        try
        {
            return new(await template.Fill(person, n => n >= template.Links.Count ? null : isTest ? template.Links[n] : link), []);
        }
        catch (LiquidStopped stopped)
        {
            return new(null, [LiquidProblem.Of(stopped)]);
        }
    }

    /// <summary>What it takes to send all of its versions.</summary>
    /// <param name="blast">As it stands.</param>
    /// <param name="count">Who gets it, counted with the beginnings of <see cref="TextSettings.PriceBeginnings"/>.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where it cannot be written out.</returns>
    public async Task<TextMeasure?> Measure(Blast blast, AudienceCount count, CancellationToken ct)
    {
        var link = await directory.AddressOf(nation.Facts, Surface.Site, ct) + SomeCode;
        var written = new List<Func<PersonDrop, ValueTask<string>>>();
        foreach (var version in (await versions.Run(blast, ct)).Written)
        {
            if ((await compile.Run(version, ct)).Template is not { } template) return null;
            written.Add(person => template.Fill(person, n => n < template.Links.Count ? link : null));
        }

        return await measure.Run(blast, count, blast.HeldOutShare, written, ct);
    }
}
