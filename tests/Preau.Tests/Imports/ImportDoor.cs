using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Tests.Imports;

/// <summary>Files through the panel, step by step as somebody takes them.</summary>
internal static class ImportDoor
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What the page of the columns asks of every file: where it comes from, and by what right.</summary>
    public static readonly Dictionary<string, string> Answers = new(StringComparer.Ordinal)
    {
        ["Answers.Kind"] = "PaperForms", ["Answers.Origin"] = "Stall of 14 March", ["Answers.Basis"] = "Consent", ["Answers.ObtainedOn"] = "2026-03-14",
    };

    public static Dictionary<string, string> With(params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(Answers, StringComparer.Ordinal);
        foreach (var (name, value) in more) all[name] = value;
        return all;
    }

    /// <summary>Uploads a file; the page that asks what each column is.</summary>
    public static async Task<Page> Upload(this TestNation nation, byte[] csv, string name = "people.csv") => await (await nation.Panel.Upload("/imports/new", "File", name, csv)).Follow();

    public static Task<Page> Upload(this TestNation nation, string csv) => nation.Upload(Encoding.UTF8.GetBytes(csv));

    /// <summary>Uploads, takes the guesses, and asks for the import to begin; the job is not run yet.</summary>
    public static async Task<long> Begin(this TestNation nation, byte[] csv)
    {
        var columns = await nation.Upload(csv);
        var trial = await (await nation.Panel.Submit(columns.Path, Answers, action: "columns")).Follow();
        // A long file is tried in the background first.
        await nation.RunJobs();
        await nation.Panel.Submit(trial.Path, new { });
        return await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
    }

    public static Task<long> Begin(this TestNation nation, string csv) => nation.Begin(Encoding.UTF8.GetBytes(csv));

    public static async Task<long> BringIn(this TestNation nation, string csv)
    {
        var id = await nation.Begin(csv);
        await nation.RunJobs();
        return id;
    }

    /// <summary>What each column becomes as the page guessed it, and people found by these keys.</summary>
    public static async Task<Import> BringInBy(this TestNation nation, byte[] csv, params string[] match)
    {
        var columns = await nation.Upload(csv, "nationbuilder-people-export.csv");
        return await nation.Import(await nation.Take(columns, match, columns.Document.QuerySelectorAll("tr").Where(r => r.QuerySelector("input[name=headers]") is not null)
            .Select(r => (r.QuerySelector("input[name=headers]")!.GetAttribute("value")!, ((AngleSharp.Html.Dom.IHtmlSelectElement)r.QuerySelector("select[name=targets]")!).Value ?? ""))));
    }

    /// <summary>The columns are what the test says, in their order, and people are found by these keys, or by the usual ones.</summary>
    public static async Task<long> BringInAs(this TestNation nation, string csv, string[] targets, params string[] match) =>
        await nation.Take(await nation.Upload(csv), match, csv[..csv.IndexOf('\n', StringComparison.Ordinal)].Split(',').Zip(targets));

    private static async Task<long> Take(this TestNation nation, Page columns, string[] match, IEnumerable<(string Header, string Target)> chosen)
    {
        var token = columns.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var trial = await (await nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, columns.Path)
        {
            Content = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", token), .. Answers, .. match.Select(m => new KeyValuePair<string, string>("match", m)),
                .. chosen.SelectMany(c => new KeyValuePair<string, string>[] { new("headers", c.Header), new("targets", c.Target), new("yields", "") }),
            ]),
        })).Follow();
        // A long file is tried in the background first.
        await nation.RunJobs();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        return await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
    }

    public static async Task<Import> Undo(this TestNation nation, long id)
    {
        await nation.Panel.Submit($"/imports/{id}", new { }, action: "undoing");
        await nation.RunJobs();
        return await nation.Import(id);
    }

    public static Task<Import> Import(this TestNation nation, long id) => nation.Db.Imports.AsNoTracking().SingleAsync(i => i.Id == id, Ct);

    /// <summary>Many people who differ in name and mail.</summary>
    public static string People(int count, string domain = "example.org")
    {
        var csv = new StringBuilder("nom,email\n");
        for (var i = 0; i < count; i++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"Nom{i},p{i}@{domain}\n");
        return csv.ToString();
    }
}
