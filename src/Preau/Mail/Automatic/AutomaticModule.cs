using Preau.Jobs;
using Preau.Mail.Automatic.Newsletters;
using Preau.Nations;
using Preau.People;
using Preau.Site.Editing;

namespace Preau.Mail.Automatic;

public static class AutomaticModule
{
    public static IServiceCollection AddAutomatic(this IServiceCollection services)
    {
        services.AddScoped<FollowActions>().AddScoped<AutomaticWords>().AddScoped<KeepAutomatic>().AddScoped<CalendarTurns>().AddScoped<ReadAutomatic>();
        services.AddJob<AnswerAction, AnswerActionHandler>().AddJob<RunAutomatic, RunAutomaticHandler>().AddRecurring("run-automatic", new RunAutomatic(), TimeSpan.FromMinutes(1), perOwner: true);
        services.AddSingleton<FetchFeed>().AddScoped<FindNews>().AddScoped<NewsletterWords>().AddJob<MakeIssues, MakeIssuesHandler>().AddJob<SendIssue, SendIssueHandler>().AddRecurring("make-issues", new MakeIssues(), TimeSpan.FromMinutes(1), perOwner: true);
        foreach (var kind in KeepAutomatic.Pages) services.AddSingleton<IPagePanel>(new AutomaticBeside(kind));
        return services.AddPersonPart<AutomaticPart>().AddDemoSeed<Demo.DemoAutomatic>();
    }
}
