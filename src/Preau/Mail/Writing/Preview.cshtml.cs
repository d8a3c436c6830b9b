using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Launch;
using Preau.Mail.Limits;
using Preau.Mail.Measuring;
using Preau.Mail.Seeds;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Writing;

/// <summary>A mail as one person gets it: on a desk or a telephone, by day or night, and its text part.</summary>
[Needs(Permission.ViewMail)]
public sealed class PreviewPage(Database db, MailReaders readers, VersionsOf versions, RenderMail render, RenderText renderText, SendTestText test, BlastLimits limits, NationSettings settings, MistakeWords mistakes, BlastSummary summary, Words words) : PageModel
{
    /// <summary>«desk», «phone», «desk-dark», «phone-dark» or «text».</summary>
    [BindProperty(SupportsGet = true)]
    public string? As { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Whom it is for; nought is somebody of whom nothing is known; one of the audience when not said.</summary>
    [BindProperty(SupportsGet = true, Name = "person")]
    public long? PersonId { get; set; }

    /// <summary>Which of its texts: versions, and these in other languages; nought is the mail itself.</summary>
    [BindProperty(SupportsGet = true)]
    public int Version { get; set; }

    public BlastTexts Texts { get; private set; } = new(new() { Subject = "", Language = "fr" }, []);
    private Blast Shown => Texts.Written[Version];
    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public MailReader? Person { get; private set; }
    public IReadOnlyList<MailReader> Found { get; private set; } = [];
    public RenderedMail? Mail { get; private set; }
    /// <summary>Of a text.</summary>
    public RenderedText? Text { get; private set; }
    /// <summary>Of whoever looks at a text, to send it there as a test.</summary>
    public string? OwnNumber { get; private set; }
    public IReadOnlyList<string> Problems { get; private set; } = [];
    /// <summary>Of each segment that parts of it are for: is this person in it?</summary>
    public IReadOnlyList<string> Limits { get; private set; } = [];
    /// <summary>How many mailboxes a test goes to by one click.</summary>
    public int Seeds { get; private set; }
    public string From { get; private set; } = "";
    public string FramePath => string.Create(CultureInfo.InvariantCulture, $"~/mail/{Blast.Id}/preview.html?person={Person?.Id ?? 0}&version={Version}&dark={(As?.EndsWith("-dark", StringComparison.Ordinal) == true ? "true" : "false")}");

    public IReadOnlyList<Tab> Ways =>
    [
        .. new (string As, string Label)[] { ("desk", words["On a computer"]), ("phone", words["On a telephone"]), ("desk-dark", words["Computer, dark"]), ("phone-dark", words["Telephone, dark"]), ("text", words["Text only"]) }
            .Select(w => new Tab(w.Label, Here(Person?.Id ?? 0, w.As), As == w.As)),
    ];

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        Blast = blast;
        if (As is not ("phone" or "desk-dark" or "phone-dark" or "text")) As = "desk";
        Found = await readers.Search(Q, blast.Channel, ct);
        Person = PersonId is { } asked ? await readers.Find(asked, blast.Channel, ct) : Found is [var first, ..] ? first : await readers.Any(blast, ct);
        Texts = await versions.Run(blast, ct);
        // As they get it: in their language, until another one is asked for.
        if (!Request.Query.ContainsKey("version")) Version = Texts.Of(0, Person?.Language);
        Version = Math.Clamp(Version, 0, Texts.Written.Count - 1);
        From = await summary.From(Shown, ct);
        if (blast.IsText)
        {
            Text = await renderText.Run(Shown, Person?.Id, ct);
            Problems = [.. Text.Problems.Select(mistakes.Of)];
            OwnNumber = await test.OwnNumber(ct);
            return Page();
        }

        Seeds = (await settings.Get<SeedSettings>(ct)).Addresses.Count;
        Limits = await limits.Explain(Shown, Person?.Id, ct);
        switch (await render.Run(Shown, Person?.Id, ct))
        {
            case Rendering.Done done: Mail = done.Mail; break;
            case Rendering.Wrong wrong: Problems = [.. wrong.Problems.Select(mistakes.Of)]; break;
        }

        return Page();
    }

    public string Here(long personId, string? way, int? version = null) => Url.Content(string.Create(CultureInfo.InvariantCulture, $"~/mail/{Blast.Id}/preview?person={personId}&as={way}&version={version ?? Version}"));
}
