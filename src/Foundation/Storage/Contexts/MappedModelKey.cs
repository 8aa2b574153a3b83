using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Talentys.Storage.Contexts;

/// <summary>One cached model for each set of mappings: EF Core alone would keep one for each context type.</summary>
internal sealed class MappedModelKey : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as PlatformDb)?.ModelKey, designTime);
}
