using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Preau.Shared;

namespace Preau.Panel;

/// <summary>Gives validation attributes that say nothing of their own our sentences, so that they are translated like all others.</summary>
public sealed class ValidationWords : IValidationMetadataProvider
{
    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var rule in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>().Where(SaysNothing))
        {
            rule.ErrorMessage = rule switch
            {
                RequiredAttribute => "Fill in “{0}”.",
                StringLengthAttribute { MinimumLength: > 0 } => "“{0}” needs {2} to {1} characters.",
                StringLengthAttribute => "“{0}” can have {1} characters at most.",
                RangeAttribute => "“{0}” must be between {1:N0} and {2:N0}.",
                MailAddressAttribute => "“{0}” is not a mail address.",
                UrlAttribute => "“{0}” is not a web address that begins with https://.",
                CompareAttribute => "“{0}” and “{1}” differ.",
                _ => "“{0}” is not valid.",
            };
        }
    }

    // Attributes of a kind of text bring an English sentence of their own, which reads as if somebody had written it there.
    private static bool SaysNothing(ValidationAttribute rule) => rule.ErrorMessageResourceName is null && (rule.ErrorMessage is null || rule.ErrorMessage == rule switch
    {
        UrlAttribute => new UrlAttribute().ErrorMessage,
        _ => null,
    });
}
