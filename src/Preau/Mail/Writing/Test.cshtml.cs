using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Measuring;
using Preau.Mail.Seeds;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Writing;

/// <summary>Sends the mail or text as it stands to those who are to look at it, and says what the relay or the gateway answered.</summary>
[Needs(Permission.SendMail)]
public sealed class TestPage(Database db, VersionsOf versions, SendTest send, SendTestText text, NationSettings settings, MistakeWords mistakes, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/preview");

    public async Task<IActionResult> OnPost(long id, string? to, bool seeds, long? person, int version, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        var all = await versions.Run(blast, ct);
        var written = all.Written;
        version = Math.Clamp(version, 0, written.Count - 1);
        // As its readers read it: the name stands in the subject of the test.
        var name = written.Count > 1 ? all.Name(version, words.In(written[version].Language)) : null;
        var (isSent, sentence) = blast.IsText ? await text.Run(written[version], person is > 0 ? person : null, to ?? "", ct)
            : seeds && (await settings.Get<SeedSettings>(ct)).Addresses is { Count: > 0 } addresses ? await Send(written[version], person, addresses, name, ct)
            : await Try(written[version], person, (to ?? "").Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), name, ct);
        if (isSent) this.Say(sentence);
        else this.Warn(sentence);
        return Redirect($"~/mail/{id}/preview?person={person ?? 0}&version={version}");
    }

    private async Task<(bool IsSent, string Sentence)> Try(Blast blast, long? person, string[] to, string? version, CancellationToken ct)
    {
        if (to.Length is 0 or > SendTest.MostAddresses) return (false, words["Nothing was sent: write one to {0} addresses.", SendTest.MostAddresses]);
        var addresses = new List<string>();
        foreach (var text in to)
        {
            if (!EmailAddress.TryParse(text, out var address)) return (false, words["Nothing was sent: “{0}” is not a mail address.", text]);
            addresses.Add(address.Address);
        }

        return await Send(blast, person, addresses, version, ct);
    }

    private async Task<(bool IsSent, string Sentence)> Send(Blast blast, long? person, IReadOnlyCollection<string> addresses, string? version, CancellationToken ct)
    {
        switch (await send.Run(blast, person is > 0 ? person : null, addresses, version, ct))
        {
            case TestSending.Refused refused: return (false, refused.Sentence);
            case TestSending.Wrong wrong:
                return (false, words["Nothing was sent: {0}", string.Join(' ', wrong.Problems.Select(mistakes.Of))]);
            case TestSending.Done { Answers: var answers }:
                var failed = answers.Where(a => a.Value is RelayTest.Failed).Select(a => (Address: a.Key, Why: (RelayTest.Failed)a.Value)).ToList();
                if (failed.Count == 0) return (true, words["The relay took the test. Look into the mailbox of {0}.", string.Join(", ", answers.Keys)]);
                var reasons = string.Join(" · ", failed.Select(f => $"{f.Address}: {RelayTrouble.In(words, f.Why.Reason)}"));
                return (false, failed.Exists(f => f.Why.IsAnswer) ? words["The relay refused: {0}", reasons] : words["The test was not sent. {0}", reasons]);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
