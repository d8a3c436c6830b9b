namespace Preau.Mail.Returns;

/// <summary>Every provider whose webhooks are understood.</summary>
public static class ReturnSources
{
    public const string SecretUse = "return-source";
    public static readonly IReadOnlyList<IReturnSource> All = [new MailgunReturns()];

    public static IReturnSource? Find(string? name) => All.FirstOrDefault(s => s.Name == name);
}
