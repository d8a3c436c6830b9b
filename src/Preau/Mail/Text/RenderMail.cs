using System.Net;
using Preau.Liquid;
using Preau.Mail.Blocks;
using Preau.Mail.Limits;
using Preau.People;

namespace Preau.Mail;

/// <summary>A mail as one person would get it.</summary>
/// <param name="Preheader">As text.</param>
/// <param name="IsEmpty">Nothing of its text was for them.</param>
public sealed record RenderedMail(string Subject, string Preheader, string Html, string Text, bool IsEmpty);

public abstract record Rendering
{
    public sealed record Done(RenderedMail Mail) : Rendering;

    /// <summary>In the files «subject», «preheader» and «body».</summary>
    public sealed record Wrong(IReadOnlyList<LiquidProblem> Problems) : Rendering;
}

/// <summary>A blast as somebody would get it, before it is sent. Its links lead where they lead, and its way to leave leads to a page that says that this is a preview.</summary>
public sealed class RenderMail(CompileMail compile, PersonDrops drops, BlastLimits limits, MailLinks links, WhyWritten why)
{
    /// <param name="blast">As it stands, saved or not.</param>
    /// <param name="personId">Whose names are put in; null is somebody of whom nothing is known.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Rendering> Run(Blast blast, long? personId, CancellationToken ct) => Run(blast, personId, look: null, ct);

    /// <param name="blast">As it stands, saved or not.</param>
    /// <param name="personId">Whose names are put in; null is somebody of whom nothing is known.</param>
    /// <param name="look">Tried out; null is the campaign's.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Rendering> Run(Blast blast, long? personId, MailLook? look, CancellationToken ct)
    {
        switch (await compile.Run(blast, look, ct))
        {
            case Compiling.Done { Template: var template }:
                var person = personId is { } id && (await drops.Of([id], blast.Facts, ct)).GetValueOrDefault(id) is { } known ? known : new PersonDrop();
                try
                {
                    var reasons = await why.For(blast, [person.Id], ct);
                    var limited = await limits.For(blast, person.Id, ct);
                    var words = await template.Fill(person, reasons.Of(person.Id) + limited.Told, await links.OfPreview(blast, ct), n => n < template.Links.Count ? template.Links[n] : null, limited.Groups);
                    return new Rendering.Done(new RenderedMail(words.Subject, WebUtility.HtmlDecode(words.Preheader), template.Html(words), template.Plain(words), string.IsNullOrWhiteSpace(words.Plain)));
                }
                catch (LiquidStopped stopped)
                {
                    return new Rendering.Wrong([LiquidProblem.Of(stopped)]);
                }
            case Compiling.Wrong wrong: return new Rendering.Wrong(wrong.Problems);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}
