using System.ComponentModel.DataAnnotations;

namespace Preau.Lists;

public sealed class ListForm
{
    [Required, StringLength(SaveList.MaxLength), Display(Name = "Name")]
    public string Name { get; set; } = "";

    [StringLength(500), Display(Name = "What it is for")]
    public string? Description { get; set; }
}
