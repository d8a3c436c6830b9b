namespace Preau.Liquid;

/// <summary>Text that is already HTML and was cleaned: written as it is. Every other text is escaped where it is written.</summary>
/// <param name="Text">Markup.</param>
public sealed record Html(string Text)
{
    public override string ToString() => Text;
}
