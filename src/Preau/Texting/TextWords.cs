using Preau.Mail.Inbox;
using Preau.Mail.Pacing;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>What became of a text, and why one may not be sent, in words.</summary>
public sealed class TextWords(Words words)
{
    public const string Law = "law", Stopped = "stopped", Erased = "erased", Stranger = "stranger", Gone = "gone", Archived = "archived", RollOnly = "roll", OtherNumber = "number", BadNumber = "bad",
        Landline = "landline", Withdrawn = "withdrawn", LeftNumber = "left_number", Young = "young", NoConsent = "consent", Gateway = "gateway", Undelivered = "undelivered", Hours = "hours", Unwritten = "text", Away = "away", Elsewhere = "elsewhere", Changed = "changed", HeldOut = "held_out";

    /// <summary>Why not, as a sentence that says what to do where there is something to do.</summary>
    public string Why(string? reason) => reason switch
    {
        Law => words["The law lets no text leave now. Settings, The law, says which rule."],
        Stopped => words["This number answered STOP, or somebody who had it asked for no texts. Only its owner can open it again, by texting a keyword that signs up for texts."],
        Erased => words["Somebody with this number asked to be erased. It is not written to any more."],
        Stranger => words["Nobody is known with this number, and it has not written to you lately."],
        Gone => words["This person is no longer there."],
        Archived => words["This person is archived. Restore them first."],
        RollOnly => words["They are known from the electoral roll alone: may be visited and written to by post, nothing else."],
        OtherNumber => words["This number is not on their record any more."],
        BadNumber => words["This number is marked as wrong."],
        Landline => words["A landline gets no text messages."],
        Withdrawn => words["They asked for no text messages."],
        LeftNumber => words["Somebody else with this number asked for no text messages."],
        PerhapsLeft.Reason => words["Perhaps they asked for no more: somebody has to read what they wrote and decide."],
        Young => words["They are too young to be written to."],
        NoConsent => words["They have not agreed to text messages. Whoever writes to you may be answered for 30 days."],
        Hours => words["At this hour no text may ring at this number."],
        ContactPressure.Reason => words["They have had their share of messages for now."],
        Away => words["The gateway for texts takes nothing now. Nothing has left: try again in some minutes."],
        Changed => words["The text was changed in the meantime: load this page again, and read it before you send it."],
        Elsewhere => words["Another volunteer writes with this number now."],
        HeldOut => words["Another record of theirs is held out, to measure what the campaign does."],
        Unwritten => words["The text could not be written out for this person."],
        Undelivered => words["The network could not deliver it."],
        _ => words["The gateway did not take it."],
    };

    public string Of(TextState state) => state switch
    {
        TextState.Waiting => words["Waiting to leave"],
        TextState.Leaving => words["Leaving"],
        TextState.HandedOver => words["Handed to the gateway"],
        TextState.Delivered => words["Arrived on the phone"],
        TextState.Refused => words["Did not arrive"],
        TextState.Unknown => words["Not known: it may have arrived, so it is not sent again"],
        TextState.Received => words["Came in"],
    };

    /// <summary>Whether somebody should look at it.</summary>
    public static bool IsTrouble(TextState state) => state is TextState.Refused or TextState.Unknown;
}
