using Preau.Accounts;
using Preau.Contacts.FollowUps;
using Preau.Contacts.Many;
using Preau.Exports;
using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.People.Bulk;
using Preau.Segments;

namespace Preau.Contacts;

public static class ContactsModule
{
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.AddScoped<ContactWords>().AddScoped<ContactEffects>().AddScoped<CheckContact>().AddScoped<WhoFollowsUp>().AddScoped<LogContact>().AddScoped<MakeLogForm>().AddScoped<FollowUpList>();
        services.AddScoped<ForgetRemoved>().AddJob<ForgetRemovedContacts, ForgetRemoved>().AddRecurring("forget-removed-contacts", new ForgetRemovedContacts(), TimeSpan.FromHours(1), perOwner: true);
        services.AddPersonPart<ContactsPart>().AddSegmentFields<ContactFields>().AddDemoSeed<DemoContacts>().AddExport<ContactExport>().AddBulkDeed<LogContactDeed>();
        return services.AddNav(40, "Follow-ups", "list-check", "/follow-ups", Permission.WriteNotes);
    }

    public static void MapContacts(this IEndpointRouteBuilder app) => app.MapGet("/contacts/export.{format}", ContactExport.Send).Needs(Permission.ExportContacts);
}
