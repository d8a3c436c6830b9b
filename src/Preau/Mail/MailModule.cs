using Preau.People;

namespace Preau.Mail;

public static class MailModule
{
    public static IServiceCollection AddMail(this IServiceCollection services) => services.AddPersonPart<MailPart>();
}
