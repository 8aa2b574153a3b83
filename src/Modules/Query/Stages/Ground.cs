using Talentys.Kernel;

namespace Talentys.Query.Stages;

/// <summary>Where a name is looked for, and with whose rights.</summary>
/// <param name="Scope">The environment of the statement, or another one that the name tells.</param>
/// <param name="Principal">Whose rights hold there: who asks, or who made the view that has the name.</param>
/// <param name="Access">What they may see there.</param>
/// <param name="Asker">What who asks may see there.</param>
internal sealed record Ground(Scope Scope, Principal Principal, IAccess Access, IAccess Asker);
