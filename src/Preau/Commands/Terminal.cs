using System.Text.Encodings.Web;
using System.Text.Json;

namespace Preau.Commands;

/// <summary>How a command speaks: its result on stdout, as a sentence or as JSON; progress and refusals on stderr.</summary>
public sealed class Terminal(bool json, TextWriter output, TextWriter progress)
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Progress(string sentence) => progress.WriteLine(sentence);

    /// <summary>The one result of a command: the object for scripts, the sentence for people.</summary>
    public int Done(object result, string sentence)
    {
        output.WriteLine(json ? JsonSerializer.Serialize(result, Plain) : sentence);
        return 0;
    }

    /// <summary>As <see cref="Done(object, string)"/>, where the result itself may say that something is wrong.</summary>
    public int Done(object result, string sentence, bool isWell)
    {
        Done(result, sentence);
        return isWell ? 0 : 1;
    }

    public int Refuse(string sentence, int code = 1)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(new { error = sentence }, Plain));
        progress.WriteLine(sentence);
        return code;
    }
}
