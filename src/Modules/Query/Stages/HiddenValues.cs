using Talentys.Kernel;

namespace Talentys.Query.Stages;

/// <summary>
/// Keeps errors of the engine from quoting what policies hide. Where they hide nothing from the principal, errors are told as they
/// are. Otherwise only those that come before the first value is read: about names and types (its form was read before, by our own parser).
/// </summary>
internal static class HiddenValues
{
    private static readonly string[] BeforeValues = ["Binder error:", "Catalog error:", "Not implemented error:"];

    /// <summary>The failure as the principal may know it; the same one where nothing is to be kept.</summary>
    public static Exception Told(QueryInFlight query, Exception failure) =>
        query.IsGuarded && failure is FaultException { Faults: var faults } && faults.Any(Quotes)
            ? new FaultException([.. faults.Select(fault => Quotes(fault) ? Kept(fault) : fault)])
            : failure;

    private static bool Quotes(Fault fault) => fault.Code switch
    {
        "engine.sql_error" => !BeforeValues.Any(start => fault.Message.StartsWith(start, StringComparison.Ordinal)),
        "engine.view_error" or "engine.crashed" or "engine.out_of_memory" or "engine.disk_full" => true,
        _ => false,
    };

    // neither cause nor place: that one operation failed and not another tells of values too
    private static Fault Kept(Fault fault) => fault.Code switch
    {
        "engine.sql_error" => Fault.Invalid(
            "query.failed_on_value", "The statement failed on a value, and the access policies of its tables keep the engine from telling which.", null,
            "Use try_cast and conditions that cannot fail, or try it on other tables."),
        "engine.view_error" => Fault.Failed(
            "query.policy_unfit", "The access policies of these tables do not fit their columns, so they cannot be read.", null,
            "Tell whoever keeps the access policies."),
        "engine.out_of_memory" => fault with { Message = "The statement needed more memory than it may have.", Place = null },
        "engine.disk_full" => fault with { Message = "There is no room left to spill to.", Place = null },
        _ => fault with { Message = "The engine failed while the statement ran.", Place = null },
    };
}
