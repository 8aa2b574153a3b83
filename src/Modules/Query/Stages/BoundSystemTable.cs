using Talentys.Query.Statements;
using Talentys.Query.SystemTables;

namespace Talentys.Query.Stages;

/// <summary>Where a text names a system table.</summary>
/// <param name="Place">Where the name stands.</param>
/// <param name="Table">The table.</param>
/// <param name="In">The view whose query names it; null for the statement. It means what who asks may see there too, as in PostgreSQL.</param>
internal sealed record BoundSystemTable(SqlSpan Place, SystemTable Table, BoundView? In);
