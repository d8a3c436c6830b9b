using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>The steps from an empty mail to the last look, as its screens show them.</summary>
public static class WritingWay
{
    public static Steps At(int step, Words words, long? id = null) => new(step,
    [
        new(words["Write and choose for whom"], $"/mail/{id}/edit"),
        new(words["Look and try out"], $"/mail/{id}/preview"),
        new(words["Check and send"]),
    ]);
}
