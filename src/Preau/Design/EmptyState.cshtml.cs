using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.Design;

[Needs(Permission.Enter)]
public sealed class EmptyStatePage : PageModel;
