using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Choices;

/// <summary>«import:3» by its file, where that came from and by what right: what somebody is told who asks where a value of theirs comes from.</summary>
public sealed class ImportNames(Database db, Words words) : ISourceNames
{
    public string Kind => "import";

    public async Task<string?> NameOf(long id, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return null;
        var file = words["File {0}", import.FileName];
        return ChoiceWords.Story(import, words) is { } story ? $"{file} · {story}" : file;
    }
}
