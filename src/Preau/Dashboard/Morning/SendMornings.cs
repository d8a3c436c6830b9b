using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;

namespace Preau.Dashboard.Morning;

/// <summary>Looks for who has not had the mail of this morning.</summary>
public sealed record SendMornings : IJob;

/// <summary>Sends each the mail of the morning once: the day is written down before it leaves, and given back only where nothing left. A run after a sudden end lets it be.</summary>
public sealed class SendMorningsHandler(Database db, MorningText text, IAccountPost post, CurrentNation nation, TimeProvider clock) : IHandle<SendMornings>
{
    /// <summary>By the campaign's clock. Where the relay does not take it until then, the next one comes tomorrow.</summary>
    public const int FirstHour = 7, LastHour = 12;

    public async Task Run(SendMornings job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (TimeZoneInfo.ConvertTime(now, nation.Facts.Zone).Hour is < FirstHour or >= LastHour) return;
        var today = nation.Facts.DayOf(now);
        var waiting = await (
            from member in db.Memberships.AsNoTracking()
            where member.LastMorning < today
            join account in db.Accounts on member.AccountId equals account.Id
            orderby account.Id
            select new { Member = member, Account = account }).ToListAsync(ct);
        foreach (var who in waiting)
        {
            if (await text.Of(who.Account, who.Member.Role, today, ct) is not { } letter) await Move(who.Member, who.Member.LastMorning, today, ct);
            else if (await Move(who.Member, who.Member.LastMorning, today, ct) && !await Send(who.Account, letter)) await Move(who.Member, today, who.Member.LastMorning, CancellationToken.None);
        }
    }

    // A mail that began to leave is not cut off because the program stops: that would leave its end unknown.
    private async Task<bool> Send(Account account, MorningLetter letter)
    {
        if (!await post.Once(account.Email, letter.Subject, letter.Text, CancellationToken.None)) return false;
        db.Trail.Note("account.morning_sent", 1, subjectId: account.Id);
        await db.SaveChangesAsync(CancellationToken.None);
        return true;
    }

    /// <summary>False where another run was quicker, or they switched it off.</summary>
    private async Task<bool> Move(Membership member, DateOnly? from, DateOnly? to, CancellationToken ct) =>
        await db.Memberships.Where(m => m.AccountId == member.AccountId && m.LastMorning == from).ExecuteUpdateAsync(s => s.SetProperty(m => m.LastMorning, to), ct) > 0;
}
