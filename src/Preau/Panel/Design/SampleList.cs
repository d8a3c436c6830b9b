namespace Preau.Panel.Design;

/// <summary>A list in one of its states. The key keeps names apart where one page shows several.</summary>
public sealed record SampleList(string Key, string Label, IReadOnlyList<SamplePerson> People, Pager Pager, bool IsChosen = false);
