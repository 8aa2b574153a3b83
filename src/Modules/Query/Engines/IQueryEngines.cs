using Talentys.DuckDb.Public;

namespace Talentys.Query.Engines;

/// <summary>Finds the engine that runs an organisation's statements: in this process for the command line, in a child under <c>serve</c>.</summary>
internal interface IQueryEngines
{
    IEngine For(string organisation);

    /// <summary>Child processes that live now.</summary>
    int Processes { get; }
}
