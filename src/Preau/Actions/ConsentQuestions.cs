using Preau.Mail.Openings;
using Preau.Shared;

namespace Preau.Actions;

/// <summary>Something to ask agreement to, in the words that are kept with the answer. Never ticked beforehand.</summary>
public sealed record ConsentQuestion(Purpose Purpose, string Text)
{
    public string Name => "consent_" + EnumText<Purpose>.Of(Purpose);
}

/// <summary>What the public is asked to agree to, one purpose at a time, the same on every form.</summary>
public sealed class ConsentQuestions(WhoIsMeasured measured, Words words)
{
    public async Task<IReadOnlyList<ConsentQuestion>> In(string language, CancellationToken ct)
    {
        var said = words.In(language);
        List<ConsentQuestion> questions =
        [
            new(Purpose.News, said["I would like to receive the campaign's news by e-mail."]),
            new(Purpose.Sms, said["The campaign may send me text messages."]),
            new(Purpose.Targeted, said["The campaign may choose what it sends me by what it knows of me (Regulation (EU) 2024/900)."]),
        ];
        if (await measured.IsOn(ct)) questions.Add(new(Purpose.Measure, said["The campaign may measure whether I open its mails, by a picture of one point in each."]));
        return questions;
    }
}
