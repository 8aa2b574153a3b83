using Microsoft.EntityFrameworkCore;

namespace Talentys.Storage;

/// <summary>A module's tables: its internal row types, mapped into the one context. Table names start with the module's name.</summary>
public interface IStorageMapping
{
    /// <summary>Maps the row types.</summary>
    void Map(ModelBuilder model);
}
