using Preau.Law.Rules;
using Preau.Law.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Preau.Law;

/// <summary>One pack as written, before it is stacked on those that it extends.</summary>
public sealed record PackFile(string Name, string Version, DateOnly LastVerified, IReadOnlyList<string> Extends, IReadOnlyList<Rule> Rules)
{
    /// <summary>Reads a pack, or throws <see cref="PackException"/>: a pack is in force whole or not at all.</summary>
    public static PackFile Read(string file, string yaml)
    {
        var map = new YamlMap(file, Root(file, yaml));
        var pack = new PackFile(
            map.Text("pack"),
            map.Text("version"),
            map.Date("last_verified") ?? throw map.Wrong("'last_verified' is missing"),
            map.Texts("extends"),
            [.. map.Maps("rules").Select(ReadRule)]);
        map.Done();
        foreach (var twice in pack.Rules.GroupBy(r => (r.Id, r.Header.From)).Where(g => g.Skip(1).Any()))
        {
            throw map.Wrong($"{twice.Key.Id} stands twice with the same first day of validity");
        }
        return pack;
    }

    private static YamlMappingNode Root(string file, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
                ? root
                : throw new PackException(file, 1, 1, "a pack is one mapping");
        }
        catch (YamlException broken)
        {
            throw new PackException(file, broken.Start.Line, broken.Start.Column, broken.Message);
        }
    }

    private static Rule ReadRule(YamlMap map)
    {
        var kind = map.Text("kind");
        if (!RuleKinds.All.TryGetValue(kind, out var read))
        {
            throw map.Wrong($"there is no rule kind '{kind}'");
        }
        var rule = read(ReadHeader(map, kind), map);
        map.Done();
        return rule;
    }

    private static RuleHeader ReadHeader(YamlMap map, string kind)
    {
        var valid = map.Map("valid");
        var source = map.Map("source");
        var header = new RuleHeader
        {
            Id = map.Text("id"),
            Kind = kind,
            OnBreach = map.OptionalWord<Outcome>("on_breach") ?? Outcome.Block,
            Message = map.Has("message") ? map.WordsOf("message") : throw map.Wrong("'message' is missing"),
            From = valid.Date("from") ?? throw valid.Wrong("'from' is missing"),
            To = valid.Date("to"),
            Source = source.Text("ref"),
            SourceUrl = source.OptionalText("url"),
            Confidence = map.Word<Confidence>("confidence"),
            AppliesIf = map.OptionalMap("applies_if") is { } only ? Condition.Read(only) : null,
            Unless = map.OptionalMap("unless") is { } except ? Condition.Read(except) : null,
            Tests = [.. map.Maps("tests").Select(ReadTest)],
        };
        valid.Done();
        source.Done();
        return header;
    }

    private static PackTest ReadTest(YamlMap map)
    {
        var test = new PackTest(map.Map("given").Scalars(), map.Word<Outcome>("expect"), map.Line);
        map.Done();
        return test;
    }
}
