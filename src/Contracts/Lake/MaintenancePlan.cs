namespace Talentys.Contracts;

/// <summary>What upkeep would do to a table.</summary>
/// <param name="Schema">Schema.</param>
/// <param name="Name">Name.</param>
/// <param name="Steps">Each kind of upkeep, in the order in which they run.</param>
public sealed record MaintenancePlan(string Schema, string Name, IReadOnlyList<MaintenanceStep> Steps);

/// <summary>One kind of upkeep.</summary>
/// <param name="Action">compact (small files are written together), manifests (lists of files are), expire (old versions go), orphans (files that no version has go).</param>
/// <param name="Due">Whether there is anything to do.</param>
/// <param name="Removes">Files that go, or are written anew; with expire those that only old versions have.</param>
/// <param name="Makes">Files that come in their place.</param>
/// <param name="Versions">Versions that go.</param>
/// <param name="Bytes">Bytes that are written anew or freed.</param>
public sealed record MaintenanceStep(string Action, bool Due, long Removes, long Makes, long Versions, long Bytes);

/// <summary>Asks for upkeep of tables.</summary>
/// <param name="Tables">Tables as <c>schema.name</c>; empty for all of the environment.</param>
/// <param name="Actions">Which kinds; empty for all.</param>
/// <param name="KeepForSeconds">Versions up to this age stay; the table's rule when left out.</param>
/// <param name="KeepVersions">So many versions stay whatever their age; the table's rule when left out.</param>
/// <param name="OrphansAfterSeconds">Files that no version has go when they are older; not less than an hour.</param>
public sealed record MaintenanceRequest(
    IReadOnlyList<string>? Tables = null,
    IReadOnlyList<string>? Actions = null,
    long? KeepForSeconds = null,
    int? KeepVersions = null,
    long? OrphansAfterSeconds = null);
