using Preau;
using Preau.Accounts;
using Preau.Demo;
using Preau.Donations;
using Preau.Feed;
using Preau.Law;
using Preau.Nations;
using Preau.Panel;
using Preau.People;

if (args is ["sandbox", .. var options]) return await Preau.Sandbox.SandboxProcess.Run(options);

using var demo = DemoStart.From(args);
var builder = WebApplication.CreateBuilder(args);
demo?.Configure(builder);
builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
builder.WebHost.UseStaticWebAssets();
builder.Services
    .AddPanel()
    .AddDatabase(builder.Configuration)
    .AddNations(builder.Configuration)
    .AddFeed()
    .AddAccounts()
    .AddPeople()
    .AddLaw()
    .AddDonations(builder.Configuration)
    .AddDemo();

var app = builder.Build();
await app.Services.GetRequiredService<Migrator>().Run(app.Lifetime.ApplicationStopping);
if (demo is not null) await demo.Fill(app.Services, Console.Out, app.Lifetime.ApplicationStopping);
app.UseNations();
app.UsePanel();
app.UseRouting();
app.UseAccounts();
app.UseRequestLocalization();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapAccounts();
app.MapDonations();
await app.RunAsync();
return 0;

public sealed partial class Program;
