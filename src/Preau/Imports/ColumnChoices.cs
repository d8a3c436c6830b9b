using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Preau.Imports.Choices;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>All that a column can become, as options under headings; those that are no part of a person stand first, under none. A file has hundreds of columns: they are written once, and marked for each.</summary>
public sealed class ColumnChoices(TargetWords labels, OwnFields own, Words words, HtmlEncoder encoder)
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private string options = "";

    public async Task Load(CancellationToken ct)
    {
        var html = new StringBuilder();
        foreach (var target in (string[])[Targets.Skip, Targets.NewField]) Write(html, target, labels.Of(target));
        var fields = await own.Changeable(ct);
        Write(html, "Fields of your own", [.. fields.Select(f => (Targets.FieldPrefix + f.Slug, f.Name))]);
        foreach (var (heading, targets) in Targets.Groups) Write(html, heading, [.. targets.Select(t => (t, labels.Of(t)))]);
        options = html.ToString();
    }

    public bool Has(string target) => names.ContainsKey(target);

    public string NameOf(string target) => names[target];

    public IHtmlContent For(string target) => new HtmlString(options.Replace(Value(target), Value(target) + " selected", StringComparison.Ordinal));

    private void Write(StringBuilder html, string heading, IReadOnlyCollection<(string Target, string Name)> choices)
    {
        if (choices.Count == 0) return;
        html.Append("<optgroup label=\"").Append(encoder.Encode(words[heading])).Append("\">");
        foreach (var (target, name) in choices) Write(html, target, name);
        html.Append("</optgroup>");
    }

    /// <summary>What is added to what is known, and never takes its place, is told apart.</summary>
    private void Write(StringBuilder html, string target, string name)
    {
        names[target] = name;
        html.Append("<option ").Append(Value(target)).Append(RowRules.FieldOf(target) is null ? " class=\"added\">" : ">").Append(encoder.Encode(name)).Append("</option>");
    }

    private string Value(string target) => $"value=\"{encoder.Encode(target)}\"";
}
