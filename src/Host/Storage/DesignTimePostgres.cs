using Microsoft.EntityFrameworkCore.Design;
using Talentys.Storage;

namespace Talentys.Host.Storage;

/// <summary>Makes the PostgreSQL context for <c>dotnet ef migrations add NAME --context PostgresPlatformDb -o Migrations/Postgres</c>; it never connects.</summary>
internal sealed class DesignTimePostgres : IDesignTimeDbContextFactory<PostgresPlatformDb>
{
    public PostgresPlatformDb CreateDbContext(string[] args) => (PostgresPlatformDb)DesignTimeDb.Create(
        new StorageOptions { Provider = StorageProvider.Postgres, ConnectionString = "Host=localhost;Database=design" }, DesignTimeMappings.All());
}
