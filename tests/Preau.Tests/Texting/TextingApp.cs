using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Preau.Law;
using Preau.Nations;
using Preau.People;
using Preau.Texting;
using Preau.Texting.Sandbox;

namespace Preau.Tests.Texting;

/// <summary>The program with the sandbox's phones behind it, as two servers that only know each other's addresses.</summary>
public sealed class TextingApp : PreauApp
{
    private WebApplication? sandbox;

    public PhoneNetwork Phones => sandbox!.Services.GetRequiredService<PhoneNetwork>();
    public HttpClient PhonePages => sandbox!.GetTestClient();

    /// <summary>Nobody answers at the gateway.</summary>
    public bool GatewayIsDown { get; set; }

    /// <summary>The gateway takes what it is sent, and the line breaks before it says so.</summary>
    public bool AnswersGetLost { get; set; }

    /// <summary>The gateway takes what it is sent, and somebody on the way answers so in its place.</summary>
    public HttpStatusCode? Instead { get; set; }

    /// <summary>Right after the gateway has taken a text.</summary>
    public Action? OnTaken { get; set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddPhones(new HttpClient(new ToSite(this)));
        // The test is the postman: it decides when a report or an answer arrives.
        builder.Services.Remove(builder.Services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(PhonePostman)));
        sandbox = builder.Build();
        sandbox.MapPhones();
        await sandbox.StartAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("PREAU_SANDBOX", "http://localhost/");
    }

    protected override void Configure(IServiceCollection services) => services.AddHttpClient(TextGateways.Client).ConfigurePrimaryHttpMessageHandler(() => new ToGateway(this));

    /// <summary>A nation whose texts leave by the sandbox.</summary>
    public async Task<TestNation> NewCampaign()
    {
        var nation = await NewNation();
        var page = await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Sandbox" });
        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
        return nation;
    }

    /// <summary>The same, behind the interface that is named: what is pasted at Twilio by hand is known to the phones.</summary>
    public async Task<TestNation> NewCampaign(TextGatewayKind kind, string more = "")
    {
        if (kind == TextGatewayKind.Sandbox) return await NewCampaign();
        var nation = await NewNation();
        await ChooseTwilio(nation, NewAccount(), more: more);
        return nation;
    }

    public static string NewAccount() => "AC" + Guid.NewGuid().ToString("n");

    public const string Token = "tok-12345";

    public async Task ChooseTwilio(TestNation nation, string account, string? sender = TextGateways.SandboxSender, string? service = null, string more = "")
    {
        var page = await nation.Panel.PostFrom("/settings/texts", "/settings/texts", new { Form_Gateway = "Twilio", Form_AccountSid = account, Form_Token = Token, Form_Sender = sender, Form_ServiceSid = service, Form_MoreSenders = more, Form_TwilioAddress = "http://localhost/", Form_PerSecond = "1000" });
        Assert.True(page.Status == HttpStatusCode.Redirect, page.Text);
        Phones.Know(account, new Uri(await Incoming(nation)), Token, sender ?? TextGateways.SandboxSender);
    }

    /// <summary>What a gateway is given.</summary>
    public static async Task<string> Incoming(TestNation nation)
    {
        var services = nation.Services;
        return (await services.GetRequiredService<TextGateways>().IncomingAddress(await services.GetRequiredService<NationSettings>().Get<TextSettings>(CancellationToken.None), CancellationToken.None))!;
    }

    /// <summary>Somebody who can be written to; each has a number of their own.</summary>
    public async Task<(Person Person, string Number)> Reader(TestNation nation, bool agreed = true, long? assignee = null)
    {
        var number = $"+3363998{Interlocked.Increment(ref numbers):D4}";
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        var person = await new Seeds(db, Clock).Person(p => p.AssigneeId = assignee, phone: number);
        if (agreed) await services.GetRequiredService<ConsentLedger>().Give(person.Id, Purpose.Sms, "fr", "Oui aux SMS", "page:1", CancellationToken.None);
        await db.SaveChangesAsync();
        return (person, number);
    }

    private static int numbers = 1000;

    /// <summary>What waits leaves, and reports and answers arrive.</summary>
    public async Task Deliver(TestNation nation)
    {
        await nation.RunJobs();
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Phones.TellDue(CancellationToken.None);
    }

    /// <summary>Writes to somebody from their record.</summary>
    public static async Task<long> Write(TestNation nation, long person, string text)
    {
        var page = await nation.Panel.Submit($"/people/{person}/texts", new { Form_Text = text }, $"/people/{person}/texts");
        Assert.True(page.Status == HttpStatusCode.Redirect, $"{page.Status} {page.Text}");
        return await nation.Db.Conversations.OrderByDescending(c => c.LastAt).Select(c => c.Id).FirstAsync();
    }

    public static async Task<string> Secret(TestNation nation) => (await Incoming(nation)).Split('/')[^2];

    /// <summary>A text comes in as a gateway tells it.</summary>
    public static Task<Page> Come(TestNation nation, string secret, string query) => nation.Site.Get($"/gateways/texts/{secret}/incoming?{query}");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (sandbox is not null) await sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private sealed class ToSite(TextingApp app) : HttpMessageHandler
    {
        private HttpMessageInvoker? invoker;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (invoker ??= new HttpMessageInvoker(app.Server.CreateHandler())).SendAsync(request, cancellationToken);
    }

    private sealed class ToGateway(TextingApp app) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (app.GatewayIsDown) throw new HttpRequestException(HttpRequestError.ConnectionError);
            using var invoker = new HttpMessageInvoker(app.sandbox!.GetTestServer().CreateHandler());
            var answer = await invoker.SendAsync(request, cancellationToken);
            app.OnTaken?.Invoke();
            if (app.Instead is { } status) return new HttpResponseMessage(status) { Content = new StringContent("") };
            return app.AnswersGetLost ? throw new HttpRequestException(HttpRequestError.ResponseEnded) : answer;
        }
    }
}
