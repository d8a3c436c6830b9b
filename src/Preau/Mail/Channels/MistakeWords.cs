using Preau.Liquid;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>A mistake in a blast's Liquid, and where it stands.</summary>
public sealed class MistakeWords(Words words)
{
    public string Of(LiquidProblem problem)
    {
        var where = problem.File switch
        {
            MailTemplate.SubjectFile => words["In the subject"],
            MailTemplate.PreheaderFile => words["In the preview line"],
            _ => words["In the text"],
        };
        return words["{0}: {1}", where, words[problem.Sentence, problem.About, problem.Piece]];
    }
}
