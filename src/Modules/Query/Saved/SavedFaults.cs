using Talentys.Kernel;

namespace Talentys.Query.Saved;

/// <summary>Failures of saved queries.</summary>
internal static class SavedFaults
{
    /// <summary>Missing, of another environment, or of somebody who does not share it.</summary>
    public static readonly Fault Unknown = Fault.NotFound("query.saved_unknown", "There is no such saved query.", "It may have been deleted: list them again.");

    public static readonly Fault Precondition = Fault.Invalid(
        "query.saved_precondition", "It is not said what the saved query is taken to be now.", "If-Match", "Send If-Match with the version that was read, or *.");

    public static readonly Fault Changed = new(
        FaultKind.Conflict, "query.saved_changed", "The saved query was changed meanwhile.", "If-Match", "Load it again and make the change there.");

    public static readonly Fault NotYours = new(
        FaultKind.Denied, "query.saved_denied", "The saved query is somebody else's.", null, "Save a copy of your own. Its owner and administrators may change it.");

    public static readonly Fault TooMany = new(
        FaultKind.Limit, "query.saved_too_many", $"You have {SavedQueries.MostOfOne:N0} saved queries.", null, "Delete some that you do not need any more.");

    public static Fault NameTaken(string name) => new(
        FaultKind.Conflict, "query.saved_exists", $"You have a saved query {name} already.", "name", "Choose another name, or change the one that is there.");
}
