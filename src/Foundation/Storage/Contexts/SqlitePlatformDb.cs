using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

/// <summary>The context on SQLite: a type of its own because it has a migration stream of its own.</summary>
public sealed class SqlitePlatformDb(DbContextOptions<SqlitePlatformDb> options, IEnumerable<IStorageMapping> mappings)
    : PlatformDb(options, mappings);
