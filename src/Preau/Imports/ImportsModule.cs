using Preau.Accounts;
using Preau.Exports;
using Preau.Imports.Choices;
using Preau.Imports.History;
using Preau.Imports.Templates;
using Preau.Jobs;
using Preau.Nations;
using Preau.Panel;
using Preau.People;

namespace Preau.Imports;

public static class ImportsModule
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddScoped<ImportFolder>().AddScoped<OpenImport>().AddDemoSeed<DemoImports>().AddScoped<RunImport>().AddScoped<RunUndo>().AddScoped<TargetWords>().AddScoped<ColumnChoices>().AddScoped<StartTrial>().AddScoped<ImportSteps>().AddScoped<RefusedRows>().AddExport<RefusedRows>().AddScoped<TryImport>()
        .AddJob<ApplyImport, ApplyImportHandler>().AddJob<UndoImport, UndoImportHandler>().AddJob<TryLongImport, TryLongImportHandler>()
        .AddScoped<ForgetImportFiles>().AddJob<ForgetFiles, ForgetImportFiles>().AddRecurring("forget-import-files", new ForgetFiles(), TimeSpan.FromHours(6), perOwner: true)
        .AddJob<MendLoadSchema, MendLoadSchemaHandler>().AddRecurring("mend-load-schema", new MendLoadSchema(), TimeSpan.FromMinutes(5))
        .AddScoped<SaveTemplate>().AddScoped<ImportHistory>().AddExport<HistoryExport>().AddScoped<NationBuilder.PeopleLayout>().AddScoped<ISourceNames, ImportNames>()
        .AddPersonPart<ImportsPart>()
        .AddNav(90, "Imports", "upload", "/imports", Permission.ImportPeople);
}
