using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

using Preau.Shared;

namespace Preau.Panel.TagHelpers;

/// <summary>
/// <c>&lt;field for="Form.LastName" hint="As on the ballot" /&gt;</c>: label, input, hint and error, tied together for every reader.
/// The kind follows from the property (bool is a checkbox, DateOnly a date, an enum or <c>options</c> a choice), or is said with <c>type</c>
/// (textarea, email, tel, password, color, search, money…). Other attributes go to the input.
/// </summary>
[HtmlTargetElement("field", Attributes = "for", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(Words words) : TagHelper
{
    public required ModelExpression For { get; set; }
    public string? Label { get; set; }
    public string? Hint { get; set; }
    public string? Type { get; set; }
    public int Rows { get; set; } = 4;
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>The first, empty choice of a list.</summary>
    public string? Empty { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = new();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        ViewContext.ModelState.TryGetValue(name, out var state);
        var error = state?.Errors.Count > 0 ? state.Errors[0].ErrorMessage : null;
        var kind = Type ?? KindOf();
        var input = Input(kind, name, id, state);
        foreach (var attribute in output.Attributes.Where(a => a.Name != "class")) input.Attributes[attribute.Name] = attribute.Value?.ToString() ?? "";
        output.Attributes.Clear();

        var described = string.Join(' ', new[] { string.IsNullOrEmpty(Hint) ? null : id + "-hint", error is null ? null : id + "-error" }.OfType<string>());
        if (described.Length > 0) input.Attributes["aria-describedby"] = described;
        if (error is not null) input.Attributes["aria-invalid"] = "true";
        if (For.Metadata.IsRequired && kind != "checkbox" && For.Metadata.ModelType != typeof(bool)) input.Attributes["required"] = "required";

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", kind == "checkbox" ? "field check" : "field");
        var label = Element("label", Label is { Length: > 0 } ? Label : For.Metadata.DisplayName ?? words[For.Metadata.PropertyName ?? For.Name]);
        label.Attributes["for"] = id;
        if (kind == "checkbox") output.Content.AppendHtml(input).AppendHtml(label);
        else output.Content.AppendHtml(label).AppendHtml(input);
        if (!string.IsNullOrEmpty(Hint)) output.Content.AppendHtml(Element("span", Hint, "hint", id + "-hint"));
        if (error is not null) output.Content.AppendHtml(Element("span", error, "error", id + "-error"));
        // A checkbox that is not ticked is not sent; the hidden twin says so.
        if (kind == "checkbox") output.PostElement.AppendHtml($"<input type=\"hidden\" name=\"{HtmlEncoder.Default.Encode(name)}\" value=\"false\">");
    }

    private string KindOf()
    {
        var type = For.Metadata.UnderlyingOrModelType;
        if (Options is not null || type.IsEnum) return "select";
        if (type == typeof(bool)) return "checkbox";
        if (type == typeof(DateOnly)) return "date";
        if (type == typeof(DateTime)) return "datetime-local";
        if (type == typeof(int) || type == typeof(long)) return "number";
        return For.Metadata.DataTypeName switch { "EmailAddress" => "email", "Password" => "password", "MultilineText" => "textarea", "PhoneNumber" => "tel", "Url" => "url", _ => "text" };
    }

    private TagBuilder Input(string kind, string name, string id, ModelStateEntry? state)
    {
        var value = state?.AttemptedValue ?? Text(For.Model);
        TagBuilder input;
        switch (kind)
        {
            case "select":
                input = new TagBuilder("select");
                input.AddCssClass("form-select");
                if (Empty is not null) input.InnerHtml.AppendHtml(Option("", Empty, value.Length == 0));
                foreach (var option in Options ?? EnumOptions()) input.InnerHtml.AppendHtml(Option(option.Value ?? option.Text, option.Text, (option.Value ?? option.Text) == value));
                break;
            case "textarea":
                input = new TagBuilder("textarea");
                input.AddCssClass("form-control");
                input.Attributes["rows"] = Rows.ToString(CultureInfo.InvariantCulture);
                input.InnerHtml.Append("\n" + value);
                break;
            case "checkbox":
                input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
                input.Attributes["type"] = "checkbox";
                input.Attributes["value"] = "true";
                if (value.StartsWith("true", StringComparison.OrdinalIgnoreCase)) input.Attributes["checked"] = "checked";
                break;
            default:
                input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
                input.AddCssClass("form-control");
                input.Attributes["type"] = kind == "money" ? "text" : kind;
                if (kind == "money") input.Attributes["inputmode"] = "decimal";
                if (kind is not ("password" or "file")) input.Attributes["value"] = value;
                break;
        }

        input.Attributes["id"] = id;
        input.Attributes["name"] = name;
        return input;
    }

    private IEnumerable<SelectListItem> EnumOptions() => Enum.GetNames(For.Metadata.UnderlyingOrModelType).Select(n => new SelectListItem(words[n], n));

    private static string Text(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static TagBuilder Option(string value, string text, bool isSelected)
    {
        var option = Element("option", text);
        option.Attributes["value"] = value;
        if (isSelected) option.Attributes["selected"] = "selected";
        return option;
    }

    private static TagBuilder Element(string tag, string text, string? cssClass = null, string? id = null)
    {
        var element = new TagBuilder(tag);
        if (cssClass is not null) element.AddCssClass(cssClass);
        if (id is not null) element.Attributes["id"] = id;
        element.InnerHtml.Append(text);
        return element;
    }
}
