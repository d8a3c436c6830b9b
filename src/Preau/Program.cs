using Preau;
using Preau.Accounts;
using Preau.Actions;
using Preau.Attachments;
using Preau.Capital;
using Preau.Commands;
using Preau.Contacts;
using Preau.Dashboard;
using Preau.Demo;
using Preau.Donations;
using Preau.Duplicates;
using Preau.Electors;
using Preau.Exports;
using Preau.Feed;
using Preau.Files;
using Preau.Geography;
using Preau.Households;
using Preau.Imports;
using Preau.Jobs;
using Preau.Law;
using Preau.Lists;
using Preau.Mail;
using Preau.Memberships;
using Preau.Nations;
using Preau.Panel;
using Preau.Panel.Design;
using Preau.People;
using Preau.Relations;
using Preau.Segments;
using Preau.Settings;
using Preau.Shared;
using Preau.Site;
using Preau.Texting;

NativeMemory.UseFewPools();
var command = CommandLine.From(args);
if (command is null && args is ["sandbox", .. var options]) return await Preau.Sandbox.SandboxProcess.Run(options);

using var demo = command is null ? DemoStart.From(args) : null;
var builder = WebApplication.CreateBuilder(Serving.Options(args));
builder.ListenWhereAsked();
command?.Configure(builder);
demo?.Configure(builder);
builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
// A line for each request would write down addresses with the names that were searched for and the tokens of links.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
// Every page with a form would say that it is not kept by caches, which the panel asks for itself.
builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
builder.WebHost.UseStaticWebAssets();
builder.Services
    .AddPanel()
    .AddDesign()
    .AddDatabase(builder.Configuration)
    .AddNations(builder.Configuration)
    .AddFeed()
    .AddBackgroundWork()
    .AddFiles()
    .AddAccounts()
    .AddExports()
    .AddPeople()
    .AddDuplicates()
    .AddSegments()
    .AddLists()
    .AddCapital()
    .AddMemberships()
    .AddContacts()
    .AddHouseholds()
    .AddRelations()
    .AddAttachments()
    .AddGeography()
    .AddElectors()
    .AddLaw()
    .AddDonations(builder.Configuration)
    .AddImports()
    .AddSite()
    .AddActions()
    .AddMail(builder.Configuration)
    .AddTexting(builder.Configuration)
    .AddSettings()
    .AddDashboard()
    .AddDemo();

if (command is null) builder.Services.AddHostedService(services => new WhenListening(services, demo is null ? Listening.WhereToBegin : demo.Welcome));

var app = builder.Build();
if (command is not null) return await command.Run(app.Services, Console.Out, Console.Error);
if (!await app.IsReady(ct => demo?.Fill(app.Services, Console.Out, ct) ?? Task.CompletedTask)) return 1;
app.UseNations();
app.UseSite();
app.UsePanel();
app.UseRouting();
app.UseAccounts();
app.UseRequestLocalization();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapHealth();
app.MapAccounts();
app.MapFiles();
app.MapSegments();
app.MapContacts();
app.MapHouseholds();
app.MapGeography();
app.MapCapital();
app.MapMemberships();
app.MapDonations();
app.MapActions();
app.MapMail();
app.MapTexting();
app.MapSite();
return await app.Serve();

public sealed partial class Program;
