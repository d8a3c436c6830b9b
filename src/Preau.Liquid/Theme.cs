using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;

namespace Preau.Liquid;

/// <summary>Looks up a sentence of the theme in the page's language; <c>{{ "Give" | t }}</c>.</summary>
public delegate string Translate(string sentence, object?[] arguments);

/// <summary>
/// A set of templates that refer to each other: <c>layout</c> with <c>{% yield %}</c> around <c>pages_show_basic</c> and its kind, and snippets
/// (<c>_nav</c>, by <c>{% include "nav" %}</c>). File names, tags and objects are those that campaigns' themes already use.
/// Templates see the drops that are registered, nothing else, and are stopped at <see cref="LiquidLimits"/>.
/// </summary>
public sealed class Theme
{
    private static readonly FluidParser Parser = NewParser();
    private static readonly FluidParser ForReaders = NewParser(ReaderGroups.Teach);
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly FrozenDictionary<string, IFluidTemplate> templates;
    private readonly TemplateOptions options;
    private readonly LiquidLimits limits;

    private Theme(FrozenDictionary<string, IFluidTemplate> templates, TemplateOptions options, LiquidLimits limits) => (this.templates, this.options, this.limits) = (templates, options, limits);

    /// <summary>Compiles every file, so that a mistake is met when a theme comes in and not when a visitor does.</summary>
    /// <param name="files">Source by name without extension.</param>
    /// <param name="drops">The types whose properties templates may read, in snake_case.</param>
    /// <param name="limits">Where templates are stopped.</param>
    /// <param name="problems">All that is wrong; empty when a theme comes back.</param>
    /// <param name="isToReaders">Parts may be for some readers only (<see cref="ReaderGroups"/>).</param>
    /// <returns>Null where a file is wrong.</returns>
    public static Theme? Load(IReadOnlyDictionary<string, string> files, IReadOnlyCollection<Type> drops, LiquidLimits limits, out IReadOnlyList<LiquidProblem> problems, bool isToReaders = false)
    {
        var parser = isToReaders ? ForReaders : Parser;
        var found = new List<LiquidProblem>();
        var compiled = new Dictionary<string, IFluidTemplate>(StringComparer.Ordinal);
        foreach (var (name, source) in files)
        {
            if (source.Length > limits.Source) found.Add(new(name, 0, 0, "this is longer than {0} characters.", limits.Source.ToString(CultureInfo.InvariantCulture)));
            else if (parser.TryParse(source, out var template, out var error)) compiled[name] = BoundedRange.In(template);
            else found.Add(FaultyPiece.Problem(name, source, error));
        }

        problems = found;
        return found.Count == 0 ? new Theme(compiled.ToFrozenDictionary(StringComparer.Ordinal), Options(files, drops, limits), limits) : null;
    }

    /// <summary>The filters that templates may use. One that is not among them would be passed over in silence.</summary>
    public static IReadOnlySet<string> Filters { get; } = Options(new Dictionary<string, string>(StringComparer.Ordinal), [], LiquidLimits.Letter).Filters.Select(f => f.Key).ToFrozenSet(StringComparer.Ordinal);

    public bool Has(string template) => templates.ContainsKey(template);

    /// <summary>Renders a template inside the theme's layout.</summary>
    /// <exception cref="LiquidStopped">It did not end within its limits.</exception>
    public async ValueTask<string> Page(string template, IReadOnlyDictionary<string, object?> objects, CultureInfo culture, Translate translate, TimeProvider clock)
    {
        var inner = await Render(template, objects, culture, translate, clock);
        return await Render("layout", objects.Append(new(Yielded, new Html(inner))), culture, translate, clock);
    }

    /// <summary>Renders one template alone.</summary>
    /// <exception cref="LiquidStopped">It did not end within its limits.</exception>
    public ValueTask<string> Render(string template, IEnumerable<KeyValuePair<string, object?>> objects, CultureInfo culture, Translate translate, TimeProvider clock) =>
        Render(template, objects, Encoder, culture, translate, clock);

    /// <summary>Renders one template as plain text: values are written as they are, so the result must never be put into HTML.</summary>
    /// <exception cref="LiquidStopped">It did not end within its limits.</exception>
    public ValueTask<string> Text(string template, IEnumerable<KeyValuePair<string, object?>> objects, CultureInfo culture, Translate translate, TimeProvider clock) =>
        Render(template, objects, NullEncoder.Default, culture, translate, clock);

    private async ValueTask<string> Render(string template, IEnumerable<KeyValuePair<string, object?>> objects, TextEncoder encoder, CultureInfo culture, Translate translate, TimeProvider clock)
    {
        var context = new TemplateContext(options) { CultureInfo = culture };
        context.AmbientValues[Translator] = translate;
        foreach (var (name, value) in objects) context.SetValue(name, value);
        var bounds = new Bounds(limits, clock);
        bounds.Enter(context);
        await using var writer = new BoundedWriter(limits, bounds);
        try
        {
            await templates[template].RenderAsync(writer, context, encoder, isolateContext: false);
        }
        catch (LiquidStopped stopped)
        {
            stopped.File = template;
            throw;
        }
        catch (FileNotFoundException missing)
        {
            throw new LiquidStopped("there is no file “{0}” to include.", missing.Message, missing) { File = template };
        }
        catch (ParseException unreadable)
        {
            throw new LiquidStopped("a file that this brings in cannot be read as Liquid.", unreadable.Message, unreadable) { File = template };
        }
        catch (InvalidOperationException tooFar)
        {
            // Fluid says so when steps or depth run out: it counts a loop within a loop as it does files that include each other.
            throw new LiquidStopped("this goes on for too long, or too deep: are there loops within loops?", inner: tooFar) { File = template };
        }
        catch (Exception fault) when (Bounds.IsFault(fault))
        {
            throw new LiquidStopped("this cannot be worked out: is a number out of all bounds?", inner: fault) { File = template };
        }

        return writer.ToString();
    }

    private const string Yielded = "content_for_layout";
    private const string Translator = "translate";

    private static FluidParser NewParser(Action<FluidParser>? teach = null)
    {
        var parser = new FluidParser(new FluidParserOptions { AllowFunctions = false, AllowTrailingQuestionMark = true });
        parser.RegisterEmptyTag("yield", async (output, encoder, context) =>
        {
            await context.GetValue(Yielded).WriteToAsync(output, encoder, context.CultureInfo);
            return Fluid.Ast.Completion.Normal;
        });
        teach?.Invoke(parser);
        return parser;
    }

    private static TemplateOptions Options(IReadOnlyDictionary<string, string> files, IReadOnlyCollection<Type> drops, LiquidLimits limits)
    {
        var options = new TemplateOptions { MaxSteps = limits.Steps, MaxRecursion = limits.Recursion, FileProvider = new ThemeFiles(files) };
        options.MemberAccessStrategy.MemberNameStrategy = MemberNameStrategies.SnakeCase;
        foreach (var drop in drops) options.MemberAccessStrategy.Register(drop);
        options.ValueConverters.Add(value => value is Html html ? new StringValue(html.Text, encode: false) : null);
        options.Filters.AddFilter("t", (input, arguments, context) => new StringValue(
            ((Translate)context.AmbientValues[Translator])(input.ToStringValue(), [.. Enumerable.Range(0, arguments.Count).Select(i => (object?)arguments.At(i).ToStringValue())])));
        Bounds.Guard(options);
        options.TemplateParsed = (_, template) => BoundedRange.In(template);
        return options;
    }
}
