using Talentys.Kernel;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>
/// Refuses statements that change what is not granted to who asks, by name alone, so that it does not matter whether it is there.
/// Whether a policy hides a part of a table is asked when the table is opened.
/// </summary>
internal static class WriteRights
{
    /// <summary>Refuses what is not granted.</summary>
    /// <exception cref="FaultException"><c>query.write_denied</c>.</exception>
    public static void Demand(QueryInFlight query, SplitStatement statement)
    {
        if (query.Access.IsOpen)
        {
            return;
        }

        // a view's rights and name are what policies hold on to
        if (statement is Drop { Kind: ObjectKind.Schema } or AlterView { Action: not AlterAction.ChangeQuery })
        {
            throw Denied($"{statement.Command} is for those from whom no access policy hides anything.");
        }

        foreach (var name in Written(statement))
        {
            var table = statement switch
            {
                CreateTable create => WriteTargets.Made(query, create, name, create.Temporary is not null),
                CreateTableAs create => WriteTargets.Made(query, create, name, create.Temporary is not null),
                _ => WriteTargets.NameOf(query, statement, name),
            };
            if (query.Owns(table))
            {
                continue;
            }

            if (!AuthorizeStage.MaySee(query, table) || !query.Access.MayWrite(table))
            {
                throw Denied($"You may not change {table}.");
            }
        }
    }

    private static IEnumerable<SqlName> Written(SplitStatement statement) => statement switch
    {
        InsertStatement insert => [insert.Target],
        UpdateStatement update => [update.Target],
        DeleteStatement delete => [delete.Target],
        MergeStatement merge => [merge.Target],
        CreateTable create => [create.Name],
        CreateTableAs create => [create.Name],
        Truncate truncate => [truncate.Name],
        AlterTable alter => [alter.Name, .. alter.Actions.OfType<AlterAction.RenameTo>().Where(rename => rename.NewName.Parts.Count > 1).Select(rename => rename.NewName)],
        Drop drop => drop.Names,
        CreateView create => [create.Name],
        AlterView alter => [alter.Name],
        CommentOn { Kind: ObjectKind.Table or ObjectKind.View } comment => [comment.Name],
        _ => [],
    };

    private static FaultException Denied(string message) => new(new Fault(
        FaultKind.Denied, "query.write_denied", message, null, "Ask an administrator for the right to write it."));
}
