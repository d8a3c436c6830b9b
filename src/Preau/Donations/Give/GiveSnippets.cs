using System.Globalization;
using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;
using Preau.Shared;

namespace Preau.Donations.Give;

/// <summary>What the thank-you snippet shows.</summary>
/// <param name="State">«received», «pending» or «failed».</param>
/// <param name="FirstName">Of the donor.</param>
/// <param name="Amount">Of the gift, in words.</param>
/// <param name="Paid">What was paid instead; empty where it was the same, or the gateway does not say.</param>
/// <param name="IsMailed">A mail says it as well.</param>
/// <param name="Again">Where to try once more.</param>
public sealed record ThanksView(string State, string FirstName, string Amount, string Paid, bool IsMailed, string Again);

/// <summary>Renders the form and the thanks for a page of the site. The site puts the result into the page, as it puts any form of ours.</summary>
public sealed class GiveSnippets(Words words)
{
    private static readonly FluidParser Parser = new();
    private static readonly IFluidTemplate Form = Parse("give_form.liquid");
    private static readonly IFluidTemplate Thanks = Parse("give_thanks.liquid");

    public ValueTask<string> Render(GiveView view)
    {
        var context = Context(view.Language);
        context.SetValue("give", view);
        return Form.RenderAsync(context, HtmlEncoder.Default);
    }

    public ValueTask<string> Render(ThanksView view, string language)
    {
        var context = Context(language);
        context.SetValue("thanks", view);
        return Thanks.RenderAsync(context, HtmlEncoder.Default);
    }

    private TemplateContext Context(string language)
    {
        var said = words.In(language);
        var options = new TemplateOptions { MemberAccessStrategy = new UnsafeMemberAccessStrategy { MemberNameStrategy = MemberNameStrategies.SnakeCase } };
        options.CultureInfo = CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");
        options.Filters.AddFilter("t", (input, arguments, _) => new StringValue(said[input.ToStringValue(), [.. Enumerable.Range(0, arguments.Count).Select(i => (object?)arguments.At(i).ToStringValue())]]));
        return new TemplateContext(options);
    }

    private static IFluidTemplate Parse(string name)
    {
        var assembly = typeof(GiveSnippets).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(n => n.EndsWith(name, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return Parser.TryParse(reader.ReadToEnd(), out var template, out var error) ? template : throw new InvalidOperationException($"{name}: {error}");
    }
}
