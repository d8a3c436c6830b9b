namespace Preau.Tests.Donations;

public sealed class SandboxGatewayTests : GatewayContract
{
    protected override async Task<IGatewayRig> Build() => await SandboxRig.Start(Clock);
}

public sealed class StripeGatewayTests : GatewayContract
{
    protected override async Task<IGatewayRig> Build() => await StripeRig.Start(Clock);
}
