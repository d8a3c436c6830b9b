using System.Text.RegularExpressions;
using Preau.Accounts;

namespace Preau.Tests.Accounts;

/// <summary>What the panel mailed, instead of a relay.</summary>
public sealed partial class MailedWords : IAccountPost
{
    public List<(string To, string Subject, string Text)> Sent { get; } = [];

    public Task Send(string to, string subject, string text, CancellationToken ct)
    {
        lock (Sent) Sent.Add((to, subject, text));
        return Task.CompletedTask;
    }

    public async Task<bool> Once(string to, string subject, string text, CancellationToken ct)
    {
        await Send(to, subject, text, ct);
        return true;
    }

    /// <summary>The link of the last mail to this address, as a path.</summary>
    public string LinkTo(string email) => Link().Match(Sent.Last(m => m.To == email).Text).Value;

    [GeneratedRegex(@"/(password|join)/\S+")]
    private static partial Regex Link();
}
