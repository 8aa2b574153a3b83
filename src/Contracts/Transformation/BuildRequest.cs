namespace Talentys.Contracts;

/// <summary>What of the dbt project in the server's folder is built, and how.</summary>
/// <param name="Command"><c>build</c>, <c>run</c>, <c>seed</c>, <c>snapshot</c>, <c>test</c>, <c>compile</c>, <c>show</c>, <c>run-operation</c>, or <c>retry</c>: what of the last one failed or was not reached, as it was asked for.</param>
/// <param name="Select">dbt's specifications of nodes; none for all.</param>
/// <param name="Exclude">The same of what is left out.</param>
/// <param name="ResourceTypes">Only nodes of these types.</param>
/// <param name="IndirectSelection">Which tests come along: eager, cautious, buildable or empty.</param>
/// <param name="Vars">Variables as YAML.</param>
/// <param name="Target">Target of the profile.</param>
/// <param name="Profile">Profile.</param>
/// <param name="FullRefresh">Incremental models are made anew.</param>
/// <param name="FailFast">The first failure ends it.</param>
/// <param name="StoreFailures">Rows that fail a test are kept in a table.</param>
/// <param name="ProfilesFolder">Folder of profiles.yml; a server takes one within the project.</param>
/// <param name="Selector">A selector of selectors.yml instead of specifications.</param>
/// <param name="State">Folder with the manifest of an earlier state; a server takes one within the project.</param>
/// <param name="DeferState">The same for deferring alone.</param>
/// <param name="Defer">What is not built and not there is read from the tables of that state.</param>
/// <param name="FavorState">Those tables are read even where the target has its own.</param>
/// <param name="Macro">Of run-operation the macro.</param>
/// <param name="Args">Its arguments as YAML.</param>
/// <param name="Inline">Of show and compile a text in place of nodes.</param>
/// <param name="Threads">At most so many nodes at once; null for what the profile says, or 4.</param>
/// <param name="SkipsAnalysis">Columns are not looked at before anything runs.</param>
/// <param name="EventTimeStart">Models in batches of time: from then on.</param>
/// <param name="EventTimeEnd">Models in batches of time: until then.</param>
/// <param name="StartedAt">When it was first begun: batches of time end there, at a retry too.</param>
public sealed record BuildRequest(
    string Command,
    IReadOnlyList<string>? Select = null,
    IReadOnlyList<string>? Exclude = null,
    IReadOnlyList<string>? ResourceTypes = null,
    string? IndirectSelection = null,
    string? Vars = null,
    string? Target = null,
    string? Profile = null,
    bool FullRefresh = false,
    bool FailFast = false,
    bool StoreFailures = false,
    string? ProfilesFolder = null,
    string? Selector = null,
    string? State = null,
    string? DeferState = null,
    bool Defer = false,
    bool FavorState = false,
    string? Macro = null,
    string? Args = null,
    string? Inline = null,
    int? Threads = null,
    bool SkipsAnalysis = false,
    string? EventTimeStart = null,
    string? EventTimeEnd = null,
    DateTimeOffset? StartedAt = null);
