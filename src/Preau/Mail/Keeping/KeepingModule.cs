using Preau.Jobs;

namespace Preau.Mail.Keeping;

public static class KeepingModule
{
    public static IServiceCollection AddMailKeeping(this IServiceCollection services) => services
        .AddJob<ForgetOldDeliveries, ForgetDeliveries>().AddRecurring("forget-deliveries", new ForgetOldDeliveries(), TimeSpan.FromHours(6), perOwner: true)
        .AddJob<MakeMonthPartitions, MakeMonthPartitionsHandler>().AddRecurring("make-month-partitions", new MakeMonthPartitions(), TimeSpan.FromHours(12));
}
