using Talentys.DuckDb.Public;

namespace Talentys.Query.Engines;

/// <summary>Finds the engine that runs an organisation's statements: in this process for the command line, in children under <c>serve</c>.</summary>
internal interface IQueryEngines
{
    /// <summary>Each lane has an engine of its own.</summary>
    bool AreApart { get; }

    /// <summary>Child processes that live now.</summary>
    int Processes { get; }

    /// <summary>How often one was ended by force for what its statements did.</summary>
    long Kills { get; }

    /// <summary>Statements in them, those that were left and have not stopped yet among them.</summary>
    int Statements { get; }

    /// <summary>Bytes that they have written for want of memory.</summary>
    long SpillBytes { get; }

    /// <summary>The engine of an organisation.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="folders">Folders of the tables of the statement, which it must be let into.</param>
    IEngine For(string organisation, Lane lane, IReadOnlyList<string> folders);
}
