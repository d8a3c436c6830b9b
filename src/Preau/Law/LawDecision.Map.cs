using Microsoft.EntityFrameworkCore;
using Preau.Law;

namespace Preau;

public sealed partial class Database
{
    public DbSet<LawDecision> LawDecisions => Set<LawDecision>();
}
