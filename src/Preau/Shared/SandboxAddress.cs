namespace Preau.Shared;

public static class SandboxAddress
{
    /// <summary>Where the sandbox answers that stands for the world outside, «PREAU_SANDBOX»; null where there is none, or what stands there is no address.</summary>
    public static Uri? Sandbox(this IConfiguration configuration) => Uri.TryCreate(configuration["PREAU_SANDBOX"], UriKind.Absolute, out var sandbox) ? sandbox : null;
}
