using Talentys.DuckDb.Public;

namespace Talentys.Query.Engines;

/// <summary>One engine in this process for the command line's work; a pool of children, one for each organisation, under <c>serve</c>.</summary>
internal sealed class QueryEngines : IQueryEngines
{
    public IEngine For(string organisation) => throw new NotImplementedException();
}
