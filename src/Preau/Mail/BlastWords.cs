using Preau.Electors;
using Preau.Mail.Automatic;
using Preau.Mail.Pacing;
using Preau.Mail.Returns;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>The words for what is stored of mails, in the user's language.</summary>
public sealed class BlastWords(Words words)
{
    public string Of(BlastState state) => state switch
    {
        BlastState.Draft => words["Draft"],
        BlastState.Scheduled => words["Waits for its hour"],
        BlastState.Sending => words["Leaving now"],
        BlastState.Paused => words["Paused"],
        BlastState.Sent => words["Sent"],
        BlastState.Cancelled => words["Stopped for good"],
    };

    public static string Tone(BlastState state) => state switch
    {
        BlastState.Draft => "",
        BlastState.Scheduled => "info",
        BlastState.Sending => "info",
        BlastState.Paused => "caution",
        BlastState.Sent => "good",
        BlastState.Cancelled => "accent",
    };

    public string Of(DeliveryState state) => state switch
    {
        DeliveryState.Waiting or DeliveryState.Leased => words["Waiting"],
        DeliveryState.Sent => words["Handed over"],
        DeliveryState.Refused => words["Did not arrive"],
        DeliveryState.Skipped => words["Left out"],
        DeliveryState.Unknown => words["Not known"],
        DeliveryState.Cancelled => words["Stopped before"],
        DeliveryState.HeldOut => words["Held out"],
    };

    public static string Tone(DeliveryState state) => state switch
    {
        DeliveryState.Waiting or DeliveryState.Leased => "info",
        DeliveryState.Sent => "good",
        DeliveryState.Refused => "accent",
        DeliveryState.Skipped => "",
        DeliveryState.Unknown => "caution",
        DeliveryState.Cancelled or DeliveryState.HeldOut => "",
    };

    public static string Of(LeaveReason reason, Words words) => reason switch
    {
        LeaveReason.TooOften => words["Too many messages"],
        LeaveReason.NotForMe => words["What you write does not concern me"],
        LeaveReason.NeverAsked => words["I never asked for this"],
        LeaveReason.AnotherAddress => words["I read you at another address"],
        LeaveReason.Other => words["Another reason"],
    };

    /// <summary>Why a mail came to its end, in a sentence; what the relay said is quoted as it is.</summary>
    public string? Why(DeliveryState state, string? answer) => state switch
    {
        DeliveryState.Skipped => Skipped(answer),
        DeliveryState.Unknown => words["Handed over, but the connection broke before an answer came."],
        DeliveryState.Refused => answer switch { "undelivered" => words["The network could not deliver it."], Returns.AskUnknownHandler.NotTaken or Preau.Settings.RelayTrouble.NoUtf8 => words[answer], _ => answer },
        DeliveryState.Waiting or DeliveryState.Leased => answer is null ? null : answer == "hours" ? words["It is night where this number is: it waits for the morning there."] : words["Tried, and will be tried again: {0}", answer],
        DeliveryState.HeldOut => words["Left out on purpose, by lot, to measure what it does."],
        DeliveryState.Sent or DeliveryState.Cancelled => null,
    };

    /// <summary>Why a mail came back, with what the other side said.</summary>
    public string? Why(BounceKind? bounce, string? answer) => bounce is not { } kind ? null : string.IsNullOrEmpty(answer) ? Of(kind) : $"{Of(kind)} {answer}";

    public string Of(BounceKind kind) => kind switch
    {
        BounceKind.Hard => words["Nobody is at this address."],
        BounceKind.Soft => words["The mailbox was full or not reached in time."],
        BounceKind.Block => words["A filter of the other side held it off; the address may be fine."],
        BounceKind.Policy => words["It was not as the other side asks; the address may be fine."],
    };

    public string Of(BlastPriority priority) => priority switch
    {
        BlastPriority.High => words["Before all others"],
        BlastPriority.Normal => words["As usual"],
        BlastPriority.Low => words["When nothing else leaves"],
    };

    public string What(BlastPriority priority) => priority switch
    {
        BlastPriority.High => words["The others wait until it has left. It also goes to those who have had their share of messages: keep it for what cannot wait."],
        BlastPriority.Normal => words["It leaves beside the others, and not to those who have had their share of messages."],
        BlastPriority.Low => words["It leaves when no other message of the campaign is on its way, and waits as soon as one is."],
    };

    public string Language(string language) => Language(language, words);

    public static string Language(string language, Words words) => language == "fr" ? words["French"] : words["English"];

    private string? Skipped(string? answer) => answer switch
    {
        "consent" => words["No longer agrees to get it."],
        "suppressed" => words["The address must not be written to any more."],
        "left" => words["Somebody left the list at this address."],
        Inbox.PerhapsLeft.Reason => words["Perhaps they asked for no more: somebody has to read what they wrote and decide."],
        Texting.TextWords.LeftNumber => words["Somebody else with this number asked for no text messages."],
        "archived" => words["Was archived meanwhile."],
        "number" => words["Has no mobile number that works any more."],
        "stopped" => words["The number answered STOP, or must not be written to any more."],
        "address" => words["Has no address that works any more."],
        "same" => words["Somebody else with the same address or number gets it."],
        ContactPressure.Reason => words["They have had their share of messages for now."],
        "held_out" => words["Somebody else with the same address or number is held out, to measure."],
        "erased" => words["Asked to be erased meanwhile."],
        QuietPeople.Reason => words["Votes where the silence before the vote had begun, or nobody knows where they vote."],
        "young" => words["Is younger than the law allows."],
        GiftsBehind.Gone => words["The gift went back meanwhile."],
        "text" => words["The text could not be written out for this person."],
        _ => answer,
    };
}
