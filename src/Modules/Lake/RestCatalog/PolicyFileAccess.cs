using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;

namespace Talentys.Lake.RestCatalog;

/// <summary>Lets principals read the files of those tables alone of which they see every row and value.</summary>
internal sealed class PolicyFileAccess(VisibleTables visible) : ITableFileAccess
{
    public async ValueTask CheckAsync(Principal principal, Scope scope, TableName table, CancellationToken cancellationToken)
    {
        var access = await visible.OfAsync(principal, scope, cancellationToken);
        if (!VisibleTables.MaySee(principal, access, table))
        {
            throw RestFaults.NoTable(table);
        }

        if (!await visible.IsWholeAsync(access, scope, table, cancellationToken))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "lake.files_denied", $"An access policy hides part of {table} from you, so its files are not for you.", null,
                "Query the table through the platform, which shows what you may see."));
        }
    }
}
