using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Preau.Law;
using Preau.Mail.Blocks;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Writing;

/// <summary>What the form of a mail is shown with: the segments to choose from, what can be inserted, how many it reaches now.</summary>
public sealed record Desk(BlastForm Form, Channel Channel)
{
    public bool IsText => Channel == Channel.Sms;

    /// <summary>What stands below each text by itself; empty for a mail.</summary>
    public string Foot { get; init; } = "";

    public required IReadOnlyList<MailSegment> Segments { get; init; }
    public required AudienceView Audience { get; init; }
    public required IReadOnlyList<SelectListItem> Languages { get; init; }
    /// <summary>What its text is written with.</summary>
    public required MailText Text { get; init; }

    /// <summary>What a text message can be filled in with.</summary>
    public IEnumerable<(string Label, string Liquid)> OfRecord => Text.Inserts.Where(i => PersonFacts.In(i.Liquid) == PersonFact.None);

    /// <summary>Who a mail is from when it does not say.</summary>
    public required string SenderLine { get; init; }

    /// <summary>Of a text, the numbers that it may come from; empty where there is one, or none to choose.</summary>
    public IReadOnlyList<SelectListItem> Numbers { get; init; } = [];

    /// <summary>The text of an automatic mail, or a template: who gets it is not chosen here.</summary>
    public bool IsPattern { get; init; }

    /// <summary>It answers what one person did: nobody is held out of what they are owed.</summary>
    public bool IsAnswer { get; init; }

    public bool IsTemplate { get; init; }
    public bool HasSegmentError { get; init; }
}

public sealed class WritingDesk(MailSegments segments, ViewAudience audience, NationSettings settings, MailTexts texts, TextFoot foot, TextGateways gateways, GiftNames gifts, CurrentNation nation, BlastWords said, Words words)
{
    public const string SegmentField = "Form.SegmentId";
    private static string Reader => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Refuses what can be told before saving: a language that there is not, a segment that may not be written to.</summary>
    public async Task Check(BlastForm form, ModelStateDictionary problems, CancellationToken ct)
    {
        if (MailSource.WhyNot(form.Format, form.Body) is { } whyNot) problems.AddModelError("Form.Body", words[whyNot]);
        if (gifts.WhyNot(form.Subject, form.Preheader, form.Body) is { } secret) problems.AddModelError("Form.Body", secret);
        if (!Words.Languages.Contains(form.Language, StringComparer.Ordinal)) problems.AddModelError("Form.Language", words["Choose one of the languages."]);
        if (form.SegmentId is not { } id) return;
        if (await segments.Find(id, Reader, ct) is not { } segment) problems.AddModelError(SegmentField, words["This segment is no longer there."]);
        else if (segment.WhyNot is { } why) problems.AddModelError(SegmentField, words["“{0}” cannot be written to: {1}", segment.Name, why]);
    }

    public async Task<Desk> Of(BlastForm form, Channel channel, bool isAnswer, ModelStateDictionary problems, CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        return new Desk(form, channel)
        {
            Segments = await segments.All(Reader, ct), Audience = await audience.Of(form.SegmentId, channel, isCounted: false, ct), Text = await texts.Of(form.Format, form.Body, form.Language, isAnswer, ct), IsAnswer = isAnswer,
            Languages = [.. Words.Languages.Select(l => new SelectListItem(said.Language(l), l))],
            SenderLine = mail.SenderAddress is { Length: > 0 } address ? string.IsNullOrWhiteSpace(mail.SenderName) ? address : $"{mail.SenderName} <{address}>" : words["nothing is set there yet"],
            Foot = channel == Channel.Sms ? foot.In(form.Language) : "",
            Numbers = channel == Channel.Sms && await gateways.Senders(ct) is { More.Count: > 0 } senders ? [.. senders.All.Select(n => new SelectListItem(TextSenders.Shown(n, nation.Facts.Country), n))] : [],
            HasSegmentError = problems[SegmentField]?.Errors.Count > 0,
        };
    }
}
