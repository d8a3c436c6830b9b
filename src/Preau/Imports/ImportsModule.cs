using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.People;

namespace Preau.Imports;

public static class ImportsModule
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddScoped<ImportFolder>().AddScoped<OpenImport>().AddDemoSeed<DemoImports>().AddScoped<RunImport>().AddScoped<RunUndo>().AddScoped<TargetWords>().AddScoped<StartImport>().AddScoped<TryImport>()
        .AddJob<ApplyImport, ApplyImportHandler>().AddJob<UndoImport, UndoImportHandler>().AddJob<TryLongImport, TryLongImportHandler>()
        .AddPersonPart<ImportsPart>()
        .AddNav(25, "Imports", "upload", "/imports", Permission.ImportPeople);
}
