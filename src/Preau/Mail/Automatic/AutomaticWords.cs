using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Mail.Blocks;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Automatic;

/// <summary>What automatic mails are called, whom they are for in words, and what stands in them before anybody has written.</summary>
public sealed class AutomaticWords(Database db, Words words)
{
    public string Of(AutomaticKind kind) => kind switch
    {
        AutomaticKind.Answer => words["Answer at once"],
        AutomaticKind.FollowUp => words["Follow-up mail"],
        AutomaticKind.Birthday => words["Birthday"],
        AutomaticKind.Anniversary => words["Anniversary of signing up"],
        AutomaticKind.Membership => words["Anniversary of becoming a member"],
    };

    public string When(AutomaticMail mail) => mail.Kind switch
    {
        AutomaticKind.Answer => words["within a minute"],
        AutomaticKind.FollowUp => words.Count(mail.Days, "{0} day later, at {1}:00", "{0} days later, at {1}:00", mail.Hour),
        AutomaticKind.Birthday or AutomaticKind.Anniversary or AutomaticKind.Membership => words["on the day, at {0}:00", mail.Hour],
    };

    /// <summary>Of an answer, the page; of the others, who gets it, as their text says it.</summary>
    public async Task<string> Sentence(AutomaticMail mail, string language, CancellationToken ct)
    {
        var there = words.In(language);
        var page = mail.PageId is { } id ? await db.SitePages.AsNoTracking().Where(p => p.Id == id).Select(p => new { p.Title, p.Kind }).SingleOrDefaultAsync(ct) : null;
        return mail.Kind switch
        {
            AutomaticKind.Answer => page?.Title ?? "",
            AutomaticKind.FollowUp => page?.Kind switch
            {
                PageKind.Petition => there["People who signed “{0}” on the site some days ago", page.Title],
                PageKind.Donation => there["People who gave on “{0}” some days ago", page.Title],
                _ => there["People who signed up on “{0}” some days ago", page?.Title ?? ""],
            },
            AutomaticKind.Birthday => there["People whose birthday it is"],
            AutomaticKind.Anniversary => there["People who signed up on this day some years ago"],
            AutomaticKind.Membership => there["Members who became one on this day some years ago"],
        };
    }

    /// <summary>A subject and a text to begin with.</summary>
    /// <param name="mail">Its kind, and its page.</param>
    /// <param name="page">Where it has one.</param>
    /// <param name="address">That of the page.</param>
    /// <param name="language">Of the text.</param>
    public (string Subject, string Body) Beginning(AutomaticMail mail, SitePage? page, string address, string language)
    {
        var there = words.In(language);
        var greeting = there["Dear {0},", $"{{{{ person.first_name | default: \"{there["friend"]}\" }}}}"];
        string[] lines = mail.Kind switch
        {
            AutomaticKind.Answer when page?.Kind == PageKind.Petition => [there["Your signature is in. Thank you."], there["It counts for more when it is not alone: pass this page on to somebody who would sign, too."]],
            AutomaticKind.Answer when page?.Kind == PageKind.Donation => [there["Your gift has arrived, and it helps. Thank you."], there["Is there something that you would like to tell us? Answer this mail: a person reads it."]],
            AutomaticKind.Answer => [there["You have signed up, and we are glad that you are here."], there["Is there something that you would like to tell us? Answer this mail: a person reads it."]],
            AutomaticKind.FollowUp when page?.Kind == PageKind.Petition => [there["A few days ago you signed “{0}”. Here is where it stands.", page.Title]],
            AutomaticKind.FollowUp when page?.Kind == PageKind.Donation => [there["A few days ago you gave. Here is what your gift makes possible."]],
            AutomaticKind.FollowUp => [there["A few days ago you joined us. Here is what you can do next."]],
            AutomaticKind.Birthday => [there["All of us here wish you a happy birthday."]],
            AutomaticKind.Anniversary => [there["It is a year, or several, since you joined us: thank you for being there."]],
            AutomaticKind.Membership => [there["It is a year, or several, since you became a member: thank you for standing with us."]],
        };
        List<Block> blocks = [.. new[] { greeting }.Concat(lines).Select(l => new Block.Paragraph([new BlockSpan(l)], BlockAlign.Left))];
        if (mail.Kind == AutomaticKind.Answer && page?.Kind == PageKind.Petition) blocks.Add(new Block.Button(there["Pass the page on"], address, BlockAlign.Center));
        var subject = mail.Kind switch
        {
            AutomaticKind.Answer when page?.Kind == PageKind.Petition => there["Thank you for signing"],
            AutomaticKind.Answer when page?.Kind == PageKind.Donation => there["Thank you for your gift"],
            AutomaticKind.Answer => there["Thank you for joining us"],
            AutomaticKind.FollowUp when page?.Kind == PageKind.Petition => there["You signed: here is what comes next"],
            AutomaticKind.FollowUp when page?.Kind == PageKind.Donation => there["Your gift: here is what it makes possible"],
            AutomaticKind.FollowUp => there["You are with us: here is what comes next"],
            AutomaticKind.Birthday => there["Happy birthday"],
            AutomaticKind.Anniversary => there["Thank you for being with us"],
            AutomaticKind.Membership => there["Thank you for being a member"],
        };
        return (subject, BlockTree.Write(blocks));
    }

    /// <summary>The same of a newsletter: the line across is where the news come in.</summary>
    public (string Subject, string Body) Beginning(string language)
    {
        var there = words.In(language);
        var greeting = there["Dear {0},", $"{{{{ person.first_name | default: \"{there["friend"]}\" }}}}"];
        Block[] blocks = [new Block.Paragraph([new BlockSpan(greeting)], BlockAlign.Left), new Block.Paragraph([new BlockSpan(there["Here is what is new since we last wrote."])], BlockAlign.Left), new Block.Rule(), new Block.Paragraph([new BlockSpan(there["Until soon!"])], BlockAlign.Left)];
        return (there["News: {0}", "[title]"], BlockTree.Write(blocks));
    }

    /// <summary>Why an answer was not written, in a sentence.</summary>
    public string Why(string reason) => reason switch
    {
        "suppressed" => words["The address must not be written to any more."],
        "address" => words["The address came back before."],
        MayReach.Archived => words["Was archived meanwhile."],
        MayReach.Erased => words["Asked to be erased meanwhile."],
        QuietPeople.Reason => words["It was silent before a vote where they vote."],
        "hourly" => words["Too many answers went to this address within an hour."],
        "off" => words["It was switched off meanwhile."],
        GiftsBehind.Gone => words["The gift went back meanwhile."],
        "text" => words["The text could not be written out for this person."],
        _ => reason,
    };
}
