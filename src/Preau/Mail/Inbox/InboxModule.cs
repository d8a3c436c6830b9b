using Preau.Accounts;
using Preau.Jobs;
using Preau.Panel;
using Preau.People;

namespace Preau.Mail.Inbox;

public static class InboxModule
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.AddScoped<HearLeave>().AddScoped<PerhapsLeft>().AddScoped<ApplyRules>().AddScoped<TakeMail>().AddScoped<FollowInbox>().AddScoped<SettleAnswers>();
        services.AddScoped<LastAnswerCheck>().AddScoped<WriteAnswer>().AddScoped<FillReply>().AddScoped<InboxWords>().AddScoped<InboxList>().AddScoped<WhoReads>().AddScoped<KeepReply>().AddScoped<RuleDesk>().AddScoped<DemoAnswers>();
        services.AddJob<SendAnswer, SendAnswerHandler>().AddJob<ReadInbox, ReadInboxHandler>().AddRecurring("read-inbox", new ReadInbox(), TimeSpan.FromMinutes(1), perOwner: true);
        return services.AddPersonPart<InboxPart>().AddNav(43, "Inbox", "inbox", "/inbox", Permission.AnswerMail);
    }
}
