namespace Preau.Site.Editing;

/// <summary>What another feature shows beside the editor of its kind of page: signatures, what a form does.</summary>
public interface IPagePanel
{
    PageKind Kind { get; }

    /// <summary>The view component's name; it is given the page.</summary>
    string Component { get; }
}
