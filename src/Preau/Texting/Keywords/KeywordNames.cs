using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>Keywords that people came by or agreed by; those too that have been removed since.</summary>
public sealed class KeywordNames(Database db, Words words) : ISourceNames
{
    public string Kind => "keyword";

    public async Task<string?> NameOf(long id, CancellationToken ct) =>
        await db.TextKeywords.IgnoreQueryFilters([KeywordsMap.RemovedFilter]).Where(k => k.Id == id).Select(k => k.Word).SingleOrDefaultAsync(ct) is { } word ? words["Keyword “{0}” by text", word] : null;
}
