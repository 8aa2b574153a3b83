using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Sql;

/// <summary>What the server knows of a place of a text of SQL.</summary>
public sealed class SqlHelpClient(ApiClient api)
{
    /// <summary>What could stand there.</summary>
    public Task<SqlCompletions> CompleteAsync(SqlPlaceRequest place, CancellationToken cancellationToken) =>
        api.PostAsync<SqlCompletions>("api/v1/sql/complete", place, cancellationToken);

    /// <summary>What the name there is; null where nothing is known of it.</summary>
    public Task<SqlDescription?> DescribeAsync(SqlPlaceRequest place, CancellationToken cancellationToken) =>
        api.PostOrNoneAsync<SqlDescription>("api/v1/sql/describe", place, cancellationToken);

    /// <summary>The call that it is inside of; null outside of calls.</summary>
    public Task<SqlCallSignature?> CallAsync(SqlPlaceRequest place, CancellationToken cancellationToken) =>
        api.PostOrNoneAsync<SqlCallSignature>("api/v1/sql/signature", place, cancellationToken);
}
