using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Preau.Accounts;
using Preau.Nations;

namespace Preau.Demo;

/// <summary>The program as a demo: <c>demo [--reset]</c>. It listens on this machine only, fills the demo campaign, and says where it is.</summary>
public sealed class DemoStart : IDisposable
{
    public const int DefaultPort = 5080;

    private Uri outside = new("http://127.0.0.1/");
    private DemoSandbox? sandbox;
    private DemoReport? filled;

    private DemoStart(bool reset) => IsReset = reset;

    public bool IsReset { get; }

    /// <summary>Null where something else than a demo is asked for.</summary>
    public static DemoStart? From(string[] args) => args is ["demo", ..] ? new DemoStart(args.Contains("--reset", StringComparer.Ordinal)) : null;

    public void Configure(WebApplicationBuilder builder)
    {
        var port = int.TryParse(builder.Configuration["PREAU_PORT"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : DefaultPort;
        // Whatever the environment says: made-up log-ins are printed, so nobody else may reach them.
        builder.WebHost.UseSetting(WebHostDefaults.PreferHostingUrlsKey, "true");
        builder.WebHost.UseUrls($"http://localhost:{port}");
        builder.Configuration["PREAU_HOST"] = "localhost";
        builder.Configuration["PREAU_SCHEME"] = "http";
        builder.Configuration["PREAU_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        outside = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port + 1}/"));
        builder.Configuration["PREAU_SANDBOX"] = outside.ToString();
    }

    /// <summary>After the store is migrated, before the first request.</summary>
    public async Task Fill(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        await RefuseBesideOthers(services, ct);
        var mailbox = Path.Combine(services.GetRequiredService<IOptions<StoreOptions>>().Value.Data, "mailbox");
        if (IsReset && Directory.Exists(mailbox)) Directory.Delete(mailbox, recursive: true);
        sandbox = new DemoSandbox(outside, mailbox);
        await sandbox.Start(ct);
        filled = await services.GetRequiredService<DemoCampaign>().Fill(IsReset, part => output.WriteLine($"Making the demo: {part}"), ct);
        await services.GetRequiredService<DemoRelay>().Point(filled.Nation, sandbox.MailPort, sandbox.ReadingPort, ct);
        await services.GetRequiredService<DemoPhones>().Meet(filled.Nation, outside, ct);
    }

    /// <summary>Where the demo is and who may log in, to be said once it listens.</summary>
    public async Task<string?> Welcome(IServiceProvider services, CancellationToken ct) => filled is null ? null : await Welcome(filled, services.GetRequiredService<NationDirectory>(), ct);

    /// <summary>Log-ins are printed, and cards and mails are made up: no place for a campaign of somebody's.</summary>
    private static async Task RefuseBesideOthers(IServiceProvider services, CancellationToken ct)
    {
        var campaign = services.GetRequiredService<DemoCampaign>();
        var nations = await services.GetRequiredService<NationDirectory>().All(ct);
        if (nations.FirstOrDefault(n => n.Slug == DemoCampaign.Slug) is { } made && await campaign.IsOurs(made, ct)) return;
        if (nations.Count > 0) throw new StartRefused($"There is a campaign here already ({string.Join(", ", nations.Select(n => n.Slug))}), and the demo does not go beside it. Choose another folder with PREAU_DATA, or another database, for the demo; «serve» serves what is here.");
    }

    public void Dispose() => sandbox?.Dispose();

    private async Task<string> Welcome(DemoReport report, NationDirectory directory, CancellationToken ct)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{report.Nation.Name}: a made-up campaign, everybody in it is invented.");
        text.AppendLine(CultureInfo.InvariantCulture, $"  Site     {await directory.AddressOf(report.Nation, Surface.Site, ct)}/");
        text.AppendLine(CultureInfo.InvariantCulture, $"  Panel    {await directory.AddressOf(report.Nation, Surface.Panel, ct)}/");
        foreach (var login in report.LogIns) text.AppendLine(CultureInfo.InvariantCulture, $"           {EnumText<Role>.Of(login.Role),-9}  {login.Email,-24} {login.Password}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  Mailbox  {outside}mail  catches every mail; none leaves this machine");
        text.AppendLine(CultureInfo.InvariantCulture, $"  Cards    {outside}cards  a card network where no money moves");
        text.AppendLine(CultureInfo.InvariantCulture, $"  Phones   {outside}phone  catch every text and write back; none leaves this machine");
        return text.ToString();
    }
}
