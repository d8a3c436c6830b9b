using System.Reflection;
using Preau.Accounts;
using Preau.Mail;
using Preau.Mail.Openings;
using Preau.Nations;
using Preau.Panel;
using Preau.Site;

namespace Preau.Tests.Architecture;

/// <summary>Pages out of the cache are answered, and links of mails followed, tens of thousands of times a second; a context of the store made for each halves that and worse.</summary>
public sealed class EarlyMiddlewareTests
{
    [Theory]
    [InlineData(typeof(NationFromHost))]
    [InlineData(typeof(ServePages))]
    [InlineData(typeof(PanelHeaders))]
    [InlineData(typeof(SameOrigin))]
    [InlineData(typeof(AccountFromSession))]
    [InlineData(typeof(PermissionGate))]
    public void What_runs_before_a_kept_page_is_found_or_a_link_followed_makes_no_context_of_the_store(Type middleware) =>
        NoneNeedsIt([.. middleware.GetMethod("Invoke")!.GetParameters(), .. middleware.GetConstructors().Single().GetParameters()]);

    [Theory]
    [InlineData(typeof(MailEndpoints), "Click")]
    [InlineData(typeof(MailEndpoints), "ShortClick")]
    [InlineData(typeof(OpeningEndpoint), "Show")]
    public void Nor_does_following_a_link_that_is_known(Type endpoints, string handler) =>
        NoneNeedsIt(endpoints.GetMethod(handler, BindingFlags.NonPublic | BindingFlags.Static)!.GetParameters());

    private static void NoneNeedsIt(ParameterInfo[] asked) => Sources.None(asked.Select(p => p.ParameterType).Where(t => Needs(t, [])).Select(t => t.Name));

    // What makes its own scopes asks for the store when it wants to.
    private static bool Needs(Type type, HashSet<Type> seen) => type == typeof(Database)
        || (seen.Add(type) && type.Assembly == typeof(Database).Assembly && type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).SelectMany(c => c.GetParameters()).Any(p => Needs(p.ParameterType, seen)));
}
