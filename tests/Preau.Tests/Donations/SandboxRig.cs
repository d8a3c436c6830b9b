using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Preau.Donations;
using Preau.Donations.Sandbox;

namespace Preau.Tests.Donations;

/// <summary>The sandbox card network as a server of its own, whose webhooks go where the test says.</summary>
public sealed class SandboxRig : IGatewayRig
{
    public const string Key = "sandbox_key_of_a_nation";
    private readonly WebApplication server;
    private readonly Caught caught;
    private readonly FakeTimeProvider clock;

    private SandboxRig(WebApplication server, Caught caught, FakeTimeProvider clock) => (this.server, this.caught, this.clock) = (server, caught, clock);

    public static async Task<SandboxRig> Start(FakeTimeProvider clock, HttpMessageHandler? deliverTo = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        var caught = new Caught();
        builder.Services.AddCardNetwork(new HttpClient(deliverTo ?? caught));
        // The test is the postman: it decides when a webhook arrives.
        builder.Services.Remove(builder.Services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(WebhookPostman)));
        var server = builder.Build();
        server.MapCardNetwork();
        await server.StartAsync();
        return new SandboxRig(server, caught, clock);
    }

    public HttpMessageHandler Handler => server.GetTestServer().CreateHandler();
    public CardNetwork Network => server.Services.GetRequiredService<CardNetwork>();
    public WebhookOutbox Outbox => server.Services.GetRequiredService<WebhookOutbox>();
    public HttpClient Donor => server.GetTestClient();

    public IGateway Gateway => Of(Handler, Key);
    public IGateway WithWrongKey => Of(Handler, "short");
    public IGateway Unreachable => Of(new Dead(), Key);
    public string WebhookSecret => Key;

    /// <summary>The gateway as the nation with this key has it.</summary>
    public SandboxGateway As(string key) => Of(Handler, key);

    public Task Pay(string sessionId) => Type(sessionId, "4242 4242 4242 4242");

    public Task Decline(string sessionId) => Type(sessionId, "4000 0000 0000 0002");

    public Task PayWithFeeLater(string sessionId) => Type(sessionId, "4000 0000 0000 0119");

    public Task PayWithoutWayBack(string sessionId) => Type(sessionId, "4000 0000 0000 5126");

    public Task Later()
    {
        clock.Advance(server.Services.GetRequiredService<CardNetworkOptions>().LateBy);
        return Task.CompletedTask;
    }

    public async Task<HttpResponseMessage> Type(string sessionId, string number) =>
        await Donor.PostAsync($"/cards/pay/{sessionId}", new FormUrlEncodedContent([new("number", number)]));

    public async Task<IReadOnlyList<(byte[] Body, string Signature)>> Webhooks()
    {
        await Outbox.DeliverDue(CancellationToken.None);
        var all = caught.All.ToList();
        caught.All.Clear();
        return all;
    }

    private SandboxGateway Of(HttpMessageHandler handler, string key) => new(new HttpClient(handler), new Uri("http://localhost/"), key, clock);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private sealed class Caught : HttpMessageHandler
    {
        public List<(byte[] Body, string Signature)> All { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            All.Add((await request.Content!.ReadAsByteArrayAsync(cancellationToken), request.Headers.GetValues("Sandbox-Signature").Single()));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}

/// <summary>A line on which nobody answers.</summary>
public sealed class Dead : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new HttpRequestException("Connection refused");
}
