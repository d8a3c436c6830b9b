using Preau.Exports;
using Preau.Nations;
using Preau.People;
using Preau.Segments;
using Preau.Site;
using Preau.Site.Editing;

namespace Preau.Actions;

public static class ActionsModule
{
    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        services.AddScoped<ConsentQuestions>().AddScoped<TakeAction>().AddScoped<ActionTotals>().AddScoped<ISignatureCount>(p => p.GetRequiredService<ActionTotals>());
        services.AddScoped<IPageForm, SignUpForm>().AddScoped<IPageForm, PetitionForm>();
        services.AddSingleton<IPagePanel>(new SignaturesBeside(PageKind.SignUp)).AddSingleton<IPagePanel>(new SignaturesBeside(PageKind.Petition));
        return services.AddExport<SignatureExport>().AddSegmentFields<ActionFields>().AddDemoSeed<DemoActions>().AddPersonPart<ActionsPart>();
    }
}
