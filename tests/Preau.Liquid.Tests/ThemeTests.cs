using System.Globalization;

namespace Preau.Liquid.Tests;

public sealed class ThemeTests
{
    private static readonly LiquidLimits Small = new(Source: 5_000, Steps: 2_000, Recursion: 10, Output: 10_000, TimeSpan.FromSeconds(1));

    private sealed record Person(string Name, Html Story)
    {
        public bool IsKnown => Name.Length > 0;
    }

    // What a template must never reach: the type is not registered.
    private sealed record Secret(string Password);

    [Fact]
    public async Task Layout_goes_round_the_page_and_includes_snippets()
    {
        var html = await Page(new() { ["layout"] = "<main>{% yield %}</main>{% include \"foot\" %}", ["pages_show_basic"] = "Hello {{ person.name }}", ["_foot"] = "<i>foot</i>" });

        Assert.Equal("<main>Hello Ada</main><i>foot</i>", html);
    }

    [Fact]
    public async Task Text_is_escaped_and_html_of_ours_is_not() =>
        Assert.Equal("&lt;script&gt; <b>told</b>", await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = "{{ '<script>' }} {{ person.story }}" }));

    [Fact]
    public async Task Attributes_cannot_be_broken_out_of() =>
        Assert.DoesNotContain("onclick=\"", await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = "<a title=\"{{ bad }}\">" }, ("bad", "x\" onclick=\"alert(1)")), StringComparison.Ordinal);

    [Fact]
    public async Task Unknown_names_are_empty_and_questions_may_end_with_a_mark() =>
        Assert.Equal("[] yes", await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = "[{{ nobody.at.all }}] {% if person.is_known? %}yes{% endif %}" }));

    [Fact]
    public async Task Only_registered_drops_can_be_read() =>
        Assert.Equal("", await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = "{{ secret.password }}{{ secret.Password }}{{ person.get_type }}" }, ("secret", new Secret("hush"))));

    [Fact]
    public async Task Sentences_are_said_in_the_page_s_language() =>
        Assert.Equal("BONJOUR ADA", await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = "{{ 'bonjour {0}' | t: person.name }}" }));

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}{% endfor %}")]
    [InlineData("{% for i in (1..1000000000) %}x{% endfor %}")]
    [InlineData("{% for i in (1..5000) %}{% for j in (1..5000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for i in (1..1000) %}{% for j in (1..1000) %}{% assign a = i %}{% endfor %}{% endfor %}")]
    [InlineData("{% assign all = (1..1000000000) %}{{ all | join: ',' }}")]
    [InlineData("{% if true %}{% unless false %}{% for i in (1..1000000000) limit: 2 %}{% endfor %}{% endunless %}{% endif %}")]
    [InlineData("{% include 'far' %}")]
    [InlineData("{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}aaaaaaaaaa{% endcapture %}{% endfor %}")]
    [InlineData("{% assign a = 'x' | split: '' %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}")]
    [InlineData("{% assign s = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}{% for i in (1..60) %}{% assign s = s | replace: 'a', s %}{% endfor %}")]
    [InlineData("{% include 'again' %}")]
    [InlineData("{% assign s = 'aaaaaaaaaa' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}")]
    [InlineData("{% for i in (1..1500) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }}{% endfor %}")]
    public async Task A_template_that_never_ends_is_stopped(string source)
    {
        var theme = Load(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = source, ["_again"] = "{% include 'again' %}", ["_far"] = "{% for i in (1..1000000000) %}{% endfor %}" });
        var began = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAsync<LiquidStopped>(async () => await Shown(theme));

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "it was stopped, but late");
    }

    [Fact]
    public async Task An_include_that_is_not_there_stops_with_its_name()
    {
        var stopped = await Assert.ThrowsAsync<LiquidStopped>(async () => await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = "{% include '../../etc/passwd' %}" }));

        Assert.Contains("passwd", stopped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ 5 | divided_by: 0 }}", "divided_by")]
    [InlineData("{{ 5 | divided_by: person.nothing }}", "divided_by")]
    [InlineData("{{ 5 | modulo: 0 }}", "modulo")]
    [InlineData("{{ 1.5 | round: 99 }}", "round")]
    [InlineData("{{ '!' | base64_decode }}", "base64_decode")]
    [InlineData("{{ 'a {9}' | t }}", "t")]
    public async Task What_a_filter_cannot_work_out_stops_with_its_name(string source, string filter)
    {
        var stopped = await Assert.ThrowsAsync<LiquidStopped>(async () => await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = source }));

        Assert.Equal(("pages_show_basic", filter), (stopped.File, stopped.About));
    }

    [Theory]
    [InlineData("{% for i in (1..3) limit: 99999999999999999999 %}{{ i }}{% endfor %}")]
    [InlineData("{% for i in (1..3) offset: 99999999999999999999 %}{{ i }}{% endfor %}")]
    [InlineData("{% assign a = 79228162514264337593543950335 | plus: 1 %}")]
    [InlineData("{{ 'a' | slice: 99999999999999999999 }}")]
    [InlineData("{{ 'a' | truncate: 99999999999999999999 }}")]
    [InlineData("{{ 'a' | date: '%99999999999Y' }}")]
    public async Task Numbers_out_of_all_bounds_end_in_a_text_or_in_a_stop(string source)
    {
        var fault = await Record.ExceptionAsync(async () => await Page(new() { ["layout"] = "{% yield %}", ["pages_show_basic"] = source }));

        Assert.True(fault is null or LiquidStopped, fault?.ToString());
    }

    [Theory]
    [InlineData("line one\n{% if a %}\nno end", 3)]
    [InlineData("line one\nline two {{ a | }} ", 2)]
    [InlineData("{% nonsense %}", 1)]
    public void A_mistake_has_a_file_a_line_and_a_column(string source, int line)
    {
        Assert.Null(Theme.Load(new Dictionary<string, string>(StringComparer.Ordinal) { ["_nav"] = source }, [], Small, out var problems));

        var problem = Assert.Single(problems);
        Assert.Equal(("_nav", line), (problem.File, problem.Line));
        Assert.True(problem.Column > 0, problem.ToString());
        Assert.NotEmpty(problem.About);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_read() =>
        Assert.True(Theme.Load(new Dictionary<string, string>(StringComparer.Ordinal) { ["layout"] = new('x', 5_001) }, [], Small, out var problems) is null && problems.Single().Line == 0);

    private static Theme Load(Dictionary<string, string> files) =>
        Theme.Load(files, [typeof(Person)], Small, out var problems) ?? throw new Xunit.Sdk.XunitException(string.Join('\n', problems));

    private static ValueTask<string> Page(Dictionary<string, string> files, params (string Name, object Value)[] more) => Shown(Load(files), more);

    private static ValueTask<string> Shown(Theme theme, params (string Name, object Value)[] more)
    {
        var objects = new Dictionary<string, object?>(StringComparer.Ordinal) { ["person"] = new Person("Ada", new Html("<b>told</b>")) };
        foreach (var (name, value) in more) objects[name] = value;
        return theme.Page("pages_show_basic", objects, CultureInfo.InvariantCulture, (sentence, arguments) => string.Format(CultureInfo.InvariantCulture, sentence, arguments).ToUpperInvariant(), TimeProvider.System);
    }
}
