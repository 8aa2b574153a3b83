namespace Talentys.Contracts;

/// <summary>The SQL of a node as it would run now.</summary>
/// <param name="UniqueId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ResourceType">model, seed, snapshot, test, analysis; sql_operation for a text that was given.</param>
/// <param name="Sql">The SQL that gives its rows; of a seed its table's.</param>
public sealed record CompiledNodeDto(string UniqueId, string Name, string ResourceType, string Sql);
