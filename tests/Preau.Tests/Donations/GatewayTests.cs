using System.Text;
using Preau.Donations;

namespace Preau.Tests.Donations;

public sealed class SandboxGatewayTests : GatewayContract
{
    protected override async Task<IGatewayRig> Build() => await SandboxRig.Start(Clock);
}

public sealed class StripeGatewayTests : GatewayContract
{
    protected override async Task<IGatewayRig> Build() => await StripeRig.Start(Clock);

    [Theory]
    [InlineData("created", "warning_needs_response", GatewayEventKind.Other)]
    [InlineData("closed", "warning_closed", GatewayEventKind.Other)]
    [InlineData("created", "needs_response", GatewayEventKind.Disputed)]
    [InlineData("funds_withdrawn", "needs_response", GatewayEventKind.Disputed)]
    [InlineData("closed", "won", GatewayEventKind.DisputeWon)]
    [InlineData("closed", "lost", GatewayEventKind.DisputeLost)]
    public void An_inquiry_of_the_bank_moves_no_money(string step, string status, GatewayEventKind kind)
    {
        var body = Encoding.UTF8.GetBytes($$$$"""{"id":"evt_1","type":"charge.dispute.{{{{step}}}}","data":{"object":{"id":"du_1","payment_intent":"pi_1","amount":2500,"status":"{{{{status}}}}"}}}""");

        Assert.Equal(kind, Rig.Gateway.Read(body, Signature.Header(body, Rig.WebhookSecret, Clock.GetUtcNow()))?.Kind);
    }
}
