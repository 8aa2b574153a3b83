namespace Talentys.Query.Statements;

/// <summary>What becomes of a temporary table when a transaction is committed.</summary>
internal enum OnCommit
{
    PreserveRows,
    DeleteRows,
    Drop,
}
