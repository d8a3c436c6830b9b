using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Law;
using Preau.People;
using Preau.Texting.Peers;

namespace Preau.Tests.Texting.Peers;

/// <summary>A texting campaign as its organiser and volunteers meet it.</summary>
public sealed class PeerNation(TextingApp app, TestNation nation, long campaignId)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestNation Nation => nation;
    public long Id => campaignId;
    public string Path => $"/texts/campaigns/{campaignId}";

    /// <summary>Written, and not begun. It is a weekday at noon, whatever tests before did to the clock.</summary>
    public static async Task<PeerNation> Draft(TextingApp app)
    {
        var now = app.Clock.GetUtcNow();
        var noon = new DateTimeOffset(now.Date.AddDays(1), TimeSpan.Zero).AddHours(11);
        while (noon.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) noon = noon.AddDays(1);
        app.Clock.Advance(noon - now);
        var nation = await app.NewCampaign();
        await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox", Form_PerSecond = "1000" });
        var page = await nation.Panel.Submit("/texts/campaigns/new", new { Form_Name = "Jeudi", Form_Opening = "Bonjour {{ person.first_name }}, ici {{ volunteer.first_name }}. Vous venez jeudi ?", Form_Language = "fr", Form_BatchSize = "2", Form_MostEach = "4" });
        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
        return new(app, nation, await nation.Db.TextCampaigns.Select(c => c.Id).SingleAsync(Ct));
    }

    public async Task<(Browser Browser, long Account)> Volunteer()
    {
        var (browser, account) = await nation.SignIn(Role.Volunteer);
        await nation.Panel.PostFrom(Path, Path + "/texters", new { account });
        return (browser, account);
    }

    /// <summary>Begins with a volunteer who has everybody.</summary>
    public async Task<(Browser Browser, long Account)> VolunteerWithPeople()
    {
        var volunteer = await Volunteer();
        await Begin();
        await nation.Panel.PostFrom(Path, Path + "/assignment", new { what = "pool", to = volunteer.Account, count = 100 });
        return volunteer;
    }

    /// <returns>The numbers of the answers «Oui» and «Non».</returns>
    public async Task<(long Yes, long No)> Question()
    {
        var page = await nation.Panel.PostFrom(Path, Path + "/questions", new { text = "Vient ?" });
        var saved = await nation.Panel.PostFrom(page.Location!, page.Location!, new Dictionary<string, string>
        {
            ["Form.Text"] = "Vient ?", ["Form.Answers[0].Label"] = "Oui", ["Form.Answers[0].Reply"] = "Merci {{ person.first_name }} !", ["Form.Answers[0].Tag"] = "vient", ["Form.Answers[0].SupportLevel"] = "1",
            ["Form.Answers[1].Label"] = "Non", ["Form.Answers[1].Tag"] = "ne vient pas",
        });
        Assert.True(saved.Status == HttpStatusCode.Redirect, saved.Text);
        var answers = await nation.Db.ScriptAnswers.ToDictionaryAsync(a => a.Label, a => a.Id, Ct);
        return (answers["Oui"], answers["Non"]);
    }

    public async Task Begin()
    {
        await nation.Panel.PostFrom(Path, Path + "/start", new { });
        await nation.RunJobs();
        Assert.Equal(TextCampaignState.Open, await nation.Db.TextCampaigns.Where(c => c.Id == campaignId).Select(c => c.State).SingleAsync(Ct));
    }

    public async Task<CampaignContact> Contact(string number) => await nation.Db.CampaignContacts.AsNoTracking().SingleAsync(c => c.TextCampaignId == campaignId && c.NumberKey == number, Ct);

    /// <summary>Presses «send» for whoever has this number.</summary>
    public async Task<Page> Send(Browser volunteer, string number) => await volunteer.PostFrom("/account", $"/texting/{campaignId}", new { contact = (await Contact(number)).Id, deed = "send" });

    /// <summary>Answers somebody, from the page as it is now or as it stood open.</summary>
    public static async Task Reply(Browser volunteer, string talk, string text, Page? open = null)
    {
        open ??= await volunteer.Get(talk);
        await volunteer.PostFrom(talk, talk, new { Form_Text = text, Form_Seen = open.Document.QuerySelector("[name='Form.Seen']")!.GetAttribute("value") });
    }

    /// <summary>The phone writes back, and the campaign is told.</summary>
    public async Task Answers(string number, string text)
    {
        Assert.True(app.Phones.Write(number, text));
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.Phones.TellDue(Ct);
    }

    /// <summary>Somebody else has the same number, and agreed as well.</summary>
    public async Task Sharing(string number)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        var person = await new Seeds(db, app.Clock).Person(phone: number);
        await services.GetRequiredService<ConsentLedger>().Give(person.Id, Purpose.Sms, "fr", "Oui aux SMS", "page:1", Ct);
        await db.SaveChangesAsync(Ct);
    }

    public async Task Withdraw(long personId)
    {
        var services = nation.Services;
        await services.GetRequiredService<ConsentLedger>().Withdraw(personId, Purpose.Sms, "panel", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
    }
}
