using Preau.Nations;
using Preau.Texting;

namespace Preau.Demo;

/// <summary>Tells the sandbox's phones where the demo's number answers, so that one of them can text it before it got anything.</summary>
public sealed class DemoPhones(IServiceScopeFactory scopes, IHttpClientFactory http)
{
    public async Task Meet(NationFacts nation, Uri sandbox, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        var kept = await scope.ServiceProvider.GetRequiredService<NationSettings>().Get<TextSettings>(ct);
        // Without what a gateway is told to put behind it.
        if (kept.Gateway != TextGatewayKind.Sandbox || (await scope.ServiceProvider.GetRequiredService<TextGateways>().IncomingAddress(kept, ct))?.Split('?')[0] is not { } incoming) return;
        using var client = http.CreateClient(TextGateways.Client);
        using var answer = await client.GetAsync(new Uri(sandbox, $"phone/cgi-bin/campaign?username={Uri.EscapeDataString(nation.Slug)}&mo-url={Uri.EscapeDataString(incoming)}"), ct);
        answer.EnsureSuccessStatusCode();
    }
}
