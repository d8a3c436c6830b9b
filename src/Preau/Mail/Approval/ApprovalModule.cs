using Preau.Jobs;

namespace Preau.Mail.Approval;

public static class ApprovalModule
{
    public static IServiceCollection AddMailApproval(this IServiceCollection services) =>
        services.AddScoped<ContentMark>().AddScoped<Approvals>().AddScoped<DecideApproval>().AddScoped<ViewApproval>().AddJob<TellApproval, TellApprovalHandler>();
}
