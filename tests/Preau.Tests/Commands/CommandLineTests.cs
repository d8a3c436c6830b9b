using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Preau.Commands;

namespace Preau.Tests.Commands;

public sealed class CommandLineTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Theory]
    [InlineData("migrate")]
    [InlineData("import")]
    [InlineData("undo")]
    [InlineData("count")]
    [InlineData("export")]
    [InlineData("rebuild")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("doctor")]
    [InlineData("demo")]
    [InlineData("sandbox")]
    [InlineData("serve")]
    public async Task Every_verb_explains_itself(string verb)
    {
        var said = await Shell.Run(app.StoreOptions, verb, "--help");

        Assert.Equal(0, said.Code);
        Assert.Contains($"Preau {verb}", said.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "people.csv", "--json")]
    [InlineData("demo", "--reset")]
    public void No_folder_is_watched_whatever_the_verb(params string[] args) =>
        Assert.Equal("false", WebApplication.CreateBuilder(Serving.Options(args)).Configuration["hostBuilder:reloadConfigOnChange"]);

    [Fact]
    public async Task A_port_that_is_taken_ends_it_with_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
        await using var second = builder.Build();

        Assert.Equal(1, await second.Serve());
    }

    [Fact]
    public async Task An_export_into_a_folder_that_is_not_there_is_refused_in_a_sentence()
    {
        await using var nation = await app.NewNation("nowhere");

        var said = await Shell.Within(app, "export", "people", Path.Combine(app.StoreOptions.Data, "none", "people.csv"), "--nation", "nowhere");

        Assert.Equal(1, said.Code);
        Assert.Contains("There is no folder", said.Progress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_no_verb_ends_with_2()
    {
        var said = await Shell.Run(app.StoreOptions, "improt");

        Assert.Equal(2, said.Code);
        Assert.StartsWith("There is no verb «improt». There are: serve, demo, ", said.Progress, StringComparison.Ordinal);
        Assert.Contains("«Preau --help»", said.Progress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "undo", "abc", "--json" }, "abc")]
    [InlineData(new[] { "export", "cats", "x.csv", "--json" }, "cats")]
    [InlineData(new[] { "improt", "--json" }, "improt")]
    [InlineData(new[] { "import", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "import", "people.csv", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "import", "people.csv", "--tag", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "count", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "export", "people", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "undo", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "backup", "--to", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "restore", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "geocode", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "rebuild", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "password", "--frob", "--json" }, "--frob")]
    [InlineData(new[] { "nation", "--frob", "Name", "--json" }, "--frob")]
    [InlineData(new[] { "demo", "--rset", "--json" }, "--rset")]
    public async Task A_script_gets_an_object_for_a_command_line_that_is_not_understood(string[] arguments, string about)
    {
        var said = await Shell.Run(app.StoreOptions, arguments);

        Assert.Equal(2, said.Code);
        Assert.Contains(about, JsonDocument.Parse(said.Output).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains(about, said.Progress, StringComparison.Ordinal);
        Assert.NotEqual("", said.Progress.TrimEnd('\r', '\n').Split('\n')[^1].Trim());
        Assert.DoesNotContain("\n\n", said.Progress.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo", "--rset")]
    [InlineData("demo", "more")]
    [InlineData("serve", "--bogus")]
    [InlineData("serve", "--json")]
    [InlineData("serve", "--reset")]
    [InlineData("--bogus")]
    [InlineData("--json")]
    [InlineData("sandbox", "--bogus")]
    public async Task Who_serves_is_as_strict_about_options(params string[] arguments)
    {
        var said = await Shell.Run(app.StoreOptions, new Dictionary<string, string> { ["PREAU_URLS"] = "http://127.0.0.1:0", ["PREAU_PORT"] = "0" }, arguments);

        Assert.Equal(2, said.Code);
        Assert.DoesNotContain("   at ", said.Progress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_explains_its_zone()
    {
        var said = await Shell.Run(app.StoreOptions, "sandbox", "--help");

        Assert.Contains("--zone", said.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--attached", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_two_hyphens_a_file_may_be_called_like_an_option()
    {
        await using var nation = await app.NewNation();

        var said = await Shell.Run(app.StoreOptions, "import", "--nation", nation.Facts.Slug, "--", "--frob");

        Assert.Equal(1, said.Code);
        Assert.Contains($"There is no file {Path.Combine(app.StoreOptions.Data, "--frob")}.", said.Progress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no folder", "backup", "--to", "/nonexist/b.zip")]
    [InlineData("There is no file /nonexist.csv", "import", "/nonexist.csv")]
    [InlineData("There is no file /none.zip", "restore", "/none.zip")]
    [InlineData("is a folder", "restore", "/tmp")]
    [InlineData("is a folder", "import", "/tmp")]
    [InlineData("is a folder", "backup", "--to", "/tmp")]
    [InlineData("is a folder", "export", "people", "/tmp")]
    [InlineData("There is no folder", "import", "FILE", "--refused", "/nonexist/r.csv")]
    public async Task A_path_that_leads_nowhere_is_told_in_our_own_words(string sentence, params string[] arguments)
    {
        await using var nation = await app.NewNation();
        var file = Path.Combine(app.StoreOptions.Data, $"{Guid.NewGuid():n}.csv");
        await File.WriteAllTextAsync(file, "nom,email\nA,a@example.org\n", TestContext.Current.CancellationToken);
        string[] about = arguments[0] is "import" or "export" ? ["--nation", nation.Facts.Slug] : [];

        var said = await Shell.Within(app, [.. arguments.Select(a => a == "FILE" ? file : a), .. about]);

        Assert.Equal(1, said.Code);
        Assert.Contains(sentence, said.Progress, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", said.Progress, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Progress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_exported_for_scripts()
    {
        await using var nation = await app.NewNation("exported");
        await nation.Seeds.Person(p => p.LastName = "Exportée");
        var file = Path.Combine(app.StoreOptions.Data, "people.csv");

        var said = await Shell.Run(app.StoreOptions, "export", "people", file, "--nation", "exported", "--json");

        Assert.True(said.Code == 0, said.Progress);
        Assert.Contains("\"count\":1", said.Output, StringComparison.Ordinal);
        Assert.Contains("Exportée", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "somebody's", TestContext.Current.CancellationToken);
        var again = await Shell.Run(app.StoreOptions, "export", "people", file, "--nation", "exported");
        Assert.Equal(1, again.Code);
        Assert.Contains("is there already", again.Progress, StringComparison.Ordinal);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await Shell.Run(app.StoreOptions, "export", "people", file, "--nation", "exported", "--overwrite")).Code);
    }

    [Fact]
    public async Task A_nation_that_is_not_there_is_answered_with_those_that_are()
    {
        await using var nation = await app.NewNation("there");

        var said = await Shell.Within(app, "export", "gifts", Path.Combine(app.StoreOptions.Data, "gifts.csv"), "--nation", "elsewhere");

        Assert.Equal(1, said.Code);
        Assert.Contains("there", said.Progress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_does_not_exist_is_refused()
    {
        var said = await Shell.Within(app, "rebuild", "weather");

        Assert.Equal(1, said.Code);
        Assert.Contains("There is no reader «weather»", said.Progress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "people.csv")]
    [InlineData("undo", "1")]
    [InlineData("count", "Everybody")]
    [InlineData("export", "people", "people.csv")]
    [InlineData("rebuild", "all")]
    [InlineData("backup", "--to", "b.zip")]
    [InlineData("password", "a@example.org")]
    [InlineData("geocode", "ban.csv")]
    public async Task Where_there_is_no_installation_it_says_so_and_makes_none(params string[] arguments)
    {
        var store = await TestStores.Empty();

        var said = await Shell.Run(store, arguments);

        Assert.Equal(1, said.Code);
        Assert.StartsWith(store.Store == Dialect.Sqlite ? $"There is no installation in {store.Data}: PREAU_DATA names where it is." : "There is no installation in this database", said.Progress, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(store.Data));
        await TestStores.Drop(store);
    }

    [Fact]
    public void Started_from_its_sources_it_takes_paths_from_the_folder_that_they_are_typed_in() =>
        Assert.Contains("<EnableDefaultRunWorkingDirectory>false</EnableDefaultRunWorkingDirectory>", File.ReadAllText(Path.Combine(Architecture.Sources.Product, "Preau.csproj")), StringComparison.Ordinal);

    [Fact]
    public async Task The_doctor_says_what_to_do_and_fails_until_it_is_done()
    {
        var store = await TestStores.Empty();

        var before = await Shell.Run(store, "doctor", "--json");
        await Shell.Run(store, "migrate");
        var after = await Shell.Run(store, "doctor");

        Assert.Equal(1, before.Code);
        Assert.Contains("migrations are missing", before.Output, StringComparison.Ordinal);
        Assert.Contains("ok  schema: up to date", after.Output, StringComparison.Ordinal);
        await TestStores.Drop(store);
    }
}
