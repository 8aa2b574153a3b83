using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Limits;

/// <summary>The limits that hold: those of the user, else of the highest role that has one, else of the organisation, else of all.</summary>
internal static class EffectiveLimits
{
    private static readonly string[] RolesDown = [Roles.Administrator, Roles.Engineer, Roles.Reader];

    /// <summary>The limits of an organisation.</summary>
    public static QueryLimits LimitsOf(this QueryOptions options, string organisation) => Find(options.OrganisationLimits, organisation) ?? new QueryLimits();

    /// <summary>The limits of a principal.</summary>
    public static QueryLimits LimitsOf(this QueryOptions options, Principal principal)
    {
        var roles = RolesDown.Where(principal.Is).Select(role => Find(options.RoleLimits, role));
        QueryLimits?[] named = [Find(options.UserLimits, principal.Name), .. roles, Find(options.OrganisationLimits, principal.Organisation)];
        var sources = named.OfType<QueryLimits>().ToList();
        return new QueryLimits
        {
            StatementTimeout = First(limits => limits.StatementTimeout) ?? options.StatementTimeout,
            Rows = First(limits => limits.Rows) ?? options.Limits.Rows,
            ResultBytes = First(limits => limits.ResultBytes) ?? options.Limits.ResultBytes,
            ScannedBytes = First(limits => limits.ScannedBytes) ?? options.Limits.ScannedBytes,
            Statements = First(limits => limits.Statements) ?? options.Limits.Statements,
        };

        T? First<T>(Func<QueryLimits, T?> value)
            where T : struct => sources.Select(value).FirstOrDefault(one => one is not null);
    }

    // names in settings may come in any case
    private static QueryLimits? Find(Dictionary<string, QueryLimits> all, string name) =>
        all.Count == 0 ? null : all.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
