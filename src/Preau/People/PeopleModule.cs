namespace Preau.People;

public static class PeopleModule
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddScoped<MatchPerson>().AddScoped<SavePerson>().AddScoped<TagPeople>().AddScoped<ConsentLedger>().AddScoped<Suppressions>().AddScoped<ErasePerson>();
        services.AddScoped<Timeline>().AddScoped<PersonWords>().AddScoped<SourceWords>();
        return services.AddPersonPart<PeoplePart>();
    }

    /// <summary>Registers what a feature keeps of people.</summary>
    public static IServiceCollection AddPersonPart<TPart>(this IServiceCollection services) where TPart : class, IPersonPart => services.AddScoped<IPersonPart, TPart>();
}
