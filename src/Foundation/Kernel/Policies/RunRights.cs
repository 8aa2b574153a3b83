namespace Talentys.Kernel;

/// <summary>What a principal may know of work on a table: how many rows came, and why it failed.</summary>
public static class RunRights
{
    /// <summary>Whether figures of the work may be told: to those who may count the table's rows, and to engineers who may write it.</summary>
    public static bool SeesFigures(this IAccess access, Principal principal, TableName table) =>
        access.IsOpen || (access.MayRead(table) && access.MayCount(table)) || access.SeesWork(principal, table);

    /// <summary>Whether texts of the work may be told, which quote values: to those from whom nothing is kept, and to engineers who bring data in themselves.</summary>
    public static bool SeesWork(this IAccess access, Principal principal, TableName table) =>
        access.IsOpen || (principal.Is(Roles.Engineer) && access.MayWrite(table));
}
