using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Nations;

namespace Preau.Tests.Access;

/// <summary>The watch that stands behind every request of the suite sees what it is there for.</summary>
public sealed class AuditWatchTests(AuditWatchTests.App app) : IClassFixture<AuditWatchTests.App>
{
    [Fact]
    public async Task A_request_that_changes_a_record_in_silence_fails()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();

        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => nation.Site.Get("/silently"));
        Assert.Contains("wrote person and no line in the audit trail", problem.Message, StringComparison.Ordinal);
        await nation.Site.Get("/aloud");
    }

    public sealed class App : PreauApp
    {
        protected override void Configure(IServiceCollection services) => services.AddSingleton<IStartupFilter, Writing>();
    }

    private sealed class Writing : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map("/silently", silently => silently.Run(http => Write(http, isAloud: false)));
            app.Map("/aloud", aloud => aloud.Run(http => Write(http, isAloud: true)));
            next(app);
        };

        private static async Task Write(HttpContext http, bool isAloud)
        {
            var services = http.RequestServices;
            var place = await services.GetRequiredService<NationDirectory>().Locate(http.Request.Host.Host, http.RequestAborted);
            services.GetRequiredService<CurrentNation>().Enter(place!.Nation);
            var db = services.GetRequiredService<Database>();
            await db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.Occupation, "Nurse"), http.RequestAborted);
            if (isAloud) db.Trail.Record("person.changed", []);
            await db.SaveChangesAsync(http.RequestAborted);
        }
    }
}
