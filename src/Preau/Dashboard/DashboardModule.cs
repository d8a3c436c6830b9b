using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Dashboard.Board;
using Preau.Dashboard.Counting;
using Preau.Dashboard.Morning;
using Preau.Feed;
using Preau.Jobs;
using Preau.Panel;
using Preau.People;
using Preau.People.Listing;

namespace Preau.Dashboard;

public static class DashboardModule
{
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddScoped<Shares>().AddScoped<RollUp>().AddScoped<NextSteps>().AddScoped<ReadBoard>().AddScoped<IKnownCount, CountedLists>().AddScoped<ReadMine>().AddChangeReader<CountPeople>().AddPersonPart<CountingPart>();
        services.AddScoped<MorningText>().AddJob<SendMornings, SendMorningsHandler>().AddRecurring("send-mornings", new SendMornings(), TimeSpan.FromMinutes(5), perOwner: true);
        services.AddSingleton(new PeopleSet("unwritten", "Agreed to news and never got a mail", db => db.RollUpShares.AsNoTracking().Where(s => s.Measure == Measure.Unwritten).Select(s => s.PersonId)));
        return services.AddNav(0, "Home", "home", "/", Permission.Enter);
    }
}
