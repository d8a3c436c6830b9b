using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Preau.Tests.Mail;

namespace Preau.Tests.Commands;

/// <summary>What an operator set wrongly is told in a sentence or two, with an exit code, and nothing else.</summary>
public sealed class RefusedStartTests : IAsyncLifetime
{
    private StoreOptions store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => store = await TestStores.Empty();

    public async ValueTask DisposeAsync() => await TestStores.Drop(store);

    [Theory]
    [InlineData("doctor")]
    [InlineData("migrate")]
    [InlineData("export", "people", "x.csv")]
    [InlineData("serve")]
    [InlineData("demo")]
    public async Task A_store_of_another_kind_is_refused(params string[] arguments) =>
        Refused(await Run(arguments, ("PREAU_STORE", "oracle")), "PREAU_STORE is «oracle»: it can be sqlite or postgres.");

    [Theory]
    [InlineData("doctor")]
    [InlineData("serve")]
    public async Task PostgreSQL_without_a_connection_string_is_refused(string verb)
    {
        Refused(await Run([verb], ("PREAU_STORE", "postgres"), ("PREAU_POSTGRES", "")), "PREAU_POSTGRES must hold a connection string");
        var said = await Run([verb], ("PREAU_STORE", "postgres"), ("PREAU_POSTGRES", "a secret without a form"));
        Refused(said, "PREAU_POSTGRES");
        Assert.DoesNotContain("secret", said.Progress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("serve")]
    [InlineData("demo")]
    public async Task A_PostgreSQL_that_does_not_answer_is_told(string verb) =>
        Refused(await Run([verb], ("PREAU_STORE", "postgres"), ("PREAU_POSTGRES", "Host=127.0.0.1;Port=1;Username=nobody;Database=none"), ("PREAU_PORT", Port())), "127.0.0.1:1");

    [Theory]
    [InlineData("nonsense", "PREAU_URLS holds «nonsense»")]
    [InlineData("http://127.0.0.1:99999", "PREAU_URLS holds")]
    [InlineData("http://192.0.2.7:5080", "192.0.2.7")]
    [InlineData("http://localhost:0", "PREAU_URLS")]
    public async Task An_address_that_cannot_be_listened_on_is_refused(string urls, string sentence) => Refused(await Run(["serve"], ("PREAU_URLS", urls)), sentence);

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        var file = Path.Combine(store.Data, "a-file");
        await File.WriteAllTextAsync(file, "", Ct);

        foreach (var verb in new[] { "serve", "migrate" }) Refused(await Run([verb], ("PREAU_DATA", file)), "is a file, not a folder");
        var doctor = await Run(["doctor"], ("PREAU_DATA", file));
        Assert.Equal(1, doctor.Code);
        Assert.Contains("is a file, not a folder", doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("is not there", doctor.Output, StringComparison.Ordinal);
        Refused(await Run(["serve"], ("PREAU_DATA", Path.Combine(file, "below"))), file);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    public async Task A_port_that_is_taken_is_told_before_anything_is_done(string verb)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var said = await Run([verb], ("PREAU_PORT", port), ("PREAU_URLS", $"http://localhost:{port}"));

        Refused(said, $"http://localhost:{port}");
        Assert.Contains("Another program listens", said.Progress, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(store.Data, "mailbox")));
    }

    [Fact]
    public async Task Who_serves_an_empty_installation_is_told_where_to_begin()
    {
        var address = $"http://127.0.0.1:{Port()}";
        using var process = Shell.Start(store, new Dictionary<string, string> { ["PREAU_URLS"] = address }, "serve");
        process.BeginErrorReadLine();
        var said = "";
        while (!said.Contains("Application started", StringComparison.Ordinal) && await process.StandardOutput.ReadLineAsync(Ct) is { } line) said += line + "\n";
        process.Kill();
        await process.WaitForExitAsync(Ct);

        Assert.Contains($"open {address}/ to create your campaign", said, StringComparison.Ordinal);
    }

    private static string Port() => Catcher.FreePort().ToString(CultureInfo.InvariantCulture);

    private Task<Said> Run(string[] arguments, params (string Name, string Value)[] environment) =>
        Shell.Run(store, environment.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal), arguments);

    private static void Refused(Said said, string sentence)
    {
        Assert.True(said.Code == 1, $"{said.Code}\n{said.Output}\n{said.Progress}");
        Assert.Contains(sentence, said.Progress, StringComparison.Ordinal);
        Assert.Equal("", said.Output);
        Assert.InRange(said.Progress.TrimEnd().Split('\n').Length, 1, 2);
        Assert.DoesNotContain("Exception", said.Progress, StringComparison.Ordinal);
    }
}
