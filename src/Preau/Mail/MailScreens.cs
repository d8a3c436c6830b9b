using Preau.Accounts;
using Preau.Exports;
using Preau.Jobs;
using Preau.Mail.Brand;
using Preau.Mail.Launch;
using Preau.Mail.Measuring;
using Preau.Mail.Past;
using Preau.Mail.Report;
using Preau.Mail.Templates;
using Preau.Mail.Writing;
using Preau.Nations;
using Preau.Panel;
using Preau.Segments;

namespace Preau.Mail;

/// <summary>The panel's screens of mail, the questions that segments ask about it, and what the demo shows.</summary>
public static class MailScreens
{
    public static IServiceCollection AddMailScreens(this IServiceCollection services)
    {
        services.AddScoped<BlastWords>().AddScoped<SaveBlast>().AddScoped<KeepTemplate>().AddScoped<MailSegments>().AddScoped<ViewAudience>().AddScoped<WritingDesk>().AddScoped<TellSaved>().AddScoped<MailReaders>().AddScoped<BlastSummary>().AddScoped<Report.ResendBlast>().AddScoped<DifferenceWords>().AddScoped<PastMails>().AddScoped<PastPeers>().AddScoped<BesideOthers>().AddExport<PastExport>();
        services.AddScoped<ReadReport>().AddScoped<ReadDomains>().AddScoped<SayProviders>().AddScoped<ReportLines>().AddExport<ReportExport>().AddJob<CountDomains, CountDomainsHandler>().AddRecurring("count-domains", new CountDomains(), TimeSpan.FromMinutes(10), perOwner: true);
        services.AddSegmentFields<MailFields>().AddScoped<ISegmentUse, SegmentsOfMails>().AddDemoSeed<Demo.DemoMails>().AddDemoSeed<Demo.DemoReturns>().AddDemoSeed<Demo.DemoApproval>();
        return services.AddNav(42, "Mail", "mail", "/mail", Permission.ViewMail);
    }

    public static void MapMailScreens(this IEndpointRouteBuilder app)
    {
        app.MapDeliveryExport();
        app.MapGet("/mail/{id:long}/report.{format}", ReportExport.Send).Needs(Permission.ViewMail);
        app.MapGet("/mail/past.{format}", PastExport.Send).Needs(Permission.ViewMail);
        app.MapPreviewFrame();
        app.MapBrandPreview();
    }
}
