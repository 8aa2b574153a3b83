using Talentys.Kernel;

namespace Talentys.Lake.RestCatalog;

/// <summary>Faults of the REST catalog; what clients of Iceberg call them stands in <see cref="IcebergFaultShape"/>.</summary>
internal static class RestFaults
{
    public const string RequestInvalid = "lake.request_invalid";
    public const string WarehouseUnknown = "lake.warehouse_unknown";
    public const string SchemaUnknown = "lake.schema_unknown";
    public const string SchemaExists = "lake.schema_exists";
    public const string SchemaNotEmpty = "lake.schema_not_empty";
    public const string TableExists = "lake.table_exists";
    public const string ViewUnknown = "lake.view_unknown";
    public const string RequirementFailed = "lake.requirement_failed";
    public const string CommitUnknown = "lake.commit_unknown";
    public const string KeysContradict = "lake.keys_contradict";
    public const string ReadOnly = "lake.table_read_only";
    public const string NotSupported = "lake.not_supported";
    public const string LocationRefused = "lake.location_refused";
    public const string FormatRefused = "lake.format_refused";

    /// <summary>The request is not what the document asks for.</summary>
    public static FaultException Invalid(string message, string? place = null, string? mend = null) =>
        new(Fault.Invalid(RequestInvalid, message, place, mend));

    /// <summary>There is no such schema.</summary>
    public static FaultException NoSchema(string schema) =>
        new(Fault.NotFound(SchemaUnknown, $"Namespace does not exist: {schema}", "List the namespaces, or create it."));

    /// <summary>The schema is there already.</summary>
    public static FaultException HasSchema(string schema) =>
        new(new Fault(FaultKind.Conflict, SchemaExists, $"Namespace already exists: {schema}"));

    /// <summary>There is no such table.</summary>
    public static FaultException NoTable(TableName name) =>
        new(Fault.NotFound("lake.table_unknown", $"Table does not exist: {name}", "List the tables of the namespace."));

    /// <summary>The table is there already.</summary>
    public static FaultException HasTable(TableName name) =>
        new(new Fault(FaultKind.Conflict, TableExists, $"Table already exists: {name}"));

    /// <summary>A requirement of a commit does not hold.</summary>
    public static FaultException Requirement(string message) => new(new Fault(
        FaultKind.Conflict, RequirementFailed, $"Requirement failed: {message}", null, "Load the table again and repeat the change on top of it."));

    /// <summary>The table is another engine's.</summary>
    public static FaultException Foreign(TableName name) => new(new Fault(
        FaultKind.Denied, ReadOnly, $"Table {name} belongs to another engine and is only read here.", null,
        "Change it with the engine that wrote it."));

    /// <summary>Nobody knows whether a commit was published.</summary>
    public static FaultException Unknown(Exception cause) => new(
        new Fault(
            FaultKind.Unavailable, CommitUnknown, "Whether the commit was published is not known: the metadata database did not answer.", null,
            "Load the table again and look for the snapshot before trying again."),
        cause);

    /// <summary>What the catalog does not do.</summary>
    public static FaultException Unsupported(string what) => new(Fault.Invalid(
        NotSupported, $"{what} not supported by this catalog.", null, "See `endpoints` of /iceberg/v1/config for what is."));

    /// <summary>A place where no table of this client may be.</summary>
    public static FaultException Location(string message, string location, string mend) =>
        new(Fault.Invalid(LocationRefused, message, location, mend));
}
