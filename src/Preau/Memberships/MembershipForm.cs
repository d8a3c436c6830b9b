using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>How a membership stands as somebody says it; the days it ran out by follow by themselves.</summary>
public enum SaidState
{
    Runs,
    Suspended,
    Cancelled,
}

public sealed class MembershipForm
{
    [Required, Display(Name = "Member of")]
    public long? TypeId { get; set; }

    [Required, Display(Name = "First day")]
    public DateOnly? StartedOn { get; set; }

    [Display(Name = "Last day")]
    public DateOnly? ExpiresOn { get; set; }

    [EnumDataType(typeof(SaidState)), Display(Name = "How it stands")]
    public SaidState State { get; set; }

    [StringLength(200), Display(Name = "Reason")]
    public string? Reason { get; set; }

    public void Check(ModelStateDictionary state, DateOnly today, Words words)
    {
        if (StartedOn > today) state.AddModelError("Form.StartedOn", words["This day is still to come."]);
        else if (StartedOn is { Year: < 1900 }) state.AddModelError("Form.StartedOn", words["Write a day that can be."]);
        if (ExpiresOn < StartedOn) state.AddModelError("Form.ExpiresOn", words["It would end before it began."]);
        else if (ExpiresOn > today.AddYears(100)) state.AddModelError("Form.ExpiresOn", words["Write a day that can be."]);
        if (State != SaidState.Runs && string.IsNullOrWhiteSpace(Reason)) state.AddModelError("Form.Reason", words["Say why."]);
    }

    public void CopyTo(PersonMembership membership, DateOnly today, DateTimeOffset now)
    {
        (membership.StartedOn, membership.ExpiresOn, membership.Reason) = (StartedOn ?? today, ExpiresOn, Reason?.Trim() ?? "");
        membership.CancelledOn = State == SaidState.Cancelled ? membership.CancelledOn ?? today : null;
        membership.SuspendedOn = State == SaidState.Suspended ? membership.SuspendedOn ?? today : null;
        membership.ChangedAt = now;
    }

    public static MembershipForm Of(PersonMembership membership) => new()
    {
        TypeId = membership.MembershipTypeId, StartedOn = membership.StartedOn, ExpiresOn = membership.ExpiresOn, Reason = membership.Reason,
        State = membership.CancelledOn is not null ? SaidState.Cancelled : membership.SuspendedOn is not null ? SaidState.Suspended : SaidState.Runs,
    };
}
