using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Preau.Panel;

/// <summary>
/// What a form checks between its fields is asked also where a field alone is wrong. The framework asks only once all fields are right,
/// so that somebody would mend one thing and then hear of the next.
/// </summary>
public sealed class AllThatIsWrong : IPageFilter
{
    /// <summary>After the permission is checked.</summary>
    public const int Order = 1;

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.ModelState.IsValid) return;
        foreach (var property in context.HandlerInstance.GetType().GetProperties().Where(p => p.PropertyType.IsAssignableTo(typeof(IValidatableObject))))
        {
            if (property.GetCustomAttribute<BindPropertyAttribute>() is not { } bound || property.GetValue(context.HandlerInstance) is not IValidatableObject form) continue;
            var prefix = bound.Name ?? property.Name;
            foreach (var problem in form.Validate(new ValidationContext(form, context.HttpContext.RequestServices, null)))
            {
                foreach (var field in problem.MemberNames.DefaultIfEmpty(""))
                {
                    // What a field has heard already stands first.
                    var key = prefix.Length > 0 && field.Length > 0 ? $"{prefix}.{field}" : prefix + field;
                    if (context.ModelState.GetFieldValidationState(key) != Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid) context.ModelState.AddModelError(key, problem.ErrorMessage ?? "");
                }
            }
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
