using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.RestCatalog;

/// <summary>Files of tables are for everybody who sees the table: there are no policies.</summary>
internal sealed class OpenFileAccess : ITableFileAccess
{
    /// <inheritdoc/>
    public ValueTask CheckAsync(Principal principal, Scope scope, TableName table, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
