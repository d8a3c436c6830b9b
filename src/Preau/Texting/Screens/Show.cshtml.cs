using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>One conversation: what was written, and the next answer.</summary>
[Needs(Permission.WriteTexts)]
public sealed class ShowPage(Database db, Threads threads, FindConversation find, PickPerson pick, MakeComposer make, PerhapsStopped perhaps, WriteText write, TextWords said, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public TextForm Form { get; set; } = new();

    public Conversation Conversation { get; private set; } = new() { NumberKey = "" };
    public IReadOnlyList<ThreadLine> Lines { get; private set; } = [];
    public Composer Composer { get; private set; } = new(new(), "", "", null, []);
    public long? Seen => Lines.LastOrDefault(l => l.Text.IsIncoming)?.Text.Id;
    public string Name { get; private set; } = "";
    public string Number => threads.Number(Conversation.NumberKey);
    public string Title => Name.Length > 0 ? Name : Number;

    /// <summary>Whether what they wrote may be a wish for no more texts, and nobody has read it.</summary>
    public bool IsHeldBack { get; private set; }

    /// <summary>Who has the number, where it is not settled who is meant.</summary>
    public IReadOnlyList<PickedPerson> Candidates { get; private set; } = [];

    /// <summary>With the gateway's own words where it took nothing.</summary>
    public string StateOf(TextMessage text)
    {
        var state = text.State == TextState.Refused ? $"{said.Of(text.State)}. {said.Why(text.Reason)}" : said.Of(text.State);
        return string.IsNullOrEmpty(text.Answer) || text.State is not (TextState.Refused or TextState.Waiting) ? state : $"{state} ({text.Answer})";
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        if (Request.Headers["HX-Request-Type"] == "partial") return Partial("_Thread", this);
        await Prepare(null, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        await make.Check(Conversation.NumberKey, Conversation.PersonId, Form, ModelState, ct);
        if (!ModelState.IsValid)
        {
            await Prepare(Form, ct);
            return this.Again();
        }

        await write.Run(Conversation.NumberKey, Conversation.PersonId, Form, ct);
        return LocalRedirect($"~/texts/{Id}");
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await threads.Seen.AsNoTracking().SingleOrDefaultAsync(c => c.Id == Id, ct) is not { } conversation) return false;
        Conversation = conversation;
        Lines = await threads.Lines(Id, ct);
        var name = await db.People.Where(p => p.Id == conversation.PersonId).Select(p => new { p.FirstName, p.LastName }).SingleOrDefaultAsync(ct);
        Name = name is null ? "" : $"{name.FirstName} {name.LastName}".Trim() is { Length: > 0 } full ? full : words["No name"];
        return true;
    }

    private async Task Prepare(TextForm? known, CancellationToken ct)
    {
        Composer = await make.For(Conversation, known, ct);
        IsHeldBack = Conversation.IsUnread && (await perhaps.Among([Conversation.NumberKey], ct)).Count > 0;
        if (Conversation.PersonId is null) Candidates = await pick.Described(await find.Owners(Conversation.NumberKey, ct), ct);
    }
}
