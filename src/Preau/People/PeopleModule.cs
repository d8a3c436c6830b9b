using Preau.Accounts;
using Preau.Audit;
using Preau.Exports;
using Preau.Jobs;
using Preau.Panel;
using Preau.People.Bulk;
using Preau.People.Listing;
using Preau.People.Meanwhile;
using Preau.People.Profile;

namespace Preau.People;

public static class PeopleModule
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddScoped<MatchPerson>().AddScoped<SavePerson>().AddScoped<TagPeople>().AddScoped<ConsentLedger>().AddScoped<Suppressions>().AddScoped<LeftAddresses>().AddScoped<ErasePerson>();
        services.AddScoped<Timeline>().AddScoped<PersonWords>().AddScoped<NamedFields>().AddScoped<IAuditFields>(services => services.GetRequiredService<NamedFields>()).AddScoped<SourceWords>().AddScoped<Team>().AddScoped<OwnFields>().AddScoped<OwnForm>().AddScoped<OwnLines>().AddScoped<FieldWords>().AddScoped<PickPerson>().AddScoped<ChangeField>().AddScoped<FieldValues>().AddScoped<PersonDrops>();
        services.AddScoped<PersonQuery>().AddScoped<OwnColumns>().AddScoped<OwnFilters>().AddScoped<PersonSearch>().AddScoped<NameGuess>().AddScoped<PeopleList>().AddScoped<ListingParts>().AddSingleton<PlacedPeople>().AddScoped<PeopleExport>().AddExport<PeopleExport>().AddScoped<EditPerson>().AddScoped<Conflicts>();
        services.AddScoped<NoteSupport>().ConfigureDbContext<Database>((provider, options) => options.AddInterceptors(provider.GetRequiredService<NoteSupport>()));
        services.AddBulkWork();
        services.AddScoped<EraseArchived>().AddJob<EraseWhoIsDue, EraseArchived>().AddRecurring("erase-archived", new EraseWhoIsDue(), TimeSpan.FromHours(1), perOwner: true);
        services.AddScoped<MarkShutAddresses>().AddJob<MarkShut, MarkShutAddresses>();
        services.AddScoped<RemoveField>().AddJob<RemoveFieldValues, RemoveField>().AddScoped<ReworkField>().AddJob<ReworkChoices, ReworkField>();
        services.AddNav(20, "People", "users", "/people", Permission.ViewPeople, "/households", "/tags", "/fields", "/duplicates");
        services.AddTransient<ShownPanels>();
        return services.AddPersonPart<PeoplePart>();
    }

    /// <summary>Registers what a feature keeps of people.</summary>
    public static IServiceCollection AddPersonPart<TPart>(this IServiceCollection services) where TPart : class, IPersonPart => services.AddScoped<IPersonPart, TPart>();
}
