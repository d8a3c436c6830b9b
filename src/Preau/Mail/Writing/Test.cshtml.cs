using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Measuring;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail.Writing;

/// <summary>Sends the mail or text as it stands to those who are to look at it, and says what the relay or the gateway answered.</summary>
[Needs(Permission.SendMail)]
public sealed class TestPage(Database db, VersionsOf versions, SendTest send, SendTestText text, MistakeWords mistakes, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/preview");

    public async Task<IActionResult> OnPost(long id, string? to, long? person, int version, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        var shown = (await versions.Run(blast, ct)).ElementAtOrDefault(version) ?? blast;
        var (isSent, sentence) = blast.IsText ? await text.Run(shown, person is > 0 ? person : null, to ?? "", ct) : await Try(shown, person, (to ?? "").Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), ct);
        if (isSent) this.Say(sentence);
        else this.Warn(sentence);
        return Redirect($"~/mail/{id}/preview?person={person ?? 0}&version={version}");
    }

    private async Task<(bool IsSent, string Sentence)> Try(Blast blast, long? person, string[] to, CancellationToken ct)
    {
        if (to.Length is 0 or > SendTest.MostAddresses) return (false, words["Nothing was sent: write one to {0} addresses.", SendTest.MostAddresses]);
        var addresses = new List<string>();
        foreach (var text in to)
        {
            if (!EmailAddress.TryParse(text, out var address)) return (false, words["Nothing was sent: “{0}” is not a mail address.", text]);
            addresses.Add(address.Address);
        }

        switch (await send.Run(blast, person is > 0 ? person : null, addresses, ct))
        {
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
