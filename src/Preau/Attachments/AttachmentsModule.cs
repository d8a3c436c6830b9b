using Preau.Jobs;
using Preau.Nations;
using Preau.People;
using Preau.Segments;

namespace Preau.Attachments;

public static class AttachmentsModule
{
    public static IServiceCollection AddAttachments(this IServiceCollection services) => services
        .AddScoped<AttachmentFolder>().AddScoped<AttachFiles>().AddScoped<AttachmentWords>().AddPersonPart<AttachmentsPart>().AddSegmentFields<AttachmentFields>().AddDemoSeed<DemoAttachments>()
        .AddScoped<ForgetAttachments>().AddJob<ForgetRemovedAttachments, ForgetAttachments>().AddRecurring("forget-removed-attachments", new ForgetRemovedAttachments(), TimeSpan.FromHours(1), perOwner: true);
}
