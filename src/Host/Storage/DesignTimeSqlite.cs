using Microsoft.EntityFrameworkCore.Design;
using Talentys.Storage;

namespace Talentys.Host.Storage;

/// <summary>Makes the SQLite context for <c>dotnet ef migrations add NAME --context SqlitePlatformDb -o Migrations/Sqlite</c>.</summary>
internal sealed class DesignTimeSqlite : IDesignTimeDbContextFactory<SqlitePlatformDb>
{
    public SqlitePlatformDb CreateDbContext(string[] args) => (SqlitePlatformDb)DesignTimeDb.Create(
        new StorageOptions { Provider = StorageProvider.Sqlite, ConnectionString = "Data Source=:memory:" }, DesignTimeMappings.All());
}
