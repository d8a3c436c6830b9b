namespace Preau.People.Listing;

/// <summary>People that another feature keeps track of and a list can be narrowed to: <c>/people?set=unwritten</c>.</summary>
/// <param name="Label">What the list is narrowed to, to translate.</param>
/// <param name="Of">Their numbers, found by an index.</param>
public sealed record PeopleSet(string Name, string Label, Func<Database, IQueryable<long>> Of);
