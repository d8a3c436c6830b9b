using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <param name="By">Who of the campaign wrote it.</param>
public sealed record MailLine(InboxMail Mail, string? By)
{
    public IReadOnlyList<(string Name, long Bytes)> Attachments => [.. Mail.Attachments.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))
        .Select(p => (p[0], p.Length > 1 && long.TryParse(p[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0))];
}

/// <summary>One conversation: what was written, and the next answer.</summary>
[Needs(Permission.AnswerMail)]
public sealed class ShowPage(Database db, LastAnswerCheck check, WriteAnswer write, FillReply fill, WhoReads reads, PickPerson pick, NationSettings settings, CurrentNation nation, Team team, InboxWords said, Words words) : PageModel
{
    private const int Shown = 200;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public AnswerForm Form { get; set; } = new();

    /// <summary>The saved reply to begin with.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Reply { get; set; }

    public MailThread Thread { get; private set; } = new() { AddressKey = "", Address = "", Name = "", Subject = "", SubjectKey = "" };
    public IReadOnlyList<MailLine> Lines { get; private set; } = [];
    public string Name { get; private set; } = "";
    public IReadOnlyList<string> AlsoHere { get; private set; } = [];
    public IReadOnlyList<TeamMember> Members { get; private set; } = [];
    public IReadOnlyList<SavedReply> Replies { get; private set; } = [];

    /// <summary>Why it cannot be answered now; null where it can.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>Who has the address, or whom the mail was sent to, where it is not settled who wrote.</summary>
    public IReadOnlyList<PickedPerson> Candidates { get; private set; } = [];
    public bool IsFromAnotherAddress { get; private set; }

    /// <summary>The last mail in which they may ask, or have asked, for no more mail.</summary>
    public InboxMail? Wish { get; private set; }
    public string? BlastSubject { get; private set; }

    public string Title => Thread.Subject.Length > 0 ? Thread.Subject : words["(no subject)"];

    public string StateOf(InboxMail mail)
    {
        var state = mail.State == AnswerState.Refused ? $"{said.Of(mail.State)}. {said.Why(mail.Reason)}" : said.Of(mail.State);
        return string.IsNullOrEmpty(mail.Answer) || mail.State is not (AnswerState.Refused or AnswerState.Waiting) ? state : $"{state} ({mail.Answer})";
    }

    public string Size(long bytes) => said.Size(bytes);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        AlsoHere = await reads.Run(Id, ct);
        if (Request.Headers["HX-Request-Type"] == "partial") return Partial("_Mails", this);
        Form = new() { EntryKey = Guid.NewGuid().ToString("n"), Turn = Thread.Turn };
        if (Reply is { } reply && await db.SavedReplies.AsNoTracking().SingleOrDefaultAsync(r => r.Id == reply, ct) is { } saved)
        {
            Form.Text = await fill.Run(saved, Thread.PersonId, ct);
            if (Form.Text is null) this.Warn(words["This saved reply cannot be written out. Look at it under Saved replies."]);
        }

        await Prepare(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        if (ModelState.IsValid && Form.Plain.Length == 0) ModelState.AddModelError("Form.Text", words["Write something."]);
        if (ModelState.IsValid && await Refusal(ct) is { } why) ModelState.AddModelError("Form.Text", why);
        if (ModelState.IsValid && await write.Run(Id, Form, ct) is Answered.Overtaken) await Overtaken(ct);
        if (ModelState.IsValid)
        {
            this.Say(Form.Close ? words["Your answer is on its way, and the conversation is closed."] : words["Your answer is on its way."], Form.Close ? $"/inbox/{Id}/reopening" : null);
            return LocalRedirect(Form.Close ? "~/inbox" : $"~/inbox/{Id}");
        }

        await Prepare(ct);
        return this.Again();
    }

    /// <summary>What was typed stands; whoever has read what came in between sends it by pressing again.</summary>
    private async Task Overtaken(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await Load(ct);
        ModelState.Remove("Form.Turn");
        Form.Turn = Thread.Turn;
        var last = Lines.LastOrDefault(l => l.Mail.Kind != InboxKind.Note);
        ModelState.AddModelError("Form.Text", last is { Mail.Kind: InboxKind.Out }
            ? words["{0} has answered meanwhile. Your text was not sent: read theirs above, then send yours if it is still needed.", last.By ?? words["Somebody"]]
            : words["They have written again meanwhile. Your text was not sent: read it above, then send yours."]);
    }

    private async Task<string?> Refusal(CancellationToken ct) =>
        (await settings.Get<MailSettings>(ct)).IsComplete ? await check.WhyNot(Thread, ct) is { } reason ? said.Why(reason) : null : words["No relay is set yet, so that no mail can leave: Settings, Mail relay."];

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await db.MailThreads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == Id, ct) is not { } thread) return false;
        Thread = thread;
        var lines = await db.InboxMails.AsNoTracking().Where(m => m.MailThreadId == Id).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Shown)
            .Select(m => new MailLine(m, db.Accounts.Where(a => a.Id == m.AuthorId).Select(a => a.Name).FirstOrDefault())).ToListAsync(ct);
        lines.Reverse();
        Lines = lines;
        // One that waits for an answer holds mails back: it is asked first, also behind one that was done.
        Wish = lines.Select(l => l.Mail).LastOrDefault(m => m.Leave == LeaveState.Perhaps) ?? lines.Select(l => l.Mail).LastOrDefault(m => m.Leave == LeaveState.Done);
        var person = await db.People.Where(p => p.Id == thread.PersonId).Select(p => new { p.FirstName, p.LastName }).SingleOrDefaultAsync(ct);
        Name = InboxList.Called(person is null ? "" : $"{person.FirstName} {person.LastName}".Trim(), thread.Name, thread.Address);
        return true;
    }

    private async Task Prepare(CancellationToken ct)
    {
        WhyNot = await Refusal(ct);
        Members = await team.Members(ct);
        var language = await db.People.Where(p => p.Id == Thread.PersonId).Select(p => p.Language).SingleOrDefaultAsync(ct) ?? nation.Facts.Language;
        Replies = [.. (await db.SavedReplies.AsNoTracking().OrderBy(r => r.NameKey).ThenBy(r => r.Id).Take(SavedReply.Most).ToListAsync(ct)).OrderBy(r => r.Language == language ? 0 : 1)];
        BlastSubject = await db.Blasts.Where(b => b.Id == Thread.BlastId).Select(b => b.Subject).SingleOrDefaultAsync(ct);
        if (Thread.PersonId is not null) return;
        var owners = await db.PersonEmails.Where(e => e.EmailKey == Thread.AddressKey).Select(e => e.PersonId).Distinct().Take(20).ToListAsync(ct);
        IsFromAnotherAddress = owners.Count == 0 && Thread.SentToId is not null;
        if (IsFromAnotherAddress && Thread.SentToId is { } sentTo) owners.Add(await db.WhoIs(sentTo, ct));
        Candidates = await pick.Described(owners, ct);
    }
}
