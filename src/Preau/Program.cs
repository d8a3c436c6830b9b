using Preau;
using Preau.Accounts;
using Preau.Feed;
using Preau.Law;
using Preau.Nations;
using Preau.People;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDatabase(builder.Configuration).AddNations(builder.Configuration).AddFeed().AddAccounts().AddPeople().AddLaw();
builder.Services.AddSingleton(TimeProvider.System).AddScoped(_ => new Preau.Shared.Words());
builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
builder.Services.AddRazorPages(o => o.RootDirectory = "/");

var app = builder.Build();
await app.Services.GetRequiredService<Migrator>().Run(app.Lifetime.ApplicationStopping);
app.UseNations();
app.UseRouting();
app.UseAccounts();
app.MapRazorPages();
await app.RunAsync();

public sealed partial class Program;
