using Preau.Jobs;
using Preau.Nations;

namespace Preau.Mail.Linked;

public static class LinkedModule
{
    public static IServiceCollection AddLinked(this IServiceCollection services) => services.AddScoped<LinkedFolder>().AddScoped<LinkFile>().AddScoped<FileLinks>().AddDemoSeed<Demo.DemoLinked>()
        .AddScoped<ForgetLinked>().AddJob<ForgetLostFiles, ForgetLinked>().AddRecurring("forget-lost-files", new ForgetLostFiles(), TimeSpan.FromHours(1), perOwner: true);
}
