using Talentys.DuckDb.Public;

namespace Talentys.Query.Engines;

/// <summary>Finds the engine that runs an organisation's statements: in this process for the command line, in a child under <c>serve</c>.</summary>
internal interface IQueryEngines
{
    /// <summary>The engine of an organisation.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="folders">Folders of the tables of the statement, which it must be let into.</param>
    IEngine For(string organisation, IReadOnlyList<string> folders);

    /// <summary>Child processes that live now.</summary>
    int Processes { get; }
}
