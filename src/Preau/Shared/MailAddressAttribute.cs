using System.ComponentModel.DataAnnotations;

namespace Preau.Shared;

/// <summary>Asks of a field of a form that it is empty or an <see cref="EmailAddress"/>; the framework’s own rule asks for an «@» somewhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailAddressAttribute() : DataTypeAttribute(DataType.EmailAddress)
{
    public override bool IsValid(object? value) => value is null or "" || (value is string text && EmailAddress.TryParse(text, out _));
}
