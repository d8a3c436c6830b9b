using System.Globalization;
using Preau.Accounts;
using Preau.Exports;
using Preau.Jobs;
using Preau.Mail.Approval;
using Preau.Mail.Automatic;
using Preau.Mail.Checks;
using Preau.Mail.Confirming;
using Preau.Mail.Domain;
using Preau.Mail.Inbox;
using Preau.Mail.Keeping;
using Preau.Mail.Limits;
using Preau.Mail.Linked;
using Preau.Mail.Openings;
using Preau.Mail.Pacing;
using Preau.Mail.Returns;
using Preau.People;

namespace Preau.Mail;

public static class MailModule
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>().Configure(options =>
        {
            options.Connections = Number(configuration, "PREAU_MAIL_CONNECTIONS", options.Connections);
            options.Batch = Number(configuration, "PREAU_MAIL_BATCH", options.Batch);
            options.PerSecond = Number(configuration, "PREAU_MAIL_PER_SECOND", options.PerSecond);
            options.LeaseSeconds = Number(configuration, "PREAU_MAIL_LEASE_SECONDS", options.LeaseSeconds);
            options.LostAfterMinutes = Number(configuration, "PREAU_MAIL_LOST_AFTER_MINUTES", options.LostAfterMinutes);
            options.TimeoutSeconds = Number(configuration, "PREAU_MAIL_TIMEOUT_SECONDS", options.TimeoutSeconds);
            options.PatienceMinutes = Number(configuration, "PREAU_MAIL_PATIENCE_MINUTES", options.PatienceMinutes);
        }).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MailFrame>().AddScoped<CompileMail>().AddScoped<RenderMail>().AddScoped<WhyWritten>().AddScoped<LiquidNames>().AddScoped<GiftNames>().AddScoped<MailLinks>().AddScoped<RecordClick>().AddScoped<WriteClicks>().AddSingleton<KnownLinks>().AddSingleton<ClickBook>().AddHostedService(p => p.GetRequiredService<ClickBook>()).AddScoped<LeaveList>().AddScoped<LeavePages>().AddScoped<SendTest>().AddScoped<TestLimit>().AddScoped<TestMailboxes>().AddScoped<PostLetter>().AddScoped<IAccountPost, AccountPost>();
        services.AddScoped<Audience>().AddScoped<Measuring.DrawLots>().AddScoped<Measuring.VersionsOf>().AddScoped<Measuring.ChangeVersions>().AddScoped<Measuring.ReadOutcomes>().AddScoped<Measuring.VersionKinds>().AddScoped<Measuring.HoldOutLines>().AddScoped<Measuring.ReadTurnout>().AddScoped<Measuring.ChooseByHand>().AddScoped<Measuring.Harm.StopVersion>().AddScoped<Measuring.Harm.SayStopped>().AddScoped<MayReach>().AddScoped<BlastLimits>().AddScoped<LastCheck>().AddScoped<BlastLaw>().AddScoped<BlastChecks>().AddScoped<Blocks.MailTexts>().AddScoped<Blocks.KeepBlock>();
        services.AddMailChecks(configuration).AddMailApproval().AddMailPacing().AddMailKeeping().AddOpenings().AddConfirming().AddLinked();
        services.AddScoped<ScheduleBlast>().AddScoped<TakeBackBlast>().AddScoped<PauseBlast>().AddScoped<ResumeBlast>().AddScoped<CancelBlast>().AddJob<StartBlast, StartBlastHandler>().AddJob<Measuring.DecideVersion, Measuring.DecideVersionHandler>().AddJob<Measuring.RecountArms, Measuring.RecountArmsHandler>().AddRecurring("recount-arms", new Measuring.RecountArms(), TimeSpan.FromHours(24), perOwner: true)
            .AddJob<Measuring.CountTurnout, Measuring.CountTurnoutHandler>().AddRecurring("count-turnout", new Measuring.CountTurnout(), TimeSpan.FromHours(24), perOwner: true)
            .AddJob<Measuring.CountOutcomes, Measuring.CountOutcomesHandler>().AddRecurring("count-outcomes", new Measuring.CountOutcomes(), TimeSpan.FromMinutes(5), perOwner: true)
            .AddJob<Measuring.Harm.TellStopped, Measuring.Harm.TellStoppedHandler>().AddJob<Measuring.Harm.WatchVersions, Measuring.Harm.WatchVersionsHandler>().AddRecurring("watch-versions", new Measuring.Harm.WatchVersions(), TimeSpan.FromMinutes(1), perOwner: true);
        services.AddScoped<BlastChannels>().AddScoped<MistakeWords>().AddSingleton<RelayPaces>().AddBlastChannel<MailChannel>(Law.Channel.Email);
        services.AddScoped<SettleUnknown>().AddScoped<RecordHandovers>().AddSingleton<SendBlast>().AddSingleton<RecoverHandovers>().AddSingleton<MailRunner>().AddHostedService(p => p.GetRequiredService<MailRunner>());
        return services.AddExport<Report.DeliveryExport>().AddPersonPart<MailPart>().AddReturns().AddInbox().AddAutomatic().AddMailDomain(configuration).AddMailScreens();
    }

    private static int Number(IConfiguration configuration, string name, int otherwise) => configuration[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidOperationException($"{name} must be a whole number, not «{text}».");
}
